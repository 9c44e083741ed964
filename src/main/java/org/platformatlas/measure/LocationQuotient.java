package org.platformatlas.measure;

/**
 * The location quotient (Balassa's index of revealed comparative advantage): a member's share in a
 * category over the category's share in the whole, at least 0; 1 and more is present beyond
 * proportion.
 *
 * <p>Null where a total is 0. A part that exceeds its whole, and a negative, NaN or infinite
 * number, is an error; sums closer than 1e-9 are equal.
 *
 * @see "Balassa, B. (1965), Trade liberalisation and revealed comparative advantage, Manchester
 *     School 33, 99-123, doi:10.1111/j.1467-9957.1965.tb00050.x"
 */
@Formula(
    name = "location_quotient",
    version = 1,
    usage =
        "location_quotient(value, row_total, column_total, total) - share within the row over share"
            + " of the column in the whole, >= 0")
public final class LocationQuotient {
  private LocationQuotient() {}

  public static Double evaluate(double value, double rowTotal, double columnTotal, double total) {
    double most = Math.min(rowTotal, columnTotal);
    double tolerance = 1 + Shares.ROUNDING;
    boolean nested =
        value >= 0
            && value <= most * tolerance
            && Math.max(rowTotal, columnTotal) <= total * tolerance
            && total < Double.POSITIVE_INFINITY;
    if (!nested) {
      throw new IllegalArgumentException(
          "location_quotient: Invalid value %s of row %s, column %s and total %s (finite, a part at most its whole)"
              .formatted(value, rowTotal, columnTotal, total));
    }
    return most > 0 ? (Double) (value / rowTotal / (columnTotal / total)) : null;
  }
}
