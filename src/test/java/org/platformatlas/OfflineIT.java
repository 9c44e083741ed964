package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.run.Warehouse;

/**
 * A small country of two states, two chains and one list corrected later: one more opening rewrites
 * its platform's periods from then on; those of all only where platforms are compared.
 */
class OfflineIT {
  private static final String TABLE = "metrics.offline_coverage";
  private static final String[] TABLES = {"metrics.offline_finding", "metrics.white_space"};
  private static final String COSTCO_ALONE = " AND platform IN ('Costco')";
  private static final String COSTCO =
      "us-chain-stores/costco/2020-06-30_aaaa1111_costco_locations.csv";

  @TempDir Path root;

  @Test
  void oneMoreOpeningRewritesItsPlatformsPeriodsFromThenOn() throws Exception {
    publish();
    here();
    assertEquals(
        Map.of(
            "Costco 2018", "100.0 of 500.0 by 1",
            "Costco 2019", "100.0 of 500.0 by 1",
            "Costco 2020", "100.0 of 500.0 by 1",
            "Dollar General 2020", "300.0 of 500.0 by 1"),
        covered());
    for (String table :
        List.of("white_space", "offline_growth", "offline_overlap", "offline_finding")) {
      assertTrue(rows("metrics/" + table).count() > 0, table);
    }

    Map<String, Long> before = Commits.versions(warehouse());
    here();
    assertEquals(before, Commits.versions(warehouse()));

    write(COSTCO, costco("2,\"May 10, 2019\",TX,30.5,-98\n"));
    assertEquals(Set.of("Costco", "Dollar General"), partsThatMayChange());
    here();
    assertEquals(
        Map.of(
            "Costco 2018", "100.0 of 500.0 by 1",
            "Costco 2019", "200.0 of 500.0 by 2",
            "Costco 2020", "200.0 of 500.0 by 2",
            "Dollar General 2020", "300.0 of 500.0 by 1"),
        covered());
    assertEquals(before.get(TABLE) + 1, Commits.versions(warehouse()).get(TABLE));
    // The year begins on the day on which its January does.
    assertEquals(
        "(period = DATE'2019-01-01' OR period >= DATE'2019-05-01' AND period <= DATE'2020-06-01')"
            + COSTCO_ALONE,
        Commits.predicate(warehouse(), TABLE));
    for (String table : List.of("metrics.offline_overlap", "metrics.white_space")) {
      assertEquals(before.get(table) + 1, Commits.versions(warehouse()).get(table), table);
    }
    assertEquals(
        "period = DATE'2020-01-01'", Commits.predicate(warehouse(), "metrics.offline_overlap"));
    assertEquals(
        "(period = DATE'2020-01-01')" + COSTCO_ALONE,
        Commits.predicate(warehouse(), "metrics.white_space"));
    assertEquals(
        "(period >= DATE'2019-01-01' AND period <= DATE'2020-01-01')" + COSTCO_ALONE,
        Commits.predicate(warehouse(), "metrics.offline_growth"));
    assertEquals(
        List.of("[\"axes_are_not_swapped\"]", "[\"coordinates_are_not_zero\"]"),
        rows("ops/quarantine").selectExpr("to_json(reasons)").collectAsList().stream()
            .map(row -> row.getString(0))
            .sorted()
            .toList());
  }

  /** What a plan says before it is known which outlets differ. */
  private Set<String> partsThatMayChange() throws Exception {
    AtlasProcess plan =
        AtlasProcess.run(
            "local[2]",
            "plan",
            "--landing",
            root.resolve("landing").toString(),
            "--warehouse",
            root.resolve("here").toString(),
            "--tables",
            TABLE,
            "--format",
            "csv");
    assertEquals(0, plan.exitCode(), plan.output());
    return plan.output()
        .lines()
        .filter(line -> line.startsWith(TABLE + ","))
        .map(line -> line.substring(line.lastIndexOf(',') + 1))
        .collect(Collectors.toSet());
  }

  /** By platform and year, people within ten miles in the country. */
  private Map<String, String> covered() {
    Map<String, String> covered = new TreeMap<>();
    for (Row row :
        rows(TABLE.replace('.', '/'))
            .where("cadence = 'year' AND area = 'US' AND radius = '10 mi'")
            .selectExpr(
                "concat(platform, ' ', year(period))",
                "concat(covered, ' of ', people, ' by ', outlet_count)")
            .collectAsList()) {
      covered.put(row.getString(0), row.getString(1));
    }
    return covered;
  }

  private Dataset<Row> rows(String table) {
    return TestSession.spark()
        .read()
        .format("delta")
        .load(root.resolve("here").resolve(table).toString());
  }

  private void publish() throws IOException {
    write(
        "us-counties/Dec2010Count.csv",
        """
        GEO_ID,NAME,P001001
        0500000US48001,"First County, Texas",100
        0500000US48003,"Second County, Texas",100
        0500000US12086,"Miami-Dade County, Florida",300
        """);
    write(
        "us-counties/county_centers.csv",
        """
        fips,pclon00,pclat00,pclon10,pclat10
        48001,-97,30,-97,30
        48003,-98,30.5,-98,30.5
        12086,-80.2,25.7,-80.2,25.7
        """);
    write(
        "us-popcenters/tract2010.csv.gz",
        """
        STATEFP,COUNTYFP,TRACTCE,POPULATION,LATITUDE,LONGITUDE
        48,001,000100,60,+30,-97
        48,001,000200,40,+31,-97
        48,003,000100,100,+30.5,-98
        12,086,000100,300,+25.7,-80.2
        """);
    write(COSTCO, costco(""));
    write(
        "us-chain-stores/dollar-general/2020-06-30_bbbb2222_dollar-general_locations.csv",
        """
        store_number,state,latitude,longitude
        7,FL,25.7,-80.2
        8,FL,0,0
        9,TX,-87.5,33.2
        """);
  }

  private static String costco(String more) {
    return "store_id,store_opened,state,latitude,longitude\n1,\"Nov 23, 2018\",TX,30,-97\n" + more;
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve("landing/industry").resolve(file);
    Files.createDirectories(path.getParent());
    try (OutputStream plain = Files.newOutputStream(path);
        OutputStream out = file.endsWith(".gz") ? new GZIPOutputStream(plain) : plain) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void here() {
    Here.run(Path.of("jobs"), root.resolve("landing"), root.resolve("here"), TABLES);
  }

  private Warehouse warehouse() {
    return new Warehouse(TestSession.spark(), root.resolve("here").toString());
  }
}
