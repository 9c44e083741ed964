package org.platformatlas;

import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Published files as temporary views, {@code file_…}, read by Spark alone: as text, without any of
 * what the sources' descriptions say of them. What tables hold can be compared with them cell by
 * cell.
 */
final class PublishedFiles {
  private PublishedFiles() {}

  /** Makes the views of the files of a landing folder. */
  static void view(SparkSession spark, Path landing) {
    Path traffic = landing.resolve("traffic");
    Path whotracksme = traffic.resolve("whotracksme");
    Path facts = traffic.resolve("platform-facts");
    csv(spark, "file_search_engines", traffic.resolve("search-engine-market-shares"));
    csv(spark, "file_w3schools", traffic.resolve("browser-stats-w3schools/data.csv"));
    csv(spark, "file_internet_users", traffic.resolve("internet-users/number-*.csv"));
    csv(spark, "file_platform_users", facts.resolve("users-by-social-media-platform.csv"));
    csv(spark, "file_ecommerce", facts.resolve("us_ecommerce_sales_*.csv"));
    csv(spark, "file_population", landing.resolve("industry/world/population.csv"));
    // Later files have more columns, after the first few or in between, but never before those.
    first(spark, "file_sites", "site, category, popularity", whotracksme, "sites");
    first(spark, "file_companies", "company, reach", whotracksme, "companies");
    first(spark, "file_trackers", "tracker, reach", whotracksme, "trackers");
    spark
        .read()
        .option("wholetext", true)
        .text(traffic.resolve("opendns-top-domains/*.txt.gz").toString())
        .selectExpr("_metadata.file_name AS file", "posexplode(split(value, '\\n'))")
        .selectExpr("file", "pos + 1 AS line", "col AS domain")
        .where("domain <> ''")
        .createOrReplaceTempView("file_domains");
  }

  private static void csv(SparkSession spark, String view, Path path) {
    Dataset<Row> rows =
        spark.read().option("header", true).option("pathGlobFilter", "*.csv").csv(path.toString());
    rows.createOrReplaceTempView(view);
  }

  private static void first(
      SparkSession spark, String view, String columns, Path whotracksme, String file) {
    String schema = "month, country, " + columns;
    spark
        .read()
        .option("header", true)
        .schema(schema.replace(",", " STRING,") + " STRING")
        .csv(whotracksme.resolve("20*/*/" + file + ".csv.gz").toString())
        .createOrReplaceTempView(view);
  }
}
