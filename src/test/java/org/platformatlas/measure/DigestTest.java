package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.datasketches.theta.UpdateSketch;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;

/**
 * Holds every function to its recorded results, to the last bit: a version that does not rise when
 * a result changes would leave stored numbers of the old formula in place.
 */
class DigestTest {
  private record Recorded(int version, String digest) {}

  private static final Map<String, Recorded> RECORDED =
      Map.ofEntries(
          Map.entry("atkinson", new Recorded(1, "c531958873e22e43")),
          Map.entry("average_overlap", new Recorded(1, "111a2794762b3db0")),
          Map.entry("backward_linkage", new Recorded(1, "c50f11e1db0234a1")),
          Map.entry("bass_fit", new Recorded(1, "fc8de7e54910ebcf")),
          Map.entry("bray_curtis", new Recorded(1, "c2d7c38fc013e416")),
          Map.entry("centralization", new Recorded(1, "c219d2ae1d22803d")),
          Map.entry("concentration", new Recorded(1, "922988294e819826")),
          Map.entry("concentration_bounds", new Recorded(1, "dea4e70b1c59b8de")),
          Map.entry("concentration_ratio", new Recorded(1, "82cb0ee169b7962b")),
          Map.entry("cosine_similarity", new Recorded(1, "814050628ab00176")),
          Map.entry("coverage_over_time", new Recorded(1, "74db2a103cb35f4f")),
          Map.entry("delta_hhi", new Recorded(1, "b6304be0a37aa033")),
          Map.entry("determinant_mobility", new Recorded(1, "16832563772d2d1d")),
          Map.entry("dice", new Recorded(1, "54cdd1f6083d1bea")),
          Map.entry("exact_avg", new Recorded(1, "78d957dfca3e9e0f")),
          Map.entry("exact_sum", new Recorded(1, "1e2ce798dda4376a")),
          Map.entry("first_passage_time", new Recorded(1, "208ba03e0a79d52b")),
          Map.entry("floating_catchment", new Recorded(2, "3114d4eef2ad0c33")),
          Map.entry("forward_linkage", new Recorded(1, "082236feb9f48211")),
          Map.entry("garcia_alba_dominance", new Recorded(1, "7fc8d7d938c3894c")),
          Map.entry("ghosh_inverse", new Recorded(1, "7dc613a4746f1062")),
          Map.entry("ginevicius", new Recorded(1, "8c69d3b73111e3cb")),
          Map.entry("gini", new Recorded(1, "e45f863437335efb")),
          Map.entry("gini_normalised", new Recorded(1, "ad40c8399f98d02a")),
          Map.entry("haversine_km", new Recorded(1, "eadcef66c7e3f214")),
          Map.entry("hhi", new Recorded(1, "6e03a44c7a6300f5")),
          Map.entry("hhi_bounds", new Recorded(1, "be66af7b424d0114")),
          Map.entry("hhi_bounds_grouped", new Recorded(1, "656a525a38d898f8")),
          Map.entry("hhi_normalised", new Recorded(1, "1aeb5b9056156c47")),
          Map.entry("hill_number", new Recorded(1, "350a807e3b14de3d")),
          Map.entry("hoover", new Recorded(1, "7f3ffe41c42cfe51")),
          Map.entry("horvath", new Recorded(1, "76117c2714b5d72b")),
          Map.entry("huff", new Recorded(1, "961f53af913be7fb")),
          Map.entry("huff_attraction", new Recorded(1, "e1ef198f515419dd")),
          Map.entry("instability", new Recorded(1, "613f27c8e3480bec")),
          Map.entry("jaccard", new Recorded(1, "582b5df0b70823b7")),
          Map.entry("kaplan_meier", new Recorded(1, "9312f63014be7a6f")),
          Map.entry("kendall_tau_b", new Recorded(1, "66d1e43cfba6535a")),
          Map.entry("kvalseth", new Recorded(1, "30392563253bc014")),
          Map.entry("kwoka", new Recorded(1, "cac9ebf11d4ff875")),
          Map.entry("leontief_inverse", new Recorded(1, "662ed567aca40dfa")),
          Map.entry("linda", new Recorded(1, "f938b192c8ef2b2c")),
          Map.entry("location_quotient", new Recorded(1, "34c80e2f6d95f74d")),
          Map.entry("logistic_fit", new Recorded(1, "876b009e3b18972d")),
          Map.entry("mann_kendall", new Recorded(1, "c26b3fbe8d24a9e8")),
          Map.entry("mann_kendall_exact", new Recorded(1, "84e6b32e1c62bd7d")),
          Map.entry("mann_kendall_hamed_rao", new Recorded(1, "1a1c29c0b2bf771a")),
          Map.entry("maximal_coverage", new Recorded(1, "ce4ce7607dd35428")),
          Map.entry("morisita_horn", new Recorded(1, "f3ea9fc71230498b")),
          Map.entry("nearest_km", new Recorded(1, "7d370c86642b23b7")),
          Map.entry("neighbours", new Recorded(1, "4bf3cc86cf95275d")),
          Map.entry("next_places", new Recorded(1, "a74b17b32c09c2b8")),
          Map.entry("ochiai", new Recorded(1, "4a71477e09508d5f")),
          Map.entry("overlap_coefficient", new Recorded(1, "dc92fea7f382c87f")),
          Map.entry("palma", new Recorded(1, "213ce851278da289")),
          Map.entry("pettitt", new Recorded(1, "17945e3c7eb615f7")),
          Map.entry("pianka", new Recorded(1, "212466e5e341e08e")),
          Map.entry("portfolio_overlap", new Recorded(1, "25d732ac0706168d")),
          Map.entry("proximity", new Recorded(1, "511bce2c60a06eb1")),
          Map.entry("rank_biased_overlap", new Recorded(1, "6bbf83fc4d3556e7")),
          Map.entry("rank_size_slope", new Recorded(1, "d1ecdf2c18de84f3")),
          Map.entry("ranked_shares", new Recorded(1, "edaa4a9c8a7fd05f")),
          Map.entry("reach_count", new Recorded(1, "3fb08e3eb151a411")),
          Map.entry("relatedness_density", new Recorded(1, "b7ed36aa81074e98")),
          Map.entry("rosenbluth", new Recorded(1, "981bc179890ef389")),
          Map.entry("ruzicka", new Recorded(1, "8bdbe7bdb4e25c5f")),
          Map.entry("schoener", new Recorded(1, "41ac775e781f55d1")),
          Map.entry("seasonal_mann_kendall", new Recorded(1, "0a30d0d1a4a75df1")),
          Map.entry("sen_slope", new Recorded(1, "5e4faa425bb723d4")),
          Map.entry("shannon_entropy", new Recorded(1, "d5693a3c41fd3f85")),
          Map.entry("shorrocks_mobility", new Recorded(1, "20e29133bba74ae3")),
          Map.entry("shuffled_overlap", new Recorded(1, "bcce71e1480f83cd")),
          Map.entry("sign_test", new Recorded(1, "b72e1415890124d9")),
          Map.entry("sojourn_time", new Recorded(1, "0bd05235fdb582b9")),
          Map.entry("spatial_gini", new Recorded(1, "f979f65541a85807")),
          Map.entry("steady_state", new Recorded(1, "a64da9f5cda5c20b")),
          Map.entry("stenbacka", new Recorded(1, "f5cdc87d9e535b54")),
          Map.entry("tail_exponent", new Recorded(1, "fccceabc3755a099")),
          Map.entry("technical_coefficients", new Recorded(1, "61805a5c76c87fa3")),
          Map.entry("theil_decomposition", new Recorded(1, "0e32bd98ea41614f")),
          Map.entry("theil_l", new Recorded(1, "ce16e0fa2d871b4a")),
          Map.entry("theil_t", new Recorded(1, "c86377a766c1bae4")),
          Map.entry("theta_overlap", new Recorded(1, "c0df5d2288af154c")),
          Map.entry("top_k_turnover", new Recorded(1, "83e3bdf62de3795c")),
          Map.entry("upstreamness", new Recorded(1, "bd6c001d313ef1ea")),
          Map.entry("variety", new Recorded(1, "f61abe67a1b5a9f4")),
          Map.entry("weighted_quantile", new Recorded(1, "0fb188ff7433ec01")),
          Map.entry("yearly_median_trend", new Recorded(1, "946bbb966a0a66c6")));

