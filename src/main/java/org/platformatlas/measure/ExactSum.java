package org.platformatlas.measure;

/**
 * The sum of a column, the same to the last bit for any order and partitioning of its rows, in the
 * unit of the column.
 *
 * <p>Every number is rounded half-even to a multiple of 2^-96 ({@link FixedPoint}), the sum is
 * exact, and rounded once to the nearest double. Nulls are skipped; null without a number. NaN, an
 * infinity and a magnitude from 2^63 are errors. Whole numbers and decimals are cast to double
 * first.
 *
 * @see "Collange, S., Defour, D., Graillat, S. and Iakymchuk, R. (2015), Numerical reproducibility
 *     for the parallel reduction on multi- and many-core architectures, Parallel Computing 49,
 *     83-97, doi:10.1016/j.parco.2015.09.001"
 */
@Formula(
    name = "exact_sum",
    version = 1,
    usage = "exact_sum(x) - sum that is the same for any order of the rows, rounded once")
public final class ExactSum {
  private ExactSum() {}

  public static Double evaluate(
      long limb0, long limb1, long limb2, long limb3, long limb4, long count) {
    return count == 0 ? null : (Double) FixedPoint.sum(limb0, limb1, limb2, limb3, limb4);
  }
}
