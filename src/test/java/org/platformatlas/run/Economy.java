package org.platformatlas.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.platformatlas.TestSession;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Problems;
import org.platformatlas.job.TableName;
import org.platformatlas.measure.Functions;
import org.platformatlas.source.Landing;

/**
 * Four tables in a folder of their own: visits as published, visits, who owns a site when, and what
 * each owner holds. Files land, facts and queries are edited, and runs follow.
 */
final class Economy {
  static final TableName RAW = TableName.parse("raw.visits");
  static final TableName VISIT = TableName.parse("clean.visit");
  static final TableName OWNER = TableName.parse("clean.owner");
  static final TableName HELD = TableName.parse("metrics.held");
  static final TableName GROWTH = TableName.parse("metrics.growth");

  final Path root;
  final Map<String, Integer> functionVersions = new HashMap<>(Functions.versions());

  private Economy(Path root) {
    this.root = root;
  }

  /** The economy that lies in a folder. */
  static Economy at(Path root) {
    return new Economy(root);
  }

  /** A new economy in an empty folder: jobs, and nothing landed yet. */
  static Economy in(Path root) {
    Economy economy = new Economy(root);
    economy.writeJobs();
    return economy;
  }

  private void writeJobs() {
    write(
        "jobs/raw/visits/source.yml",
        """
        publisher: a test
        licence: none
        about: visits by site
        not: real
        path: visits/*.csv
        format: csv
        must: [month, site, visits]
        period: try_cast(concat(month, '-01') AS DATE)
        """);
    write(
        "jobs/raw/visits/contract.yml",
        """
        row: one site in one month
        cadence: month
        columns:
          month: {type: string, meaning: month}
          site: {type: string, meaning: site}
          visits: {type: string, unit: visits, meaning: size}
        rules:
          quarantine:
            visits_are_a_number: coalesce(try_cast(visits AS DOUBLE) >= 0, false)
        """);
    write(
        "jobs/clean/visit/contract.yml",
        """
        row: one site in one month
        cadence: month
        grain: [period, site]
        columns:
          period: {type: date, meaning: month}
          site: {type: string, meaning: site}
          visits: {type: double, unit: visits, meaning: size}
        rules:
          fail:
            visits_stay_below_a_million: visits < 1000000
        """);
    write(
        "jobs/clean/visit/query.sql",
        "SELECT period, site, CAST(visits AS DOUBLE) AS visits FROM raw.visits WHERE latest");
    write(
        "jobs/clean/owner/contract.yml",
        """
        row: who owns a site from one day to another
        validity: [valid_from, valid_to]
        grain: [site, valid_from]
        columns:
          site: {type: string, meaning: site}
          owner: {type: string, meaning: owner}
          valid_from: {type: date, meaning: first day}
          valid_to: {type: date, meaning: first day no more}
        """);
    write(
        "jobs/clean/owner/query.sql",
        """
        SELECT site, owner, CAST(valid_from AS DATE) AS valid_from, CAST(valid_to AS DATE) AS valid_to
        FROM fact.owner
        """);
    write(
        "jobs/clean/owner/owner.csv",
        """
        site,owner,valid_from,valid_to
        a,Alpha,2020-01-01,
        b,Beta,2020-01-01,
        """);
    write(
        "jobs/metrics/held/contract.yml",
        """
        row: one owner in one month
        cadence: month
        grain: [period, owner]
        reads:
          clean.owner: valid
        columns:
          period: {type: date, meaning: month}
          owner: {type: string, meaning: owner}
          visits: {type: double, unit: visits, meaning: size}
          concentration: {type: double, meaning: hhi of its sites}
        """);
    write(
        "jobs/metrics/held/query.sql",
        """
        SELECT visit.period, owner.owner, exact_sum(visits) AS visits,
          hhi(collect_list(visits)) AS concentration
        FROM clean.visit AS visit
        JOIN clean.owner AS owner
          ON visit.site = owner.site
          AND owner.valid_from <= last_day(visit.period)
          AND (owner.valid_to IS NULL OR owner.valid_to > last_day(visit.period))
        GROUP BY ALL
        """);
    write(
        "jobs/metrics/growth/contract.yml",
        """
        row: one site in one month
        cadence: month
        grain: [period, site]
        reads:
          clean.visit: [same, previous 1]
        columns:
          period: {type: date, meaning: month}
          site: {type: string, meaning: site}
          growth: {type: double, unit: visits, meaning: visits more than the month before}
        """);
    write(
        "jobs/metrics/growth/query.sql",
        """
        SELECT now.period, now.site, now.visits - before.visits AS growth
        FROM clean.visit AS now
        LEFT JOIN clean.visit AS before
          ON before.site = now.site AND before.period = add_months(now.period, -1)
        """);
  }

