package org.platformatlas.measure;

import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * A logistic curve ceiling/(1 + exp(-rate (t - midpoint))) fitted to the levels of a series by
 * nonlinear least squares: where its growth would end, how fast it goes there, and when it is
 * halfway.
 *
 * <p>Null for fewer than five points, without a positive value, and where the values do not
 * determine the curve, as before growth bends. A negative, NaN or infinite value is an error, as
 * are a time that is not finite or there twice.
 *
 * @see "Verhulst, P.-F. (1838), Notice sur la loi que la population suit dans son accroissement,
 *     Correspondance mathématique et physique 10, 113-121"
 */
@Formula(
    name = "logistic_fit",
    version = 1,
    usage = "logistic_fit(times, values) - logistic curve of levels, by least squares")
public final class LogisticFit {
  private static final String NAME = "logistic_fit";
  private static final int FEWEST = 5;

  /** Where the search starts: ceilings as multiples of the largest value. */
  private static final double[] CEILINGS = {1.001, 1.01, 1.1, 1.5, 3, 10};

  private LogisticFit() {}

  /** The curve with standard errors, and that of the residuals. */
  public record Logistic(
      double ceiling,
      double rate,
      double midpoint,
      double ceilingSe,
      double rateSe,
      double midpointSe,
      double residualSe,
      int n) {}

  public static Logistic evaluate(double[] times, double[] values) {
    Series series = Series.of(NAME, times, values);
    double most = largest(NAME, series);
    if (series.count() < FEWEST || most == 0) {
      return null;
    }
    Series scaled = scaled(series, series.times()[0], most);
    double[] start = start(scaled);
    LeastSquares fit = start == null ? null : LeastSquares.fit(scaled, Growth.CURVE, start);
    double ceiling = fit == null ? Double.NaN : StrictMath.exp(fit.parameters()[0]) * most;
    if (!Double.isFinite(ceiling)) {
      return null;
    }
    double rate = fit.parameters()[1];
    return new Logistic(
        ceiling,
        rate,
        series.times()[0] + fit.parameters()[2],
        ceiling * fit.errors()[0],
        fit.errors()[1],
        fit.errors()[2],
        fit.residual() * most,
        series.count());
  }

  static double largest(String formula, Series series) {
    double largest = 0;
    for (double value : series.values()) {
      if (value < 0) {
        throw new IllegalArgumentException(
            "%s: Invalid value %s (a value is a finite number >= 0)".formatted(formula, value));
      }
      largest = Math.max(largest, value);
    }
    return largest;
  }

  /** The same series with times counted from an origin, and 1 as its largest value. */
  static Series scaled(Series series, double origin, double largest) {
    double[] times = series.times().clone();
    double[] values = series.values().clone();
    for (int i = 0; i < values.length; i++) {
      times[i] -= origin;
      values[i] /= largest;
    }
    return new Series(times, values);
  }

  /** The best of some ceilings, each with the line through the logits that it gives. */
  private static double[] start(Series series) {
    double[] best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double ceiling : CEILINGS) {
      SimpleRegression line = new SimpleRegression();
      for (int i = 0; i < series.count(); i++) {
        double value = series.values()[i];
        if (value > 0) {
          line.addData(series.times()[i], StrictMath.log(value / (ceiling - value)));
        }
      }
      double rate = line.getSlope();
      double[] candidate = {StrictMath.log(ceiling), rate, -line.getIntercept() / rate};
      double cost = LeastSquares.cost(series, Growth.CURVE, candidate);
      if (cost < least) {
        least = cost;
        best = candidate;
      }
    }
    return best;
  }

  /** The curve; its parameters are the logarithm of the ceiling, the rate and the midpoint. */
  private enum Growth implements LeastSquares.Curve {
    CURVE;

    @Override
    public double value(double time, double[] parameters) {
      double below = StrictMath.exp(-parameters[1] * (time - parameters[2]));
      return StrictMath.exp(parameters[0]) / (1 + below);
    }

    @Override
    public double[] gradient(double time, double[] parameters) {
      double value = value(time, parameters);
      double left = 1 / (1 + StrictMath.exp(parameters[1] * (time - parameters[2])));
      return new double[] {
        value, value * left * (time - parameters[2]), -value * left * parameters[1]
      };
    }
  }
}
