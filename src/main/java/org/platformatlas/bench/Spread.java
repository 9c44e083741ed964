package org.platformatlas.bench;

import java.util.List;

/** The median of some values, the least and the greatest. */
public record Spread(double median, double least, double greatest) {
  public static Spread of(List<Double> values) {
    double[] ascending = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int n = ascending.length;
    double median = (ascending[(n - 1) / 2] + ascending[n / 2]) / 2;
    return new Spread(median, ascending[0], ascending[n - 1]);
  }
}
