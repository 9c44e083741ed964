package org.platformatlas.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.job.Problems;
import org.platformatlas.job.Yaml;

/** Asks a session for every check value, one query a source, on its executors. */
public final class CheckValues {
  private static final Pattern CALL = Pattern.compile("[a-z_0-9]+(?=\\()");

  /** The values of each source. */
  private final List<List<CheckValue>> sources;

  private CheckValues(List<List<CheckValue>> sources) {
    this.sources = sources;
  }

  /** The published values of all functions. */
  public static CheckValues published() throws IOException {
    try (InputStream text = CheckValues.class.getResourceAsStream("values.yml")) {
      return parse(new String(text.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static CheckValues parse(String text) {
    Problems problems = new Problems();
    Yaml file = Yaml.parse("values.yml", text, problems);
    List<List<CheckValue>> sources = new ArrayList<>();
    for (String source : file.keys()) {
      Yaml entry = file.node(source);
      List<CheckValue> values = new ArrayList<>();
      String given = entry.text("given");
      entry
          .textMap("exact")
          .forEach((call, value) -> values.add(CheckValue.exact(source, given, call, value)));
      entry
          .textMap("printed")
          .forEach((call, value) -> values.add(CheckValue.printed(source, given, call, value)));
      entry.finish();
      sources.add(values);
    }
    problems.throwIfAny();
    return new CheckValues(sources);
  }

  /** Compares each value with what the session gives, which knows the functions of these names. */
  public List<Checked> compare(SparkSession spark, Set<String> functions) {
    // Without these rules the driver would work out what is constant, and no executor a formula.
    SparkSession session = spark.newSession();
    String rules = "org.apache.spark.sql.catalyst.optimizer.";
    session
        .conf()
        .set(
            "spark.sql.optimizer.excludedRules",
            rules + "ConstantFolding," + rules + "ConvertToLocalRelation");
    List<Checked> checked = new ArrayList<>();
    sources.forEach(checks -> checked.addAll(compare(session, checks, functions)));
    return checked;
  }

  private static List<Checked> compare(
      SparkSession session, List<CheckValue> checks, Set<String> functions) {
    List<Checked> checked = new ArrayList<>();
    try {
      Row row = session.sql(query(checks)).head();
      for (int i = 0; i < checks.size(); i++) {
        Double got = row.isNullAt(i) ? null : (Double) row.getDouble(i);
        checked.add(Checked.of(function(checks.get(i), functions), checks.get(i), got));
      }
    } catch (Exception e) {
      String complaint = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      checks.forEach(
          check -> checked.add(Checked.failed(function(check, functions), check, complaint)));
    }
    return checked;
  }

  private static String query(List<CheckValue> checks) {
    return checks.stream()
        .map(check -> "CAST(" + check.call() + " AS DOUBLE)")
        .collect(
            Collectors.joining(
                ", ", "SELECT ", " FROM (SELECT " + checks.get(0).given() + " FROM range(1))"));
  }

  /** The first function that the call names, of those that are known. */
  private static String function(CheckValue check, Set<String> functions) {
    return CALL.matcher(check.call())
        .results()
        .map(MatchResult::group)
        .filter(functions::contains)
        .findFirst()
        .orElse("-");
  }
}