  /** Lands a file of one month: {@code "a,10"} a line. */
  void land(String month, String... lines) {
    StringBuilder text = new StringBuilder("month,site,visits\n");
    for (String line : lines) {
      text.append(month).append(',').append(line).append('\n');
    }
    write("landing/visits/" + month + ".csv", text.toString());
  }

  void write(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
      // File systems keep time in steps; a second content within one step must still be seen.
      Files.setLastModifiedTime(
          file,
          java.nio.file.attribute.FileTime.fromMillis(System.currentTimeMillis() + touches++));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long touches = 0;

  void edit(String path, String from, String to) {
    try {
      String text = Files.readString(root.resolve(path));
      if (!text.contains(from)) {
        throw new AssertionError("No '" + from + "' in " + path);
      }
      write(path, text.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Warehouse warehouse() {
    return new Warehouse(TestSession.spark(), root.resolve("warehouse").toString());
  }

  private Runner runner() {
    Problems problems = new Problems();
    Jobs jobs = Jobs.load(root.resolve("jobs"), problems);
    problems.throwIfAny();
    write("landing/visits/.keep", "");
    Landing landing =
        new Landing(
            TestSession.spark().sparkContext().hadoopConfiguration(),
            root.resolve("landing").toString());
    return new Runner(
        TestSession.spark(),
        jobs,
        warehouse(),
        landing,
        functionVersions,
        new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  Runner.Result run() {
    return runner().run(request(null, null));
  }

  Runner.Result run(String from, String to) {
    return runner().run(request(from, to));
  }

  private static Runner.Request request(String from, String to) {
    return new Runner.Request(
        List.of(),
        Optional.ofNullable(from).map(LocalDate::parse),
        Optional.ofNullable(to).map(LocalDate::parse),
        "test");
  }

  /** The stale periods that a plan names, by table, months as {@code 2020-01}. */
  Map<String, String> plan() {
    Map<String, String> plan = new TreeMap<>();
    for (Runner.Plan table : runner().plan(request(null, null))) {
      if (!table.stale().isEmpty()) {
        plan.put(
            table.table().toString(),
            table.stale().stream()
                .map(s -> s.period() == null ? "whole" : s.period().toString().substring(0, 7))
                .collect(Collectors.joining(" ")));
      }
    }
    return plan;
  }

  /** The reasons that a plan gives, by table. */
  Map<String, String> reasons() {
    Map<String, String> reasons = new TreeMap<>();
    for (Runner.Plan table : runner().plan(request(null, null))) {
      table.stale().forEach(s -> reasons.put(table.table().toString(), s.reason()));
    }
    return reasons;
  }

  /** Every data table's newest version. */
  Map<TableName, Long> versions() {
    Map<TableName, Long> versions = new TreeMap<>();
    for (TableName table : List.of(RAW, VISIT, OWNER, HELD, GROWTH)) {
      versions.put(table, warehouse().latestVersion(table));
    }
    return versions;
  }

  /** The months whose rows are in files that the newest commit of a table added. */
  String monthsWritten(TableName table) {
    Warehouse warehouse = warehouse();
    long version = warehouse.latestVersion(table);
    List<Row> changed =
        warehouse
            .read(table, version)
            .exceptAll(warehouse.read(table, version - 1))
            .unionByName(
                warehouse.read(table, version - 1).exceptAll(warehouse.read(table, version)))
            .selectExpr("date_format(period, 'yyyy-MM') AS month")
            .distinct()
            .orderBy("month")
            .collectAsList();
    return changed.stream().map(row -> row.getString(0)).collect(Collectors.joining(" "));
  }

  /** The condition under which the newest commit of a table replaced rows, or nothing. */
  String replaced(TableName table) {
    try {
      String log =
          "%s/_delta_log/%020d.json"
              .formatted(table.toString().replace('.', '/'), warehouse().latestVersion(table));
      String commit = Files.readString(root.resolve("warehouse").resolve(log));
      var matcher = java.util.regex.Pattern.compile("\"predicate\":\"([^\"]*)\"").matcher(commit);
      if (matcher.find()) {
        return matcher.group(1);
      }
      return commit.contains("\"mode\":\"Append\"") ? "nothing" : "everything";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Rows as text, in order. */
  List<String> rows(String sql) {
    return new Shell(TestSession.spark().newSession(), warehouse())
        .execute(sql).collectAsList().stream().map(row -> row.mkString("|")).sorted().toList();
  }
}
