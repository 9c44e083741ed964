package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.platformatlas.run.Shell;
import org.platformatlas.run.Warehouse;

/**
 * The main job on real published files, with one month of one region delivered late. The expected
 * values were published by the sources or recomputed from the files by other means.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealDataIT {
  private static final Path ROOT = Path.of("target/real");
  private static final Path LANDING = ROOT.resolve("landing");
  private static final Path WAREHOUSE = ROOT.resolve("warehouse");
  private static final String SOME_TABLES =
      "metrics.market_concentration,metrics.platform_share,metrics.leader";
  private static final List<String> TOUCHED =
      List.of(
          "raw.whotracksme_sites",
          "clean.traffic",
          "clean.platform_traffic",
          "metrics.leader",
          "metrics.market_concentration",
          "metrics.platform_share");
  private static final List<String> INDUSTRY =
      List.of(
          "census-concentration",
          "crunchbase-2013-investments",
          "crunchbase-categories",
          "naics",
          "sp500",
          "tech-giants-acquisitions",
          "us-io",
          "world");
  private static final String LATE = "traffic/whotracksme/2018-06/us/sites.csv.gz";

  @BeforeAll
  static void allButOneFileIsBroughtIn() throws Exception {
    Path data = RealData.folder();
    if (Files.exists(ROOT)) {
      Folders.delete(ROOT);
    }
    Folders.copy(data.resolve("traffic"), LANDING.resolve("traffic"));
    for (String folder : INDUSTRY) {
      Folders.copy(data.resolve("industry").resolve(folder), LANDING.resolve("industry/" + folder));
    }
    LANDING.resolve(LATE).toFile().setWritable(true);
    Files.delete(LANDING.resolve(LATE));
    run(SOME_TABLES.split(","));
  }

  @Test
  @Order(1)
  void aLateFileRewritesJustThePeriodsThatDependOnIt() throws Exception {
    Map<String, Long> before = versions();
    Files.copy(
        RealData.folder().resolve(LATE),
        LANDING.resolve(LATE),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    assertEquals(
        List.of(
            "clean.platform_traffic,2018-06-01",
            "clean.traffic,2018-06-01",
            "metrics.leader,2018-06-01",
            "metrics.leader,2018-07-01",
            "metrics.market_concentration,2018-06-01",
            "metrics.platform_share,2018-06-01",
            "metrics.platform_share,2018-07-01",
            "raw.whotracksme_sites,2018-06-01"),
        plan(arguments("plan", "--format", "csv", "--tables", SOME_TABLES)));
    assertEquals(before, versions());

    run(SOME_TABLES.split(","));
    Map<String, Long> after = versions();
    before.forEach(
        (table, version) ->
            assertEquals(TOUCHED.contains(table) ? version + 1 : version, after.get(table), table));
    assertEquals("", predicate("raw.whotracksme_sites"));
    assertEquals("period = DATE'2018-06-01'", predicate("clean.traffic"));
    assertEquals("period = DATE'2018-06-01'", predicate("clean.platform_traffic"));
    assertEquals("period = DATE'2018-06-01'", predicate("metrics.market_concentration"));
    for (String table : List.of("metrics.leader", "metrics.platform_share")) {
      assertEquals(
          "period >= DATE'2018-06-01' AND period <= DATE'2018-07-01'", predicate(table), table);
    }
  }

  @Test
  @Order(2)
  void runningAgainWritesNothingButOneRunRow() throws Exception {
    run();
    Map<String, Long> before = versions();
    long runs = (long) value("SELECT count(*) FROM ops.run");
    Here.run(Path.of("jobs"), LANDING, WAREHOUSE);
    assertEquals(before, versions());
    assertEquals(runs + 1, value("SELECT count(*) FROM ops.run"));
    assertEquals("nothing to do", value("SELECT max_by(message, started) FROM ops.run"));
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource({
    // WhoTracks.me, all listed sites, duplicates removed.
    "whotracksme_sites, 2017-05-01, 001, key, listed_count, 600",
    "whotracksme_sites, 2017-05-01, 001, key, hhi_listed, .028915",
    "whotracksme_sites, 2017-05-01, 001, key, cr4_listed, .2957",
    "whotracksme_sites, 2018-04-01, 001, group, site_count, 1330",
    "whotracksme_sites, 2019-02-01, 001, key, listed_count, 3499",
    "whotracksme_sites, 2019-02-01, 001, key, hhi_listed, .034669",
    "whotracksme_sites, 2019-02-01, 001, key, cr1_listed, .1611",
    "whotracksme_sites, 2019-02-01, 001, key, cr10_listed, .3642",
    "whotracksme_sites, 2019-02-01, US, key, hhi_listed, .043879",
    "whotracksme_sites, 2019-02-01, DE, key, hhi_listed, .025073",
    "whotracksme_sites, 2018-05-01, DE, key, listed_count, 1031",
    // Can I use, keys renormalised by their sum.
    "caniuse, 2014-06-01, 001, key, hhi_listed, .21018",
    "caniuse, 2019-06-01, 001, key, hhi_listed, .23784",
    "caniuse, 2024-12-01, 001, key, hhi_listed, .30262",
    "caniuse, 2019-06-01, US, key, hhi_listed, .28886",
    "caniuse, 2014-06-01, CN, key, hhi_listed, .35891",
    "caniuse, 2024-12-01, CN, key, hhi_listed, .21212",
    // By vendor, and with what is not listed of the stated total; the lower bound of the world,
    // .284446, is quoted as .2845, which rounds it twice.
    "caniuse, 2014-06-01, 001, group, hhi_listed, .326183",
    "caniuse, 2014-06-01, 001, group, hhi_lower, .2844",
    "caniuse, 2014-06-01, 001, group, hhi_upper, .2888",
    "caniuse, 2024-12-01, 001, group, hhi_listed, .524767",
    "caniuse, 2014-06-01, CN, group, hhi_listed, .424771",
    "caniuse, 2014-06-01, CN, group, hhi_lower, .3207",
    "caniuse, 2014-06-01, CN, group, hhi_upper, .3379",
    "caniuse, 2014-06-01, CN, group, coverage, .869",
    "caniuse, 2014-06-01, CN, group, mapped_share, 1.0",
  })
  void theIndicesAreThoseKnown(
      String source, String period, String area, String level, String column, String expected) {
    assertDigits(
        expected,
        "SELECT %s FROM metrics.market_concentration WHERE source = '%s' AND period = DATE'%s' AND area = '%s' AND level = '%s' AND basis = 'as_listed'"
            .formatted(column, source, period, area, level));
  }

  @TestFactory
  @Order(3)
  Stream<DynamicTest> theFiguresAreThoseKnown() throws IOException {
    PublishedFiles.view(TestSession.spark(), RealData.folder());
    return Figures.tests("figures.yml", RealDataIT::rows);
  }

  /**
   * The query of the table over the largest sites of each list, as if the others were known by
   * their sum alone: smaller than those listed, or of any size.
   */
  @Test
  @Order(3)
  void aListThatIsCutOffIsBoundedByWhatTheWholeListGives() throws IOException {
    rows(
        """
        CREATE OR REPLACE TEMPORARY VIEW cut_list AS
        WITH placed AS (
          SELECT
            *,
            row_number() OVER (
              PARTITION BY period, area ORDER BY volume DESC, platform
            ) AS place
          FROM clean.platform_traffic
          WHERE source = 'whotracksme_sites' AND level = 'key'
        )
        SELECT
          source, cadence, period, market, concat_ws(' ', area, size, kind) AS area, area_kind,
          level,
          CASE WHEN place <= size THEN platform ELSE '(other)' END AS platform,
          CASE WHEN place <= size THEN is_mapped END AS is_mapped,
          CASE WHEN place <= size THEN 1L END AS site_count,
          exact_sum(volume) AS volume,
          CAST(NULL AS DOUBLE) AS fixed_volume, CAST(NULL AS INT) AS fixed_count,
          CASE WHEN place > size THEN kind END AS residual,
          true AS is_total_known, true AS is_exclusive
        FROM placed
        LATERAL VIEW explode(array(1, 10, 50, 200)) AS size
        LATERAL VIEW explode(array('cut_off', 'other')) AS kind
        GROUP BY ALL
        """);
    String query =
        Files.readString(Path.of("jobs/metrics/market_concentration/query.sql"))
            .replace("clean.platform_traffic", "cut_list");
    String within =
        Stream.concat(
                Stream.of("hhi", "cr1", "cr2", "cr3", "cr4", "cr8", "cr10", "cr20")
                    .map(index -> within("whole." + index + "_listed", index)),
                Stream.of(
                        "hhi_normalised",
                        "effective_number",
                        "hill1",
                        "entropy",
                        "theil_t",
                        "theil_l",
                        "gini",
                        "gini_normalised",
                        "atkinson_half",
                        "atkinson_one",
                        "palma",
                        "rosenbluth",
                        "horvath",
                        "kvalseth",
                        "garcia_alba_dominance",
                        "kwoka",
                        "stenbacka",
                        "linda4",
                        "ginevicius")
                    .map(index -> within("whole." + index, index)))
            .collect(Collectors.joining(" AND "));
    Row counts =
        rows("SELECT count(*), count_if("
                + within
                + "), max(cut.hhi_upper - cut.hhi_lower)"
                + " FILTER (WHERE cut.listed_count = 200 AND cut.area LIKE '%cut_off') FROM ("
                + query
                + ") AS cut JOIN metrics.market_concentration AS whole"
                + " ON whole.source = cut.source AND whole.period = cut.period"
                + " AND whole.area = split_part(cut.area, ' ', 1)"
                + " AND whole.level = 'key' AND whole.basis = 'as_listed'")
            .get(0);
    assertEquals(56L * 4 * 2, counts.getLong(0));
    assertEquals(56L * 4 * 2, counts.getLong(1));
    assertTrue(counts.getDouble(2) < .001, counts.toString());
  }

  private static String within(String value, String index) {
    return "%1$s BETWEEN cut.%2$s_lower - 1e-9D * (1D + %1$s) AND cut.%2$s_upper + 1e-9D * (1D + %1$s)"
        .formatted(value, index);
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource({"10, .06176", "100, .006297", "1000, .000814"})
  void aSitesTrafficIsItsPublishedPartOfTheFirst(int rank, String expected) {
    assertDigits(
        expected,
        "SELECT volume FROM metrics.platform_share WHERE source = 'whotracksme_sites'"
            + " AND period = DATE'2019-01-01' AND area = '001' AND level = 'key' AND rank = "
            + rank);
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource({
    "exact_avg(tracked), .709596",
    "exact_sum(tracked * popularity) / exact_sum(popularity), .634804",
  })
  void theTrackedShareOfTheSitesIsAsPublished(String measure, String expected) {
    assertDigits(
        expected,
        "SELECT "
            + measure
            + " FROM (SELECT DISTINCT site, CAST(tracked AS DOUBLE) AS tracked,"
            + " CAST(popularity AS DOUBLE) AS popularity FROM raw.whotracksme_sites"
            + " WHERE latest AND country = 'global' AND period = DATE'2018-04-01')");
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource({
    // StatCounter; hhi_upper is with the others as one firm.
    "2009-04-01, hhi_listed, .22827",
    "2009-04-01, hhi_upper, .21633",
    "2024-02-01, hhi_upper, .44682",
  })
  void theIndicesOfSocialMediaAreThoseKnown(String period, String column, String expected) {
    assertDigits(
        expected,
        "SELECT %s FROM metrics.market_concentration WHERE source = 'statcounter' AND area = '001' AND market = 'social_media' AND level = 'key' AND period = DATE'%s'"
            .formatted(column, period));
  }

  @Test
  @Order(3)
  void microsoftHeldWhatItHeldWhenItBoughtGitHub() {
    String share =
        "SELECT exact_sum(share_listed) FROM metrics.platform_share"
            + " WHERE source = 'whotracksme_sites' AND area = '001' AND level = 'key'"
            + " AND period = DATE'2018-09-01' AND platform IN ";
    String microsoft =
        share + "('bing.com', 'live.com', 'linkedin.com', 'microsoft.com', 'office.com')";
    assertDigits(".01909", microsoft);
    assertDigits(".00691", share + "('github.com')");
    assertDigits(
        "2.6", "SELECT 20000 * (%s) * (%s)".formatted(microsoft, share + "('github.com')"));
    assertEquals(
        "2018-09-01 GitHub, 2018-10-01 Microsoft",
        value(
            "SELECT array_join(collect_list(concat(period, ' ', group)), ', ') FROM"
                + " (SELECT DISTINCT period FROM clean.platform_traffic) JOIN clean.ownership"
                + " ON valid_from <= last_day(period)"
                + " AND coalesce(valid_to > last_day(period), true)"
                + " WHERE site = 'github.com' AND period BETWEEN '2018-09-01' AND '2018-10-01'"));
  }

  @Test
  @Order(3)
  void everyMarketIsDescribed() {
    assertEquals(
        "browser domains operating_system search_engine social_media social_platforms"
            + " third_parties trackers web_sites",
        value(
            "SELECT array_join(sort_array(collect_set(traffic.market)), ' ')"
                + " FROM clean.traffic JOIN clean.market USING (market)"));
    assertEquals(
        0L,
        value(
            "SELECT count(*) FROM (SELECT market FROM clean.traffic UNION ALL"
                + " SELECT market FROM clean.volume) LEFT ANTI JOIN clean.market USING (market)"));
  }

  @Test
  @Order(3)
  void aBrokenDocumentIsInQuarantineAndTheOthersOfItsFileAreIn() {
    assertEquals(
        "[\"readable\"]",
        value(
            "SELECT to_json(reasons) FROM ops.quarantine WHERE table = 'raw.caniuse_usage'"
                + " AND file = 'traffic/caniuse-region-usage/2015-03.jsonl.gz'"
                + " AND record LIKE '{\"id\":\"US\",%' AND length(record) = 2453"));
    assertEquals(
        "raw.caniuse_usage 1, raw.crunchbase_investments 109",
        value(
            "SELECT array_join(array_sort(collect_list(concat_ws(' ', table, rows))), ', ') FROM"
                + " (SELECT table, count(*) AS rows FROM ops.quarantine GROUP BY table)"));
    assertEquals(
        241L, value("SELECT count(*) FROM raw.caniuse_usage WHERE file LIKE '%/2015-03.jsonl.gz'"));
    assertNull(
        value(
            "SELECT max(volume) FROM clean.traffic WHERE source = 'caniuse'"
                + " AND period = DATE'2015-03-01' AND area = 'US'"));
  }

  @Test
  @Order(3)
  void aStaleDocumentCountsInItsOwnMonthOnce() {
    assertEquals(
        "2014-09 2017-09",
        value(
            "SELECT concat_ws(' ', min(edition), max(edition)) FROM raw.caniuse_usage"
                + " WHERE id = 'AN' AND month = '2014-08' AND edition > '2014-08'"));
    assertEquals(
        0L,
        value(
            "SELECT count(*) FROM clean.traffic WHERE area = 'AN'"
                + " AND period BETWEEN DATE'2014-09-01' AND DATE'2017-09-01'"));
  }

  @Test
  @Order(4)
  void aNewFactOfOwnershipRewritesJustThePeriodsInWhichItHolds() throws Exception {
    Path jobs = ROOT.resolve("jobs");
    Folders.copy(Path.of("jobs"), jobs);
    Path control = jobs.resolve("clean/ownership/control.csv");
    Files.writeString(control, Files.readString(control) + "KaiOS,Samsung,1,full,,2024-11-20,\n");
    assertEquals(
        List.of(
            "clean.ownership,\"\"",
            // January begins a year too, at whose end the fact holds; April follows its quarter.
            "clean.platform_traffic,2024-01-01",
            "clean.platform_traffic,2024-11-01",
            "clean.platform_traffic,2024-12-01",
            "metrics.leader,2024-01-01",
            "metrics.leader,2024-02-01",
            "metrics.leader,2024-04-01",
            "metrics.leader,2024-11-01",
            "metrics.leader,2024-12-01",
            "metrics.market_concentration,2024-01-01",
            "metrics.market_concentration,2024-11-01",
            "metrics.market_concentration,2024-12-01",
            "metrics.platform_share,2024-01-01",
            "metrics.platform_share,2024-02-01",
            "metrics.platform_share,2024-04-01",
            "metrics.platform_share,2024-11-01",
            "metrics.platform_share,2024-12-01"),
        plan(
            arguments(
                "plan", "--format", "csv", "--set", "jobs=" + jobs, "--tables", SOME_TABLES)));
    run(jobs, SOME_TABLES.split(","));
    for (String table :
        List.of(
            "clean.platform_traffic", "metrics.market_concentration", "metrics.platform_share")) {
      assertEquals(
          "period >= DATE'2024-11-01' AND period <= DATE'2024-12-01'", predicate(table), table);
    }
  }

  private static void run(String... tables) throws Exception {
    run(Path.of("jobs"), tables);
  }

  private static void run(Path jobs, String... tables) throws Exception {
    TestSession.compiled(() -> Here.run(jobs, LANDING, WAREHOUSE, tables));
  }

  /** What a plan says is stale: table and period. */
  private static List<String> plan(String... arguments) throws Exception {
    AtlasProcess plan = AtlasProcess.run("local[2]", arguments);
    assertEquals(0, plan.exitCode(), plan.output());
    return plan.output()
        .lines()
        .filter(line -> line.matches("(raw|clean|metrics)\\..*"))
        .map(line -> line.substring(0, line.indexOf(',', line.indexOf(',') + 1)))
        .sorted()
        .toList();
  }

  /** That a query's number is the expected one when rounded to as many digits. */
  private static void assertDigits(String expected, String sql) {
    Figures.assertDigits(expected, value(sql).toString(), sql);
  }

  private static String[] arguments(String... verb) {
    return Stream.concat(
            Stream.of(verb),
            Stream.of("--landing", LANDING.toString(), "--warehouse", WAREHOUSE.toString()))
        .toArray(String[]::new);
  }

  private static Warehouse warehouse() {
    return new Warehouse(TestSession.spark(), WAREHOUSE.toString());
  }

  private static Map<String, Long> versions() {
    Map<String, Long> versions = Commits.versions(warehouse());
    assertTrue(versions.size() >= 5, versions.toString());
    return versions;
  }

  private static String predicate(String table) {
    return Commits.predicate(warehouse(), table);
  }

  private static List<Row> rows(String sql) {
    return new Shell(TestSession.spark(), warehouse()).execute(sql).collectAsList();
  }

  private static Object value(String sql) {
    List<Row> rows = rows(sql);
    assertEquals(1, rows.size(), sql);
    return rows.get(0).get(0);
  }
}
