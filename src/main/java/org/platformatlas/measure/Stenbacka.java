package org.platformatlas.measure;

/**
 * Stenbacka's dominance threshold: ½(1 - (d² - e²)) of the shares d, e of the two largest firms, in
 * [0, 1/2]; the largest firm is dominant if its share is above it. A monopoly's is 0.
 *
 * <p>Null without a positive volume. A negative, NaN or infinite volume is an error.
 *
 * @see "Melnik, A., Shy, O. and Stenbacka, R. (2008), Assessing market dominance, Journal of
 *     Economic Behavior and Organization 68, 63-72, doi:10.1016/j.jebo.2008.03.010"
 */
@Formula(
    name = "stenbacka",
    version = 1,
    usage = "stenbacka(volumes) - share from which the largest firm is dominant, in [0, " + "1/2]")
public final class Stenbacka {
  private Stenbacka() {}

  public static Double evaluate(double[] volumes) {
    Shares shares = Shares.of("stenbacka", volumes);
    return shares.isEmpty() ? null : of(shares);
  }

  static double of(Shares shares) {
    double first = shares.largest(1);
    double second = shares.count() == 1 ? 0 : shares.largest(2);
    return (1 - (first * first - second * second)) / 2;
  }
}
