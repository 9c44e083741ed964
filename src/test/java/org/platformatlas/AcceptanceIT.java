package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.sample.Sample;

/** What goes wrong for users: rules, contracts, sources, two runs at once, and hostile values. */
class AcceptanceIT {
  private static final String MASTER = "local[2]";
  private static final String HOSTILE =
      "'; DROP TABLE clean.traffic; --\n\t../../etc/passwd \"quoted\" `ticks` \\ $"
          + "{x} %s"
          + " <script>alert('1')</script>\r\n\u001b[31m\u202e ünïcödé 網站 "
          + "x".repeat(10_000);

  private static final int LEVELS = 3;

  @TempDir static Path root;
  private static Path warehouse;
  private static AtlasProcess first;
  private static AtlasProcess second;

  @BeforeAll
  static void twoRunsAtOnce() throws Exception {
    Path landing = Files.createDirectories(root.resolve("landing"));
    Sample.of(12).write(landing);
    Path odd = Files.createDirectories(landing.resolve("traffic/whotracksme/2018-02/de"));
    Files.writeString(
        odd.resolve("sites.csv"),
        "month,country,site,popularity\n2018-02,de,\"%s\",1\n2018-02,de,minus,-0.5\n2018-02,de,b,0.25\n"
            .formatted(HOSTILE.replace("\"", "\"\"")));
    Folders.copy(Path.of("jobs"), root.resolve("jobs"));
    warehouse = root.resolve("warehouse");
    String[] tables = {"--tables", "metrics.platform_share,metrics.leader"};
    first = start("run", warehouse, root.resolve("jobs"), tables);
    while (!Files.exists(warehouse.resolve("_lock"))) {
      assertTrue(first.isAlive(), first.output());
      Thread.sleep(50);
    }
    second = start("run", warehouse, root.resolve("jobs"), tables);
    assertEquals(5, second.exitCode(), second.output());
    assertEquals(0, first.exitCode(), first.output());
  }

