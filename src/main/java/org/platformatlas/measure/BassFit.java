package org.platformatlas.measure;

/**
 * The Bass model of adoption fitted to what is adopted in each period: m (p + q)² p E/(p + q E)²
 * with E = exp(-(p + q)t), by nonlinear least squares (Srinivasan and Mason's estimator on the
 * density). Of m adopters in the end, p per unit of time adopt by themselves, and q by imitation.
 *
 * <p>Times count from the launch, in any unit. Null for fewer than five points, without a positive
 * value, and where the values do not determine the curve. A negative, NaN or infinite value is an
 * error, as are a time that is not finite or there twice.
 *
 * @see "Bass, F. M. (1969), A new product growth for model consumer durables, Management Science
 *     15, 215-227"
 * @see "Srinivasan, V. and Mason, C. H. (1986), Nonlinear least squares estimation of new product
 *     diffusion models, Marketing Science 5, 169-178"
 */
@Formula(
    name = "bass_fit",
    version = 1,
    usage = "bass_fit(times, values) - Bass model of adoptions per period, by least squares")
public final class BassFit {
  private static final String NAME = "bass_fit";
  private static final int FEWEST = 5;

  /** Where the search starts: from slow to fast beside the span of the times, by p or by q. */
  private static final double[] SPEEDS = {1, 2, 4, 8, 16, 32};

  private static final double[] IMITATIONS = {1, 10, 100, 1e3, 1e4};

  private BassFit() {}

  /** The model with standard errors, and that of the residuals. */
  public record Bass(
      double m, double p, double q, double mSe, double pSe, double qSe, double residualSe, int n) {}

  public static Bass evaluate(double[] times, double[] values) {
    Series series = Series.of(NAME, times, values);
    double most = LogisticFit.largest(NAME, series);
    if (series.count() < FEWEST || most == 0) {
      return null;
    }
    Series scaled = LogisticFit.scaled(series, 0, most);
    double[] start = start(scaled);
    LeastSquares fit = start == null ? null : LeastSquares.fit(scaled, Adoption.CURVE, start);
    double m = fit == null ? Double.NaN : StrictMath.exp(fit.parameters()[0]) * most;
    if (!Double.isFinite(m)) {
      return null;
    }
    double p = StrictMath.exp(fit.parameters()[1]);
    double q = StrictMath.exp(fit.parameters()[2]);
    double[] errors = fit.errors();
    return new Bass(
        m,
        p,
        q,
        m * errors[0],
        p * errors[1],
        q * errors[2],
        fit.residual() * most,
        series.count());
  }

  /** The best of a grid over p + q and q/p, each with the m that fits it best. */
  private static double[] start(Series series) {
    double span =
        Math.max(Math.abs(series.times()[series.count() - 1]), Math.abs(series.times()[0]));
    double[] best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double speed : SPEEDS) {
      for (double imitation : IMITATIONS) {
        double p = speed / span / (1 + imitation);
        double[] candidate = {0, StrictMath.log(p), StrictMath.log(p * imitation)};
        double products = 0;
        double squares = 0;
        for (int i = 0; i < series.count(); i++) {
          double value = Adoption.CURVE.value(series.times()[i], candidate);
          products += value * series.values()[i];
          squares += value * value;
        }
        candidate[0] = StrictMath.log(products / squares);
        double cost = LeastSquares.cost(series, Adoption.CURVE, candidate);
        if (cost < least) {
          least = cost;
          best = candidate;
        }
      }
    }
    return best;
  }

  /** The density of adoption; its parameters are the logarithms of m, p and q. */
  private enum Adoption implements LeastSquares.Curve {
    CURVE;

    @Override
    public double value(double time, double[] logs) {
      double p = StrictMath.exp(logs[1]);
      double q = StrictMath.exp(logs[2]);
      double left = StrictMath.exp(-(p + q) * time);
      double ratio = (p + q) / (p + q * left);
      return StrictMath.exp(logs[0]) * p * ratio * ratio * left;
    }

    @Override
    public double[] gradient(double time, double[] logs) {
      double value = value(time, logs);
      double p = StrictMath.exp(logs[1]);
      double q = StrictMath.exp(logs[2]);
      double left = StrictMath.exp(-(p + q) * time);
      double both = 2 / (p + q) - time;
      double below = 2 / (p + q * left);
      double byP = both + 1 / p - below * (1 - q * time * left);
      double byQ = both - below * left * (1 - q * time);
      return new double[] {value, value * p * byP, value * q * byQ};
    }
  }
}
