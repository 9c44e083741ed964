package org.platformatlas.measure;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * All pairs of platforms that have a field in common, with what every formula of overlap needs of
 * two lists of weights: counts, sums and sums over the fields of both. The pairs are by name, the
 * first of a pair before the second, both in the order of SQL.
 *
 * <p>The lists give one platform, one of its fields and its weight there, in any order. Of several
 * parts each has the pairs of some first platforms, and together they have all. Sums are {@code
 * exact_sum}'s.
 *
 * <p>Lists of different lengths, a field that a platform lists twice, a weight that is not above 0
 * or not finite, a product of two weights from 2^63, and a part that is not one of the parts are
 * errors.
 */
@Formula(
    name = "portfolio_overlap",
    version = 1,
    usage =
        "portfolio_overlap(platforms, fields, weights[, part, parts]) - all pairs of platforms with a"
            + " field in common: counts, sums and shared sums of weights")
public final class PortfolioOverlap {
  private static final String NAME = "portfolio_overlap";

  private PortfolioOverlap() {}

  public static Pairs evaluate(String[] platforms, String[] fields, double[] weights) {
    return evaluate(platforms, fields, weights, 0, 1);
  }

  public static Pairs evaluate(
      String[] platforms, String[] fields, double[] weights, int part, int parts) {
    Lists.requireAlike(NAME, "platforms", platforms.length, "fields", fields.length);
    Lists.requireAlike(NAME, "platforms", platforms.length, "weights", weights.length);
    if (part < 0 || part >= parts) {
      throw new IllegalArgumentException(
          "%s: Invalid part %d of %d (parts are counted from 0)".formatted(NAME, part, parts));
    }
    for (double weight : weights) {
      if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "%s: Invalid weight %s (a finite number > 0)".formatted(NAME, weight));
      }
    }
    Portfolios portfolios = new Portfolios(platforms, fields, weights);
    Pairs pairs = new Pairs(portfolios);
    Shared shared = new Shared(portfolios);
    for (int first = part; first < portfolios.names.length; first += parts) {
      shared.drain(first, pairs);
    }
    return pairs;
  }

  /** Names as numbers from 0, in the order of SQL, which is that of their bytes. */
  private static Map<String, Integer> numbers(String[] names) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String name : names) {
      numbers.put(name, 0);
    }
    UTF8String[] ascending =
        numbers.keySet().stream().map(UTF8String::fromString).sorted().toArray(UTF8String[]::new);
    for (int number = 0; number < ascending.length; number++) {
      numbers.put(ascending[number].toString(), number);
    }
    return numbers;
  }

  /** The platforms' fields, and the fields' platforms, ascending. */
  private static final class Portfolios {
    final UTF8String[] names;

    /** Where the entries of a platform begin; one more for their end. */
    final int[] ofPlatform;

    final int[] field;
    final double[] weight;

    /** The weights over their platform's sum. */
    final double[] share;

    /** Where a field begins in the list of entries by field; one more for the end. */
    final int[] ofField;

    final int[] entryByField;
    final int[] platform;

    /** Where an entry stands in the list by field. */
    final int[] placeByField;

    final double[] sum;
    final double[] squares;

    Portfolios(String[] platforms, String[] fields, double[] weights) {
      Map<String, Integer> platformNumbers = numbers(platforms);
      Map<String, Integer> fieldNumbers = numbers(fields);
      names = new UTF8String[platformNumbers.size()];
      platformNumbers.forEach((name, number) -> names[number] = UTF8String.fromString(name));
      int[] platformOf = Arrays.stream(platforms).mapToInt(platformNumbers::get).toArray();
      int[] fieldOf = Arrays.stream(fields).mapToInt(fieldNumbers::get).toArray();
      int[] byField = grouped(fieldOf, fieldNumbers.size(), null);
      int[] byPlatform = grouped(platformOf, names.length, byField);
      ofPlatform = starts(platformOf, names.length);
      ofField = starts(fieldOf, fieldNumbers.size());
      platform = Arrays.stream(byPlatform).map(i -> platformOf[i]).toArray();
      field = Arrays.stream(byPlatform).map(i -> fieldOf[i]).toArray();
      weight = Arrays.stream(byPlatform).mapToDouble(i -> weights[i]).toArray();
      entryByField = grouped(field, fieldNumbers.size(), null);
      placeByField = new int[weight.length];
      for (int place = 0; place < weight.length; place++) {
        placeByField[entryByField[place]] = place;
      }
      requireDistinct();
      share = new double[weight.length];
      sum = new double[names.length];
      squares = new double[names.length];
      for (int i = 0; i < names.length; i++) {
        long[] sums = new long[FixedPoint.LIMBS];
        long[] sumsOfSquares = new long[FixedPoint.LIMBS];
        for (int entry = ofPlatform[i]; entry < ofPlatform[i + 1]; entry++) {
          FixedPoint.addTo(sums, 0, weight[entry]);
          FixedPoint.addTo(sumsOfSquares, 0, weight[entry] * weight[entry]);
        }
        sum[i] = FixedPoint.sum(sums, 0);
        squares[i] = FixedPoint.sum(sumsOfSquares, 0);
        for (int entry = ofPlatform[i]; entry < ofPlatform[i + 1]; entry++) {
          share[entry] = weight[entry] / sum[i];
        }
      }
    }

    private void requireDistinct() {
      for (int entry = 1; entry < field.length; entry++) {
        if (platform[entry] == platform[entry - 1] && field[entry] == field[entry - 1]) {
          throw new IllegalArgumentException(
              "%s: Invalid portfolio, '%s' lists a field twice"
                  .formatted(NAME, names[platform[entry]]));
        }
      }
    }

    int count(int platform) {
      return ofPlatform[platform + 1] - ofPlatform[platform];
    }

    private static int[] starts(int[] groups, int count) {
      int[] starts = new int[count + 1];
      for (int group : groups) {
        starts[group + 1]++;
      }
      Arrays.parallelPrefix(starts, Integer::sum);
      return starts;
    }

    /** The numbers of the entries by their group, of a group in the order given, or as they are. */
    private static int[] grouped(int[] groups, int count, int[] order) {
      int[] next = starts(groups, count);
      int[] grouped = new int[groups.length];
      for (int i = 0; i < groups.length; i++) {
        int entry = order == null ? i : order[i];
        grouped[next[groups[entry]]++] = entry;
      }
      return grouped;
    }
  }

  /** What one platform shares with all that come after it. */
  private static final class Shared {
    private static final int SUMS = 3 * FixedPoint.LIMBS;
    private final Portfolios portfolios;
    private final int[] both;

    /** For each platform the limbs of the sums of smaller weights, products and smaller shares. */
    private final long[] sums;

    Shared(Portfolios portfolios) {
      this.portfolios = portfolios;
      int platforms = portfolios.names.length;
      this.both = new int[platforms];
      this.sums = new long[Math.multiplyExact(SUMS, platforms)];
    }

    void drain(int first, Pairs pairs) {
      for (int i = portfolios.ofPlatform[first]; i < portfolios.ofPlatform[first + 1]; i++) {
        int end = portfolios.ofField[portfolios.field[i] + 1];
        for (int place = portfolios.placeByField[i] + 1; place < end; place++) {
          add(i, portfolios.entryByField[place]);
        }
      }
      for (int second = first + 1; second < both.length; second++) {
        if (both[second] > 0) {
          take(first, second, pairs);
        }
      }
    }

    private void take(int first, int second, Pairs pairs) {
      int at = second * SUMS;
      pairs.add(
          first,
          second,
          both[second],
          FixedPoint.sum(sums, at),
          FixedPoint.sum(sums, at + FixedPoint.LIMBS),
          FixedPoint.sum(sums, at + 2 * FixedPoint.LIMBS));
      both[second] = 0;
      Arrays.fill(sums, at, at + SUMS, 0);
    }

    private void add(int entry, int other) {
      int second = portfolios.platform[other];
      int at = second * SUMS;
      double weight = portfolios.weight[entry];
      double otherWeight = portfolios.weight[other];
      both[second]++;
      FixedPoint.addTo(sums, at, Math.min(weight, otherWeight));
      FixedPoint.addTo(sums, at + FixedPoint.LIMBS, weight * otherWeight);
      FixedPoint.addTo(
          sums,
          at + 2 * FixedPoint.LIMBS,
          Math.min(portfolios.share[entry], portfolios.share[other]));
    }
  }

  /**
   * Spark's array of the pairs, a struct each, held in columns as there may be many millions:
   * {@code platform_a} and {@code platform_b}; {@code count_a}, {@code count_b} and {@code
   * both_count} of their fields; the sums of their weights {@code weight_a}, {@code weight_b}, and
   * {@code shared_weight} of the smaller ones; {@code squares_a} and {@code squares_b}, the sums of
   * their squares, and {@code products}; {@code shared_part}, the sum of the smaller shares.
   */
  public static final class Pairs extends GenericArrayData {
    private final Portfolios portfolios;
    private int[] platforms = new int[16];
    private int[] both = new int[8];
    private double[] sums = new double[24];
    private int count;

    private Pairs(Portfolios portfolios) {
      super(Pair.NOTHING);
      this.portfolios = portfolios;
    }

    static StructType schema() {
      StructType schema =
          new StructType()
              .add("platform_a", DataTypes.StringType, false)
              .add("platform_b", DataTypes.StringType, false)
              .add("count_a", DataTypes.LongType, false)
              .add("count_b", DataTypes.LongType, false)
              .add("both_count", DataTypes.LongType, false);
      for (String name :
          new String[] {
            "weight_a",
            "weight_b",
            "shared_weight",
            "squares_a",
            "squares_b",
            "products",
            "shared_part"
          }) {
        schema = schema.add(name, DataTypes.DoubleType, false);
      }
      return schema;
    }

    private void add(
        int first, int second, int bothCount, double weight, double products, double part) {
      if (count == both.length) {
        int larger = Math.multiplyExact(count, 2);
        both = Arrays.copyOf(both, larger);
        platforms = Arrays.copyOf(platforms, Math.multiplyExact(larger, 2));
        sums = Arrays.copyOf(sums, Math.multiplyExact(larger, 3));
      }
      platforms[2 * count] = first;
      platforms[2 * count + 1] = second;
      both[count] = bothCount;
      sums[3 * count] = weight;
      sums[3 * count + 1] = products;
      sums[3 * count + 2] = part;
      count++;
    }

    @Override
    public int numElements() {
      return count;
    }

    @Override
    public boolean isNullAt(int index) {
      return false;
    }

    @Override
    public InternalRow getStruct(int index, int fields) {
      return new Pair(this, index);
    }

    @Override
    public Object[] array() {
      InternalRow[] rows = new InternalRow[count];
      Arrays.setAll(rows, index -> new Pair(this, index));
      return rows;
    }
  }

  /** One of the pairs. */
  private static final class Pair extends GenericInternalRow {
    private static final Object[] NOTHING = {};
    private final Pairs pairs;
    private final int index;

    Pair(Pairs pairs, int index) {
      super(NOTHING);
      this.pairs = pairs;
      this.index = index;
    }

    @Override
    public int numFields() {
      return 12;
    }

    private int platform(int side) {
      return pairs.platforms[2 * index + side];
    }

    @Override
    public UTF8String getUTF8String(int field) {
      return pairs.portfolios.names[platform(field)];
    }

    @Override
    public long getLong(int field) {
      return field == 4 ? pairs.both[index] : pairs.portfolios.count(platform(field - 2));
    }

    @Override
    public double getDouble(int field) {
      return switch (field) {
        case 5, 6 -> pairs.portfolios.sum[platform(field - 5)];
        case 7 -> pairs.sums[3 * index];
        case 8, 9 -> pairs.portfolios.squares[platform(field - 8)];
        case 10 -> pairs.sums[3 * index + 1];
        default -> pairs.sums[3 * index + 2];
      };
    }

    @Override
    public boolean isNullAt(int field) {
      return false;
    }

    @Override
    public Object genericGet(int field) {
      if (field < 2) {
        return getUTF8String(field);
      }
      return field < 5 ? (Object) getLong(field) : (Object) getDouble(field);
    }
  }
}
