package org.platformatlas.measure;

/**
 * The mean of a column, the same to the last bit for any order and partitioning of its rows, in the
 * unit of the column.
 *
 * <p>As {@link ExactSum}, with the exact sum divided by the count of numbers and rounded once to
 * the nearest double.
 */
@Formula(
    name = "exact_avg",
    version = 1,
    usage = "exact_avg(x) - mean that is the same for any order of the rows, rounded once")
public final class ExactAvg {
  private ExactAvg() {}

  public static Double evaluate(
      long limb0, long limb1, long limb2, long limb3, long limb4, long count) {
    return count == 0
        ? null
        : (Double) FixedPoint.divide(FixedPoint.join(limb0, limb1, limb2, limb3, limb4), count);
  }
}
