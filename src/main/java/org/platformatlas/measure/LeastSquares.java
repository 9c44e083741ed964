package org.platformatlas.measure;

import java.util.stream.DoubleStream;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.GaussNewtonOptimizer;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresFactory;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer.Optimum;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresProblem;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.util.Pair;

/**
 * A curve fitted to a series by nonlinear least squares: Levenberg-Marquardt from a given start,
 * then Gauss-Newton to the last digits.
 *
 * @param parameters where the sum of squares is least
 * @param errors their standard errors
 * @param residual the standard error of the residuals
 */
record LeastSquares(double[] parameters, double[] errors, double residual) {
  private static final double SINGULAR = 1e-14;
  private static final double SETTLED = 1e-14;
  private static final double ROUNDING = 1e-12;
  private static final int MOST_STEPS = 1_000;

  /** Steps to the last digits; where the data say little of a parameter, these never settle. */
  private static final int POLISHING_STEPS = 50;

  /** A curve with parameters. */
  interface Curve {
    double value(double time, double[] parameters);

    /** How fast the value changes with each parameter. */
    double[] gradient(double time, double[] parameters);
  }

  /** The sum of squared residuals. */
  static double cost(Series series, Curve curve, double[] parameters) {
    double cost = 0;
    for (int i = 0; i < series.count(); i++) {
      double residual = series.values()[i] - curve.value(series.times()[i], parameters);
      cost += residual * residual;
    }
    return cost;
  }

  /** The fit, or null if none is found: the data do not determine the curve. */
  static LeastSquares fit(Series series, Curve curve, double[] start) {
    try {
      Optimum rough =
          new LevenbergMarquardtOptimizer()
              .optimize(problem(series, curve, vector(start), MOST_STEPS));
      Optimum optimum = polished(rough, series, curve);
      double freedom = series.count() - start.length;
      double residual = optimum.getCost() / Math.sqrt(freedom);
      double[] errors = optimum.getSigma(SINGULAR).mapMultiply(residual).toArray();
      double[] parameters = optimum.getPoint().toArray();
      boolean isFinite = DoubleStream.of(parameters).allMatch(Double::isFinite);
      return isFinite ? new LeastSquares(parameters, errors, residual) : null;
    } catch (MathIllegalStateException | SingularMatrixException e) {
      return null;
    }
  }

  private static Optimum polished(Optimum rough, Series series, Curve curve) {
    try {
      Optimum fine =
          new GaussNewtonOptimizer(GaussNewtonOptimizer.Decomposition.QR)
              .optimize(problem(series, curve, rough.getPoint(), POLISHING_STEPS));
      return fine.getCost() <= rough.getCost() * (1 + ROUNDING) ? fine : rough;
    } catch (MathIllegalStateException | SingularMatrixException e) {
      return rough;
    }
  }

  private static LeastSquaresProblem problem(
      Series series, Curve curve, RealVector start, int steps) {
    return LeastSquaresFactory.create(
        point -> valueAndJacobian(series, curve, point.toArray()),
        vector(series.values()),
        start,
        (step, previous, current) ->
            step == steps || settled(previous.getPoint(), current.getPoint()),
        2 * steps,
        2 * steps);
  }

  private static boolean settled(RealVector previous, RealVector current) {
    return current.getDistance(previous) <= SETTLED * (1 + current.getNorm());
  }

  private static Pair<RealVector, RealMatrix> valueAndJacobian(
      Series series, Curve curve, double[] parameters) {
    double[] values = new double[series.count()];
    double[][] jacobian = new double[series.count()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = curve.value(series.times()[i], parameters);
      jacobian[i] = curve.gradient(series.times()[i], parameters);
    }
    return new Pair<>(vector(values), MatrixUtils.createRealMatrix(jacobian));
  }

  private static RealVector vector(double[] numbers) {
    return new ArrayRealVector(numbers);
  }
}