  private static final List<double[]> MARKETS = markets();
  private static final List<Double> NUMBERS =
      List.of(0.0, .5, .95, 1.0, 2.0, 3.7, 40.0, 100.0, 1e12, Double.POSITIVE_INFINITY);
  private static final List<Integer> COUNTS = List.of(0, 1, 2, 4, 50, 1000);

  /** Lists of the same length, for what takes two. */
  private static final List<double[]> ALIKE =
      List.of(
          IntStream.rangeClosed(1, 12).asDoubleStream().toArray(),
          new double[] {24, 12, 6, 30, 36, 48, 42, 60, 54, 18, 72, 66},
          new double[] {3, 3, 5, 4, 4, 7, 6, 9, 9, 12, 11, 15},
          new double[] {.9, 3.1, 8, 16, 24, 31, 33, 29, 20, 13, 7, 4},
          new double[] {1, 2, 4, 8, 15, 26, 38, 48, 55, 58, 60, 60.5},
          new double[] {1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3},
          new double[12],
          new double[] {5, 3},
          Markets.NONE);

  /** Five years and more, in and out of order, as formulas over years need. */
  private static final List<double[]> MONTHLY =
      List.of(
          IntStream.range(0, 66).asDoubleStream().toArray(),
          IntStream.range(0, 66).mapToDouble(i -> i % 7 + i * i / 400.0).toArray(),
          IntStream.range(0, 66).mapToDouble(i -> (i * 37) % 66).toArray(),
          new double[66]);

