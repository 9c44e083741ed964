package org.platformatlas.measure;

import java.util.Map;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;

/**
 * Two lists of weights side by side, a member in neither left out, one that is in one of them alone
 * with the weight 0 in the other.
 */
record Weights(double[] a, double[] b) {
  /** The weights in units of the power of two next below the largest, so that no square is lost. */
  static Weights of(String formula, Map<String, Double> a, Map<String, Double> b) {
    TreeSet<String> members = new TreeSet<>(a.keySet());
    members.addAll(b.keySet());
    double largest = Math.max(largest(formula, a), largest(formula, b));
    double unit = largest > 0 ? Math.scalb(1.0, -Math.getExponent(largest)) : 1;
    return new Weights(scaled(members, a, unit), scaled(members, b, unit));
  }

  private static double largest(String formula, Map<String, Double> weights) {
    double largest = 0;
    for (double weight : weights.values()) {
      if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "%s: Invalid weight %s (a weight is a finite number >= 0)".formatted(formula, weight));
      }
      largest = Math.max(largest, weight);
    }
    return largest;
  }

  private static double[] scaled(
      TreeSet<String> members, Map<String, Double> weights, double unit) {
    return members.stream()
        .mapToDouble(member -> weights.getOrDefault(member, 0.0) * unit)
        .toArray();
  }

  /** Each list as shares of its sum; of a sum of 0 no shares. */
  Weights shares() {
    return new Weights(shares(a), shares(b));
  }

  private static double[] shares(double[] weights) {
    double sum = Shares.sum(weights);
    double[] shares = new double[weights.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = sum > 0 ? weights[i] / sum : 0;
    }
    return shares;
  }

  double sum(DoubleBinaryOperator term) {
    double[] terms = new double[a.length];
    for (int i = 0; i < terms.length; i++) {
      terms[i] = term.applyAsDouble(a[i], b[i]);
    }
    return Shares.sum(terms);
  }

  /** What both have: the sum of the smaller weights. */
  double shared() {
    return sum(Math::min);
  }

  /** A finite number that is not negative, which a sum of weights is. */
  static void requireSums(String formula, double... sums) {
    for (double sum : sums) {
      if (!(sum >= 0 && sum < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "%s: Invalid sum %s (a sum of weights is a finite number >= 0)"
                .formatted(formula, sum));
      }
    }
  }

  /** Exact where both are equal. */
  static double geometricMean(double a, double b) {
    double product = a * b;
    boolean isExact = product >= Double.MIN_NORMAL && product < Double.POSITIVE_INFINITY;
    return isExact ? Math.sqrt(product) : Math.sqrt(a) * Math.sqrt(b);
  }

  /** A part of a whole, at most 1 whatever was rounded, or null where there is no whole. */
  static Double share(double part, double whole) {
    return whole > 0 ? (Double) Math.min(part / whole, 1) : null;
  }
}
