package org.platformatlas.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.platformatlas.TestSession;
import org.platformatlas.run.Cases;

/** Runs the worked examples of every table's folder ({@code cases/*.yml}). */
class CasesTest {
  private static final Path JOBS = Path.of("jobs");

  /** Whether what each of Spark's own rules makes of a plan is looked at. */
  private static final String PLANS_ARE_CHECKED = "spark.sql.lightweightPlanChangeValidation";

  @TestFactory
  Stream<DynamicTest> everyCaseGivesItsRows() throws IOException {
    Problems problems = new Problems();
    Jobs jobs = Jobs.load(JOBS, problems);
    problems.throwIfAny();
    List<DynamicTest> tests = new ArrayList<>();
    for (Job job : jobs.all()) {
      for (Path path : casesOf(job)) {
        String name = job.name() + ": " + path.getFileName().toString().replace(".yml", "");
        tests.add(
            DynamicTest.dynamicTest(
                name,
                () -> TestSession.with(PLANS_ARE_CHECKED, "true", () -> check(jobs, job, path))));
      }
    }
    return tests.stream();
  }

  @Test
  void everyComputedTableHasACase() throws IOException {
    Set<TableName> without = new TreeSet<>();
    for (Job job : Jobs.load(JOBS, new Problems()).all()) {
      if (job.query().isPresent() && casesOf(job).isEmpty()) {
        without.add(job.name());
      }
    }
    assertEquals(Set.of(), without);
  }

  /** Without one nothing would show that what is built part by part may be. */
  @Test
  void everyTableBuiltByPartHasACaseOfSeveralParts() throws IOException {
    Problems problems = new Problems();
    Jobs jobs = Jobs.load(JOBS, problems);
    problems.throwIfAny();
    Set<TableName> without = new TreeSet<>();
    for (Job job : jobs.all()) {
      Set<TableName> inputs = jobs.sharingParts(job);
      if (inputs.isEmpty()) {
        continue;
      }
      boolean found = false;
      for (Path path : casesOf(job)) {
        Yaml yaml = Yaml.parse(path.toString(), Files.readString(path), problems);
        found |= parts(inputs, job.contract().part(), given(yaml)).size() > 1;
      }
      if (!found) {
        without.add(job.name());
      }
    }
    assertEquals(Set.of(), without);
  }

  private static Map<TableName, List<Map<String, String>>> given(Yaml yaml) {
    Map<TableName, List<Map<String, String>>> given = new LinkedHashMap<>();
    Yaml inputs = yaml.node("given");
    for (String input : inputs.keys()) {
      given.put(TableName.parse(input), inputs.rows(input));
    }
    return given;
  }

  private static List<Path> casesOf(Job job) throws IOException {
    Path folder = job.folder().resolve("cases");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(p -> p.toString().endsWith(".yml")).sorted().toList();
    }
  }

  private static void check(Jobs jobs, Job job, Path path) throws IOException {
    Problems problems = new Problems();
    Yaml yaml = Yaml.parse(path.toString(), Files.readString(path), problems);
    Map<TableName, List<Map<String, String>>> given = given(yaml);
    Map<String, String> parameters = yaml.textMap("parameters");
    List<Map<String, String>> expected = yaml.rows("expect");
    yaml.finish();
    problems.throwIfAny();
    Set<String> columns = new LinkedHashSet<>();
    expected.forEach(row -> columns.addAll(row.keySet()));
    assertTrue(!columns.isEmpty(), path + ": expects nothing");
    checkRows(jobs, job, parameters, given, columns, expected, path.toString());
    // A table in parts gives the rows of one when its inputs hold no other.
    String part = job.contract().part();
    Set<String> parts = parts(jobs.sharingParts(job), part, given);
    for (String one : parts.size() > 1 ? parts : Set.<String>of()) {
      assertTrue(columns.contains(part), path + ": says nothing of " + part);
      Map<TableName, List<Map<String, String>>> ofOne = new LinkedHashMap<>(given);
      for (TableName input : jobs.sharingParts(job)) {
        ofOne.computeIfPresent(input, (name, rows) -> of(rows, part, one));
      }
      checkRows(jobs, job, parameters, ofOne, columns, of(expected, part, one), path + ": " + one);
    }
  }

  private static Set<String> parts(
      Set<TableName> inputs, String part, Map<TableName, List<Map<String, String>>> given) {
    Set<String> parts = new TreeSet<>();
    inputs.forEach(
        input -> given.getOrDefault(input, List.of()).forEach(row -> parts.add(row.get(part))));
    return parts;
  }

  private static List<Map<String, String>> of(
      List<Map<String, String>> rows, String part, String one) {
    return rows.stream().filter(row -> one.equals(row.get(part))).toList();
  }

  private static void checkRows(
      Jobs jobs,
      Job job,
      Map<String, String> parameters,
      Map<TableName, List<Map<String, String>>> given,
      Set<String> columns,
      List<Map<String, String>> expected,
      String message) {
    SparkSession spark = TestSession.spark();
    assertEquals(
        Cases.asFewRows(spark, () -> texts(Cases.rows(spark, job, columns, expected))),
        Cases.asFewRows(
            spark,
            () ->
                texts(
                    Cases.run(spark, jobs, job, parameters, given)
                        .selectExpr(columns.toArray(String[]::new)))),
        message);
  }

  /** Rows as lines, in order, so that a difference reads as one. */
  private static String texts(Dataset<Row> rows) {
    List<String> lines = new ArrayList<>(rows.toJSON().collectAsList());
    lines.sort(null);
    return String.join("\n", lines);
  }
}