  private static final List<String[]> LISTS =
      List.of(new String[0], letters("abcdefg"), letters("zcavwxy"), letters("bac"), letters("aa"));
  private static final List<boolean[]> MARKS =
      List.of(
          new boolean[0],
          new boolean[] {true, false},
          new boolean[] {
            true, true, false, true, true, true, false, true, true, false, true, false
          });
  private static final List<double[][]> CHAINS =
      List.of(
          new double[][] {},
          new double[][] {{1}},
          new double[][] {{.9, .1, 0}, {.2, .6, .2}, {0, .3, .7}},
          new double[][] {{1, 0, 0}, {.2, .6, .2}, {0, 0, 1}},
          new double[][] {{.5, .6}, {.5, .5}});

  /** As many numbers as the chains have states. */
  private static final List<double[]> OUTPUTS =
      List.of(
          Markets.NONE,
          new double[] {2},
          new double[] {1000, 2000},
          new double[] {5, 6, 4},
          new double[] {0, 3, .5});

  private static final List<String[][]> ACTS =
      List.of(
          new String[0][],
          new String[][] {letters("ab"), letters("bc"), letters("c")},
          new String[][] {
            letters("ab"),
            letters("bc"),
            {},
            letters("d"),
            letters("ae"),
            letters("f"),
            letters("b")
          });

  private static final List<byte[]> SKETCHES =
      List.of(new byte[0], new byte[8], sketch(0, 0), sketch(0, 100), sketch(50, 90_000));

  private static final List<Map<String, Double>> SHARES =
      List.of(
          Map.of(), Map.of("a", .5, "b", .3, "c", .2), Map.of("a", .4, "d", .1), Map.of("a", 2.));

  private static final List<int[][]> SETS =
      List.of(
          new int[0][],
          new int[][] {{0, 1, 2}, {2, 3}, {3, 4, 5}, {0, 5}, {}, {1, 1}},
          new int[][] {{0}, {0}, {7, 2, 1}, {3, 2}},
          new int[][] {{0}, {-1}});

  /** Coordinates of places, across the antimeridian, around a pole and two at one point. */
  private static final List<Object> PLACES =
      List.of(
          new double[] {.5, 0, -.25, .1, 90, 89.9, 89.8, 0, 0, 45},
          new double[] {179.9, -180, -179.7, 180, 0, 10, -170, 1, 1, 10});

  private static final double[] PEOPLE = {120, 40.5, 0, 300, 7, 7, 80, 1000, .1, 12};

  private static final List<Object> OUTLETS =
      List.of(
          new double[] {0, 0, -.2, 90, 89.7, .3, .3, 45, 44.9},
          new double[] {179.5, 180, -179, 100, 10, 1.2, 1.2, 10.1, 10});

  private static final List<Object> COVERAGE =
      joined(
          joined(PLACES, List.of(new double[] {0, 5, 10, 0, 30, 1, 2, 60, 0, 20}, PEOPLE)),
          joined(
              OUTLETS,
              List.of(
                  new double[] {0, 3, 10, 12, 13, 20, 25, 25.5, 40},
                  new double[] {
                    15, 3, Double.POSITIVE_INFINITY, 13, 26, 24, 26, 30, Double.MAX_VALUE
                  },
                  IntStream.range(0, 50).asDoubleStream().toArray(),
                  new double[] {12, 40, 80, 5, 12})));

  private static final List<Object> PORTFOLIOS =
      List.of(
          letters("abcadcbdeeaf"),
          letters("xyxyzzzxyxwy"),
          new double[] {1, .25, 3, 4, 1e-3, 6, .1, 7, 8, 9, 10, 1e9});

