package org.platformatlas.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;

/** Lists of volumes to test formulas on. */
final class Markets {
  static final double[] KVALSETH = {.40, .30, .15, .10, .05};
  static final double[] US_DOJ = {30, 30, 20, 20};
  static final double[] REAT = {20, 50, 20, 10};
  static final double[] WITH_A_ZERO = {.5, .3, .2, 0};
  static final double[] MONOPOLY = {7};
  static final double[] NONE = {};
  static final double[] ALL_ZERO = {0, 0, -0.0};

  private Markets() {}

  /** Seeded lists of up to 60 volumes, equal or spread over up to twelve orders of magnitude. */
  static List<double[]> random(int count) {
    Random random = new Random(42);
    List<double[]> markets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double spread = random.nextInt(13);
      int size = 1 + random.nextInt(60);
      // StrictMath: digests of results must not depend on the processor.
      markets.add(random.doubles(size).map(u -> StrictMath.pow(10, spread * (u - .5))).toArray());
    }
    return markets;
  }

  static double[] equal(int n, double volume) {
    double[] volumes = new double[n];
    Arrays.fill(volumes, volume);
    return volumes;
  }

  static double[] shuffled(double[] volumes, long seed) {
    List<Double> list = new ArrayList<>(Arrays.stream(volumes).boxed().toList());
    Collections.shuffle(list, new Random(seed));
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  static double[] scaled(double[] volumes, double factor) {
    return Arrays.stream(volumes).map(volume -> volume * factor).toArray();
  }

  static double[] with(double[] volumes, double... more) {
    return DoubleStream.concat(Arrays.stream(volumes), Arrays.stream(more)).toArray();
  }

  static double sum(double[] volumes) {
    return Arrays.stream(volumes).sum();
  }
}
