package org.platformatlas.measure;

import java.util.Arrays;

/**
 * The Kaplan-Meier estimate of survival from durations of which some are right-censored: not yet
 * ended when last seen. At each duration at which some ended, the share that lasts longer, in [0,
 * 1], with Greenwood's standard error; and the median, the first duration at which at most half
 * last longer, null if more do to the end.
 *
 * <p>{@code ended} says of each duration whether it did; those last seen at a duration count as
 * there when others end at it. Null without a duration. A negative, NaN or infinite duration is an
 * error, as are lists of different lengths.
 *
 * @see "Kaplan, E. L. and Meier, P. (1958), Nonparametric estimation from incomplete observations,
 *     Journal of the American Statistical Association 53, 457-481"
 */
@Formula(
    name = "kaplan_meier",
    version = 1,
    usage = "kaplan_meier(durations, ended) - survival from durations, not all of which have ended")
public final class KaplanMeier {
  private static final String NAME = "kaplan_meier";

  private KaplanMeier() {}

  /** The steps of the curve. */
  public record Survival(
      double[] durations, double[] survival, double[] se, Double median, int n, int nEnded) {}

  public static Survival evaluate(double[] durations, boolean[] ended) {
    if (durations.length != ended.length) {
      throw new IllegalArgumentException(
          "%s: Invalid lists (%d durations, %d marks of their end)"
              .formatted(NAME, durations.length, ended.length));
    }
    for (double duration : durations) {
      if (!(duration >= 0 && duration < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "%s: Invalid duration %s (a duration is a finite number >= 0)"
                .formatted(NAME, duration));
      }
    }
    if (durations.length == 0) {
      return null;
    }
    int[] order = Series.order(durations);
    double[] steps = new double[order.length];
    double[] survival = new double[order.length];
    double[] errors = new double[order.length];
    Double median = null;
    int count = 0;
    int allEnded = 0;
    double surviving = 1;
    double greenwood = 0;
    for (int i = 0; i < order.length; ) {
      double duration = durations[order[i]];
      double atRisk = order.length - i;
      int endedNow = 0;
      for (; i < order.length && durations[order[i]] == duration; i++) {
        endedNow += ended[order[i]] ? 1 : 0;
      }
      if (endedNow == 0) {
        continue;
      }
      allEnded += endedNow;
      surviving *= (atRisk - endedNow) / atRisk;
      greenwood += endedNow / (atRisk * (atRisk - endedNow));
      steps[count] = duration;
      survival[count] = surviving;
      errors[count] = surviving == 0 ? 0 : surviving * Math.sqrt(greenwood);
      median = median == null && surviving <= .5 ? (Double) duration : median;
      count++;
    }
    return new Survival(
        Arrays.copyOf(steps, count),
        Arrays.copyOf(survival, count),
        Arrays.copyOf(errors, count),
        median,
        order.length,
        allEnded);
  }
}
