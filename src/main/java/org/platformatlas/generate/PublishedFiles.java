package org.platformatlas.generate;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The sites of every month and country as files in WhoTracks.me's layout, written in parallel. A
 * dirty row is a spoiled copy of a site's.
 */
final class PublishedFiles {
  /** The publisher's columns; what is not simulated is empty. */
  private static final String ROWS =
      """
      WITH site AS (
        SELECT
          *, lower(area) AS country,
          volume / max(volume) OVER (PARTITION BY period, area) AS popularity
        FROM (%s)
      ),
      published AS (
        SELECT period, country, site, popularity, CAST(NULL AS STRING) AS fault FROM site
        UNION ALL
        SELECT period, country, site, popularity, event AS fault
        FROM site JOIN simulated_event
          ON publisher = source AND simulated_event.area = site.area
          AND platform = site AND CAST(day AS DATE) = period AND event IN (%s)
      )
      SELECT
        CASE fault WHEN 'no_such_month' THEN '2000-13' ELSE date_format(period, 'yyyy-MM') END
          AS month,
        CASE fault WHEN 'no_such_country' THEN 'xx' ELSE country END AS country,
        CASE fault WHEN 'unnamed' THEN '' ELSE site END AS site,
        CAST(NULL AS STRING) AS category,
        CASE fault
          WHEN 'not_a_number' THEN 'n/a'
          WHEN 'negative' THEN CAST(-popularity AS STRING)
          ELSE CAST(popularity AS STRING)
        END AS popularity,
        CAST(NULL AS STRING) AS tracked,
        CAST(NULL AS STRING) AS https,
        CAST(NULL AS STRING) AS requests,
        CAST(NULL AS STRING) AS content_length,
        CAST(NULL AS STRING) AS referer_leaked,
        CAST(NULL AS STRING) AS hosts,
        CAST(NULL AS STRING) AS trackers,
        CAST(NULL AS STRING) AS companies,
        date_format(period, 'yyyy-MM') AS in_month,
        country AS in_country,
        popularity AS size,
        coalesce(fault, '') AS spoiled
      FROM published
      """;

  private final Spec spec;
  private final List<Market> markets;
  private final SparkSession spark;
  private final Path folder;

  PublishedFiles(Spec spec, List<Market> markets, SparkSession spark, Path folder) {
    this.spec = spec;
    this.markets = markets;
    this.spark = spark;
    this.folder = folder;
  }

  /** Writes what lands first, and the late months, complete. */
  void write() throws IOException {
    write("landing", IntStream.range(0, spec.months()).boxed().toList());
    if (spec.late() > 0) {
      write("late", IntStream.range(0, spec.months()).filter(this::isLate).boxed().toList());
    }
  }

  private boolean isLate(int month) {
    return markets.stream().anyMatch(market -> market.isLate(month));
  }

  private void write(String delivery, List<Integer> months) throws IOException {
    Path landing = folder.resolve(delivery);
    readCsv(landing.resolve(PlantedFiles.MARKETS))
        .selectExpr("*", "CAST(starts AS DATE) AS period", "true AS latest")
        .where(col("starts").substr(1, 7).isInCollection(months.stream().map(this::name).toList()))
        .createOrReplaceTempView("simulated_market");
    readCsv(folder.resolve("landing").resolve(PlantedFiles.EVENTS))
        .createOrReplaceTempView("simulated_event");
    String sites =
        SimulatedJobs.resource(SimulatedJobs.TRAFFIC)
            .replace("raw.simulated_market", "simulated_market");
    String dirt = "'" + String.join("', '", Market.DIRT) + "'";
    Path staging = folder.resolve("staging");
    spark
        .sql(ROWS.formatted(sites, dirt))
        .repartition(col("in_month"), col("in_country"))
        .sortWithinPartitions(
            col("in_month"), col("in_country"), col("size").desc(), col("site"), col("spoiled"))
        .drop("size", "spoiled")
        .write()
        .partitionBy("in_month", "in_country")
        .option("header", true)
        .option("escape", "\"")
        .csv(staging.toUri().toString());
    for (int month : months) {
      for (Market market : markets) {
        if (delivery.equals("landing") || market.isLate(month)) {
          String country = market.area().toLowerCase(Locale.ROOT);
          Path made = staging.resolve("in_month=" + name(month)).resolve("in_country=" + country);
          Path target = landing.resolve("traffic/whotracksme").resolve(name(month));
          Files.createDirectories(target.resolve(country));
          Files.move(onlyCsv(made), target.resolve(country).resolve("sites.csv"));
        }
      }
    }
    FileUtil.fullyDelete(staging.toFile());
  }

  private Dataset<Row> readCsv(Path path) {
    return spark.read().option("header", true).csv(path.toUri().toString());
  }

  private String name(int month) {
    return spec.first().plusMonths(month).toString();
  }

  private static Path onlyCsv(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".csv")).toList();
      if (found.size() != 1) {
        throw new IllegalStateException("Expected one file in %s: %s".formatted(folder, found));
      }
      return found.get(0);
    }
  }
}