  /**
   * Arguments to begin with, for what takes so many lists that all combinations would be too many,
   * or lists that have to fit each other.
   */
  private static final Map<Class<?>, List<List<Object>>> BEGINNINGS =
      Map.of(
          CoverageOverTime.class,
          List.of(COVERAGE, joined(List.of((Object) letters("abababbaca")), COVERAGE)),
          FloatingCatchment.class,
          List.of(
              List.of(
                  new double[] {100, 200, 300},
                  new double[] {10, 6},
                  new double[][] {{.5, 2}, {1, 3.7}, {40, .95}}),
              List.of(new double[] {3}, new double[] {1}, new double[][] {{1, 2}}),
              joined(joined(List.of((Object) PEOPLE), PLACES), OUTLETS)),
          HuffAttraction.class,
          List.of(joined(PLACES, OUTLETS), joined(OUTLETS, PLACES)),
          NearestKm.class,
          List.of(
              joined(PLACES, OUTLETS),
              joined(OUTLETS, PLACES),
              joined(PLACES, List.of(Markets.NONE, Markets.NONE))),
          Neighbours.class,
          List.of(joined(PLACES, OUTLETS), joined(OUTLETS, PLACES)),
          NextPlaces.class,
          List.of(
              joined(PLACES, List.of(PEOPLE)),
              joined(OUTLETS, List.of(new double[] {4, 1, 9, 2, 2, 8, 8, .5, 3}))),
          PortfolioOverlap.class,
          List.of(PORTFOLIOS));

