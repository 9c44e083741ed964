package org.platformatlas;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.platformatlas.run.Shell;
import org.platformatlas.run.Warehouse;

/** Outlets and people of published files: of the chains some, of finer regions one census. */
class OfflineDataIT {
  private static final Path ROOT = Path.of("target/real-offline");
  private static final List<String> FILES =
      List.of(
          "china-counties",
          "us-chain-stores/costco",
          "us-chain-stores/dollar-general",
          "us-chain-stores/sephora",
          "us-counties",
          "us-popcenters/block_group2000.csv.gz",
          "us-popcenters/tract2000.csv.gz",
          "walmart-openings");

  @BeforeAll
  static void build() throws Exception {
    if (Files.exists(ROOT)) {
      Folders.delete(ROOT);
    }
    for (String file : FILES) {
      Path to = ROOT.resolve("landing/industry").resolve(file);
      Files.createDirectories(to.getParent());
      Folders.copy(RealData.folder().resolve("industry").resolve(file), to);
    }
    TestSession.compiled(
        () ->
            Here.run(
                Path.of("jobs"),
                ROOT.resolve("landing"),
                ROOT.resolve("warehouse"),
                "metrics.offline_finding",
                "metrics.white_space"));
  }

  @TestFactory
  Stream<DynamicTest> theFiguresAreThoseKnown() throws Exception {
    rows(mainland("mainland", "us_county"));
    rows(mainland("mainland_blocks", "us_block_group"));
    return Figures.tests("offline-figures.yml", OfflineDataIT::rows);
  }

  /** Wal-Mart's coverage of 48 states and the District of Columbia, by year and radius. */
  private static String mainland(String view, String division) {
    return """
        CREATE OR REPLACE TEMPORARY VIEW %s AS
        SELECT
          year(coverage.period) AS year, radius, sum(outlet_count) AS outlet_count,
          sum(region_count) AS region_count, exact_sum(region_share * coverage.people) AS in_regions,
          exact_sum(coverage.people) AS people, exact_sum(covered) AS covered,
          exact_sum(covered_share_lower * coverage.people) AS lower,
          exact_sum(covered_share_upper * coverage.people) AS upper, max(county.people) AS dade
        FROM metrics.offline_coverage AS coverage
        LEFT JOIN clean.region AS county
          ON county.period = coverage.period AND county.division = 'us_county' AND county.region = '12086'
        WHERE platform = 'Walmart' AND cadence = 'year' AND coverage.division = '%s'
          AND coverage.area NOT IN ('US', 'US-AK', 'US-HI')
        GROUP BY year(coverage.period), radius
        """
        .formatted(view, division);
  }

  private static List<Row> rows(String sql) {
    Warehouse warehouse = new Warehouse(TestSession.spark(), ROOT.resolve("warehouse").toString());
    return new Shell(TestSession.spark(), warehouse).execute(sql).collectAsList();
  }
}