  private static AtlasProcess start(String verb, Path warehouse, Path jobs, String... more)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                verb,
                "--landing",
                root.resolve("landing").toString(),
                "--warehouse",
                warehouse.toString(),
                "--set",
                "jobs=" + jobs));
    arguments.addAll(List.of(more));
    return AtlasProcess.start(MASTER, arguments.toArray(String[]::new));
  }

  /** A copy of the jobs with one file changed. */
  private static Path jobsWith(String name, String file, String from, String to) throws Exception {
    Path jobs = root.resolve(name);
    Folders.copy(Path.of("jobs"), jobs);
    edit(jobs.resolve(file), from, to);
    return jobs;
  }

  private static void edit(Path file, String from, String to) throws Exception {
    String text = Files.readString(file);
    assertTrue(text.contains(from), file + " has no " + from);
    Files.writeString(file, text.replace(from, to));
  }

  private static List<Row> rows(String table, String where) {
    return TestSession.spark()
        .read()
        .format("delta")
        .load(warehouse.resolve(table).toString())
        .where(where)
        .collectAsList();
  }

  @Test
  void aSecondRunAtTheSameTimeNamesTheFirst() throws Exception {
    var run = Pattern.compile("run ([0-9TZ]+-[0-9a-f]{8}): done").matcher(first.output());
    assertTrue(run.find(), first.output());
    assertTrue(
        second.output().contains("atlas: Run " + run.group(1) + " holds the warehouse"),
        second.output());
  }

  @Test
  void aNegativeVolumeIsInQuarantineWithItsText() {
    List<Row> rows = rows("ops/quarantine", "record LIKE '%minus%'");
    assertEquals(1, rows.size());
    assertEquals("raw.whotracksme_sites", rows.get(0).getAs("table"));
    assertEquals(List.of("popularity_is_a_finite_number_of_at_least_0"), rows.get(0).getList(3));
    assertTrue(rows.get(0).<String>getAs("record").contains("\"popularity\":\"-0.5\""));
    assertEquals(0, rows("clean/traffic", "site = 'minus'").size());
    assertEquals(1, rows("clean/traffic", "site = 'b'").size());
  }

  @Test
  void aHostileNameGoesThroughUnharmed() throws Exception {
    String sameMonth = "period = DATE'2018-02-01' AND length(%s) > 10000";
    Map<String, String> names = new TreeMap<>();
    names.put("raw/whotracksme_sites", "site");
    names.put("clean/traffic", "site");
    names.put("clean/platform_traffic", "platform");
    names.put("metrics/platform_share", "platform");
    names.put("metrics/leader", "leader");
    for (Map.Entry<String, String> table : names.entrySet()) {
      String name = table.getValue();
      List<Row> rows = rows(table.getKey(), sameMonth.formatted(name));
      assertEquals(name.equals("site") ? 1 : LEVELS, rows.size(), table.getKey());
      rows.forEach(row -> assertEquals(HOSTILE, row.getAs(name), table.getKey()));
    }
    AtlasProcess sql =
        start(
            "sql",
            warehouse,
            root.resolve("jobs"),
            "--format",
            "csv",
            "SELECT platform, rank FROM metrics.platform_share WHERE "
                + sameMonth.formatted("platform"));
    assertEquals(0, sql.exitCode(), sql.output());
    assertTrue(sql.output().contains("\"" + HOSTILE.replace("\"", "\"\"") + "\",1"), sql.output());
    // Nothing of its name has become a path.
    try (var paths = Files.walk(root)) {
      assertEquals(
          List.of(),
          paths.map(Path::toString).filter(p -> p.contains("etc") || p.contains("DROP")).toList());
    }
  }

  @Test
  void aBrokenFailRuleKeepsTheTableAndSaysWhichHowManyAndThree() throws Exception {
    Path jobs =
        jobsWith(
            "broken_rule",
            "metrics/platform_share/contract.yml",
            "  fail:\n",
            "  fail:\n    ranks_stop_at_ten: rank <= 10\n");
    Path log = warehouse.resolve("metrics/platform_share/_delta_log");
    long commits = commits(log);
    AtlasProcess run = start("run", warehouse, jobs, "--tables", "metrics.platform_share");
    assertEquals(4, run.exitCode(), run.output());
    long broken = rows("metrics/platform_share", "rank > 10").size();
    List<String> said =
        run.output()
            .lines()
            .dropWhile(l -> !l.contains("rule 'ranks_stop_at_ten' (rank <= 10) is broken"))
            .limit(4)
            .toList();
    assertTrue(said.get(0).endsWith("is broken by " + broken + " rows, such as"), run.output());
    assertTrue(said.subList(1, 4).stream().allMatch(l -> l.contains("\"rank\":")), run.output());
    assertEquals(commits, commits(log));
    assertTrue(!run.output().contains("\tat "), run.output());
  }

  private static long commits(Path log) throws Exception {
    try (var files = Files.list(log)) {
      return files.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  @Test
  void tenBrokenContractsGiveTenMessagesAtOnce() throws Exception {
    Path jobs = root.resolve("broken_contracts");
    for (int i = 0; i < 10; i++) {
      Path folder = Files.createDirectories(jobs.resolve("clean/table_" + i));
      Files.writeString(folder.resolve("query.sql"), "SELECT 'a' AS site, 1D AS volume");
      Files.writeString(
          folder.resolve("contract.yml"),
          """
          row: a site
          grain: [site]
          columns:
            site: {type: string, meaning: site}
            volume: {type: double, unit: visits, meaning: size}
          rules:
            fail: {volume_is_positive: volume > 0}
          """);
    }
    String[][] faults = {
      {"row: a site", "rows: a site"},
      {"[site]", "[host]"},
      {"type: double", "type: number"},
      {"fail:", "failing:"},
      {"volume > 0", "volume >"},
      {"volume > 0", "vol > 0"},
      {"volume > 0", "sum(volume) > 0"},
      {"{volume_is_positive: volume > 0}", "{whole: {by: [site], holds: sum(volume) = 1}}"},
      {"volume > 0", "volume > rand()"},
      {"volume:", "visits:"},
    };
    for (int i = 0; i < 10; i++) {
      edit(jobs.resolve("clean/table_" + i + "/contract.yml"), faults[i][0], faults[i][1]);
    }
    AtlasProcess validate = start("validate", warehouse, jobs);
    assertEquals(2, validate.exitCode(), validate.output());
    for (int i = 0; i < 10; i++) {
      assertTrue(validate.output().contains("clean/table_" + i), validate.output());
    }
    assertTrue(!validate.output().contains("\tat "), validate.output());
  }

  @Test
  void aMissingRequiredSourceIsSaid() throws Exception {
    Path jobs =
        jobsWith(
            "required",
            "raw/caniuse_usage/source.yml",
            "traffic/caniuse-region-usage/",
            "not/landed/");
    edit(
        jobs.resolve("raw/caniuse_usage/source.yml"),
        "format: json",
        "required: true\nformat: json");
    Path elsewhere = root.resolve("elsewhere");
    AtlasProcess run = start("run", elsewhere, jobs, "--tables", "metrics.market_concentration");
    assertEquals(3, run.exitCode(), run.output());
    assertTrue(
        run.output()
            .contains(
                "raw.caniuse_usage: required, but no file matches not/landed/*.{jsonl,jsonl.gz}"),
        run.output());
    // What can be computed without it is.
    assertTrue(Files.exists(elsewhere.resolve("metrics/market_concentration/_delta_log")));
  }
}