  private static List<Object> joined(List<Object> first, List<Object> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  static byte[] sketch(long from, long to) {
    return sketch(4096, from, to);
  }

  static byte[] sketch(int entries, long from, long to) {
    UpdateSketch sketch = UpdateSketch.builder().setNominalEntries(entries).build();
    LongStream.range(from, to).forEach(sketch::update);
    return sketch.compact().toByteArray();
  }

  private static String[] letters(String text) {
    return text.split("");
  }

  private static List<double[]> markets() {
    List<double[]> markets = Markets.random(60);
    markets.addAll(
        List.of(
            Markets.NONE,
            Markets.ALL_ZERO,
            Markets.MONOPOLY,
            Markets.KVALSETH,
            Markets.US_DOJ,
            Markets.REAT,
            Markets.WITH_A_ZERO,
            new double[] {1, -1},
            new double[] {Double.MAX_VALUE, Double.MAX_VALUE, Double.MIN_VALUE}));
    return markets;
  }

  @Test
  void results_change_only_with_the_version() {
    Map<String, String> digests = digests();
    String problems =
        Functions.versions().entrySet().stream()
            .map(
                function ->
                    problem(
                        function.getKey(),
                        new Recorded(function.getValue(), digests.get(function.getKey())),
                        RECORDED.get(function.getKey())))
            .filter(problem -> !problem.isEmpty())
            .collect(Collectors.joining("\n"));
    assertEquals("", problems);
    assertEquals(RECORDED.keySet(), Functions.versions().keySet());
  }

  @Test
  void a_changed_result_asks_for_a_new_version() {
    Recorded recorded = new Recorded(3, "abc");
    assertEquals("", problem("hhi", recorded, recorded));
    assertEquals(
        "function hhi: results changed but its version is still 3;"
            + " raise @Formula(version) and record the new digest def",
        problem("hhi", new Recorded(3, "def"), recorded));
    assertEquals(
        "function hhi: version 4 has no digest; record def",
        problem("hhi", new Recorded(4, "def"), recorded));
    assertEquals(
        "function hhi: version 1 has no digest; record def",
        problem("hhi", new Recorded(1, "def"), null));
  }

  /** What is wrong with a function as it is now, or nothing. */
  private static String problem(String function, Recorded now, Recorded recorded) {
    if (now.equals(recorded)) {
      return "";
    }
    return recorded != null && now.version() == recorded.version()
        ? ("function %s: results changed but its version is still %d;"
                + " raise @Formula(version) and record the new digest %s")
            .formatted(function, now.version(), now.digest())
        : "function %s: version %d has no digest; record %s"
            .formatted(function, now.version(), now.digest());
  }

  private static Map<String, String> digests() {
    Map<String, String> digests = new TreeMap<>();
    for (Class<?> formula : Functions.plain()) {
      StringBuilder results = new StringBuilder();
      for (Method overload : Bridge.overloads(formula).values()) {
        for (List<Object> given : BEGINNINGS.getOrDefault(formula, List.of(List.of()))) {
          if (fit(overload.getParameterTypes(), given)) {
            evaluate(overload, given, results);
          }
        }
      }
      digests.put(Functions.formula(formula).name(), sha256(results.toString()));
    }
    for (String aggregate : List.of("exact_avg", "exact_sum")) {
      StringBuilder results = new StringBuilder();
      for (double[] market : MARKETS.subList(0, 8)) {
        results.append(aggregated(aggregate, market)).append('\n');
      }
      digests.put(aggregate, sha256(results.toString()));
    }
    digests.put("ranked_shares", sha256(rankings()));
    return digests;
  }

  /** The members of each market by rank, with names that do not ascend. */
  private static String rankings() {
    StringBuilder results = new StringBuilder();
    for (double[] market : MARKETS.subList(0, 8)) {
      String members =
          IntStream.range(0, market.length)
              .mapToObj(i -> "(double('%s'), 's%d')".formatted(market[i], 7 * i % 10))
              .collect(Collectors.joining(", ", "VALUES ", " AS t(volume, name)"));
      String sql = "SELECT to_json(ranked_shares(volume, name)) FROM " + members;
      results.append(market.length == 0 ? "none" : MeasureSession.row(sql)).append('\n');
    }
    return results.toString();
  }

  private static boolean fit(Class<?>[] types, List<Object> given) {
    return given.size() <= types.length
        && IntStream.range(0, given.size()).allMatch(i -> types[i].isInstance(given.get(i)));
  }

  /** Calls the method with every combination of arguments that begins with those given. */
  private static void evaluate(Method method, List<Object> given, StringBuilder results) {
    if (given.size() < method.getParameterCount()) {
      for (Object next : corpus(method, method.getParameterTypes()[given.size()])) {
        List<Object> more = new ArrayList<>(given);
        more.add(next);
        evaluate(method, more, results);
      }
      return;
    }
    try {
      results.append(text(method.invoke(null, given.toArray())));
    } catch (InvocationTargetException e) {
      results.append(e.getCause().getClass());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    results.append('\n');
  }

  private static List<?> corpus(Method method, Class<?> type) {
    if (type == double[].class) {
      if (method.getDeclaringClass() == YearlyMedianTrend.class) {
        return MONTHLY;
      }
      if (method.getParameterTypes()[0] == double[][].class) {
        return OUTPUTS;
      }
      long lists = Arrays.stream(method.getParameterTypes()).filter(type::equals).count();
      return lists > 1 ? ALIKE : MARKETS;
    }
    if (type == double.class) {
      return NUMBERS;
    }
    if (type == boolean.class) {
      return List.of(false, true);
    }
    if (type == int.class) {
      return COUNTS;
    }
    if (type == long.class) {
      return List.of(1L, 7L);
    }
    if (type == String[].class) {
      return LISTS;
    }
    if (type == String[][].class) {
      return ACTS;
    }
    if (type == byte[].class) {
      return SKETCHES;
    }
    if (type == boolean[].class) {
      return MARKS;
    }
    if (type == double[][].class) {
      return CHAINS;
    }
    if (type == int[][].class) {
      return SETS;
    }
    if (type == Map.class) {
      return SHARES;
    }
    throw new AssertionError("No corpus for " + type);
  }

  /** The result to the last bit, also of what is in arrays. */
  private static String text(Object result)
      throws IllegalAccessException, InvocationTargetException {
    if (result instanceof Object[] elements) {
      return Arrays.deepToString(elements);
    }
    if (result instanceof double[] numbers) {
      return Arrays.toString(numbers);
    }
    if (result instanceof PortfolioOverlap.Pairs pairs) {
      return Arrays.toString(pairs.array());
    }
    if (result instanceof Concentration.Indices indices) {
      return ConcentrationTest.fields(indices).toString();
    }
    if (result instanceof Record && hasArray(result.getClass())) {
      List<String> parts = new ArrayList<>();
      for (RecordComponent component : result.getClass().getRecordComponents()) {
        parts.add(text(component.getAccessor().invoke(result)));
      }
      return String.join(" ", parts);
    }
    return String.valueOf(result);
  }

  private static boolean hasArray(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).anyMatch(part -> part.getType().isArray());
  }

  private static Object aggregated(String aggregate, double[] values) {
    return MeasureSession.spark()
        .createDataset(Arrays.stream(values).boxed().toList(), Encoders.DOUBLE())
        .selectExpr(aggregate + "(value)")
        .head()
        .get(0);
  }

  private static String sha256(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
