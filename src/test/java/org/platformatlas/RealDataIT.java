package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
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
  private static final String LATE = "traffic/whotracksme/2018-06/us/sites.csv.gz";

  @BeforeAll
  static void allButOneFileIsBroughtIn() throws Exception {
    Path data = RealData.folder();
    if (Files.exists(ROOT)) {
      Folders.delete(ROOT);
    }
    Folders.copy(data.resolve("traffic/whotracksme"), LANDING.resolve("traffic/whotracksme"));
    Folders.copy(
        data.resolve("traffic/caniuse-region-usage"),
        LANDING.resolve("traffic/caniuse-region-usage"));
    Folders.copy(data.resolve("traffic/statcounter"), LANDING.resolve("traffic/statcounter"));
    LANDING.resolve(LATE).toFile().setWritable(true);
    Files.delete(LANDING.resolve(LATE));
    run();
  }

  @Test
  @Order(1)
  void aLateFileRewritesJustThePeriodsThatDependOnIt() throws Exception {
    Map<String, Long> before = versions();
    Files.copy(
        RealData.folder().resolve(LATE),
        LANDING.resolve(LATE),
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    AtlasProcess plan = AtlasProcess.run("local[2]", arguments("plan", "--format", "csv"));
    assertEquals(0, plan.exitCode(), plan.output());
    assertEquals(
        List.of(
            "clean.traffic,2018-06-01",
            "metrics.market_concentration,2018-06-01",
            "metrics.platform_share,2018-06-01",
            "metrics.platform_share,2018-07-01",
            "raw.whotracksme_sites,2018-06-01"),
        plan.output()
            .lines()
            .filter(line -> line.matches("(raw|clean|metrics)\\..*"))
            .map(line -> line.substring(0, line.indexOf(',', line.indexOf(',') + 1)))
            .sorted()
            .toList(),
        plan.output());
    assertEquals(before, versions());

    run();
    Map<String, Long> after = versions();
    before.forEach(
        (table, version) ->
            assertEquals(
                List.of("raw.caniuse_usage", "raw.statcounter_shares", "clean.market")
                        .contains(table)
                    ? version
                    : version + 1,
                after.get(table),
                table));
    assertEquals("", predicate("raw.whotracksme_sites"));
    assertEquals("period = DATE'2018-06-01'", predicate("clean.traffic"));
    assertEquals("period = DATE'2018-06-01'", predicate("metrics.market_concentration"));
    assertEquals(
        "period >= DATE'2018-06-01' AND period <= DATE'2018-07-01'",
        predicate("metrics.platform_share"));
  }

  @Test
  @Order(2)
  void runningAgainWritesNothingButOneRunRow() throws Exception {
    Map<String, Long> before = versions();
    long runs = (long) value("SELECT count(*) FROM ops.run");
    run();
    assertEquals(before, versions());
    assertEquals(runs + 1, value("SELECT count(*) FROM ops.run"));
    assertEquals("nothing to do", value("SELECT max_by(message, started) FROM ops.run"));
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource({
    // WhoTracks.me, all listed sites, duplicates removed.
    "whotracksme_sites, 2017-05-01, 001, listed_count, 600",
    "whotracksme_sites, 2017-05-01, 001, hhi_listed, .028915",
    "whotracksme_sites, 2017-05-01, 001, cr4_listed, .2957",
    "whotracksme_sites, 2019-02-01, 001, listed_count, 3499",
    "whotracksme_sites, 2019-02-01, 001, hhi_listed, .034669",
    "whotracksme_sites, 2019-02-01, 001, cr1_listed, .1611",
    "whotracksme_sites, 2019-02-01, 001, cr10_listed, .3642",
    "whotracksme_sites, 2019-02-01, US, hhi_listed, .043879",
    "whotracksme_sites, 2019-02-01, DE, hhi_listed, .025073",
    "whotracksme_sites, 2018-05-01, DE, listed_count, 1031",
    // Can I use, keys renormalised by their sum.
    "caniuse, 2014-06-01, 001, hhi_listed, .21018",
    "caniuse, 2019-06-01, 001, hhi_listed, .23784",
    "caniuse, 2024-12-01, 001, hhi_listed, .30262",
    "caniuse, 2019-06-01, US, hhi_listed, .28886",
    "caniuse, 2014-06-01, CN, hhi_listed, .35891",
    "caniuse, 2014-06-01, CN, coverage, .869",
  })
  void theIndicesAreThoseKnown(
      String source, String period, String area, String column, String expected) {
    Object measured =
        value(
            "SELECT %s FROM metrics.market_concentration WHERE source = '%s' AND period = DATE'%s' AND area = '%s'"
                .formatted(column, source, period, area));
    BigDecimal digits = new BigDecimal(expected);
    assertEquals(
        digits, new BigDecimal(measured.toString()).setScale(digits.scale(), RoundingMode.HALF_UP));
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource({"10, .06176", "100, .006297", "1000, .000814"})
  void aSitesTrafficIsItsPublishedPartOfTheFirst(int rank, String expected) {
    Object measured =
        value(
            "SELECT volume FROM metrics.platform_share WHERE source = 'whotracksme_sites'"
                + " AND period = DATE'2019-01-01' AND area = '001' AND rank = "
                + rank);
    BigDecimal digits = new BigDecimal(expected);
    assertEquals(
        digits, new BigDecimal(measured.toString()).setScale(digits.scale(), RoundingMode.HALF_UP));
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
    Object measured =
        value(
            "SELECT %s FROM metrics.market_concentration WHERE source = 'statcounter' AND area = '001' AND market = 'social_media' AND period = DATE'%s'"
                .formatted(column, period));
    BigDecimal digits = new BigDecimal(expected);
    assertEquals(
        digits, new BigDecimal(measured.toString()).setScale(digits.scale(), RoundingMode.HALF_UP));
  }

  @Test
  @Order(3)
  void everyMarketIsDescribed() {
    assertEquals(
        "browser operating_system search_engine social_media web_sites",
        value(
            "SELECT array_join(sort_array(collect_set(traffic.market)), ' ')"
                + " FROM clean.traffic JOIN clean.market USING (market)"));
    assertEquals(
        0L, value("SELECT count(*) FROM clean.traffic LEFT ANTI JOIN clean.market USING (market)"));
  }

  @Test
  @Order(3)
  void theLeaderOfSocialMediaChangedOnceIn179Months() {
    String leaders =
        "SELECT period, platform, lag(platform) OVER (ORDER BY period) AS before"
            + " FROM metrics.platform_share"
            + " WHERE source = 'statcounter' AND market = 'social_media' AND rank = 1";
    assertEquals(179L, value("SELECT count(*) FROM (" + leaders + ")"));
    assertEquals(
        "2009-08-01 StumbleUpon Facebook",
        value(
            "SELECT array_join(collect_list(concat_ws(' ', period, before, platform)), ', ')"
                + " FROM ("
                + leaders
                + ") WHERE platform <> before"));
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
    assertEquals(1L, value("SELECT count(*) FROM ops.quarantine"));
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

  private static void run() throws Exception {
    AtlasProcess run = AtlasProcess.run("local[2]", arguments("run"));
    assertEquals(0, run.exitCode(), run.output());
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
    Map<String, Long> versions = new TreeMap<>();
    warehouse().tables().stream()
        .filter(table -> !table.schema().equals("ops"))
        .forEach(table -> versions.put(table.toString(), warehouse().latestVersion(table)));
    assertTrue(versions.size() >= 5, versions.toString());
    return versions;
  }

  /** The condition under which the newest commit replaced rows, empty for an append. */
  private static String predicate(String table) throws IOException {
    String path = warehouse().path(org.platformatlas.job.TableName.parse(table));
    Row commit =
        DeltaTable.forPath(TestSession.spark(), path)
            .history(1)
            .select("operationParameters")
            .first();
    return commit.getJavaMap(0).getOrDefault("predicate", "").toString().replace("\"", "");
  }

  private static Object value(String sql) {
    List<Row> rows = new Shell(TestSession.spark(), warehouse()).execute(sql).collectAsList();
    assertEquals(1, rows.size(), sql);
    return rows.get(0).get(0);
  }
}
