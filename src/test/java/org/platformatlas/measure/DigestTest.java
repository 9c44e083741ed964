package org.platformatlas.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
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
          Map.entry("concentration_ratio", new Recorded(1, "82cb0ee169b7962b")),
          Map.entry("exact_avg", new Recorded(1, "78d957dfca3e9e0f")),
          Map.entry("exact_sum", new Recorded(1, "1e2ce798dda4376a")),
          Map.entry("gini", new Recorded(1, "e45f863437335efb")),
          Map.entry("gini_normalised", new Recorded(1, "ad40c8399f98d02a")),
          Map.entry("hhi", new Recorded(1, "6e03a44c7a6300f5")),
          Map.entry("hhi_bounds", new Recorded(1, "be66af7b424d0114")),
          Map.entry("hhi_normalised", new Recorded(1, "1aeb5b9056156c47")),
          Map.entry("hill_number", new Recorded(1, "350a807e3b14de3d")),
          Map.entry("shannon_entropy", new Recorded(1, "d5693a3c41fd3f85")));

  private static final List<double[]> MARKETS = markets();
  private static final List<Double> NUMBERS =
      List.of(0.0, .5, .95, 1.0, 2.0, 3.7, 40.0, 100.0, 1e12, Double.POSITIVE_INFINITY);
  private static final List<Integer> COUNTS = List.of(0, 1, 2, 4, 50, 1000);

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
    for (Class<?> formula : Functions.scalars()) {
      StringBuilder results = new StringBuilder();
      for (Method overload : Bridge.overloads(formula).values()) {
        evaluate(overload, List.of(), results);
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
    return digests;
  }

  /** Calls the method with every combination of arguments that begins with those given. */
  private static void evaluate(Method method, List<Object> given, StringBuilder results) {
    if (given.size() < method.getParameterCount()) {
      for (Object next : corpus(method.getParameterTypes()[given.size()])) {
        List<Object> more = new ArrayList<>(given);
        more.add(next);
        evaluate(method, more, results);
      }
      return;
    }
    try {
      results.append(method.invoke(null, given.toArray()));
    } catch (InvocationTargetException e) {
      results.append(e.getCause().getClass());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    results.append('\n');
  }

  private static List<?> corpus(Class<?> type) {
    if (type == double[].class) {
      return MARKETS;
    }
    if (type == double.class) {
      return NUMBERS;
    }
    if (type == int.class) {
      return COUNTS;
    }
    throw new AssertionError("No corpus for " + type);
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
