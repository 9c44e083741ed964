package org.platformatlas.run;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.AtlasException;

/** Makes the Spark session. What was set from outside (spark-submit) is left as it is. */
public final class Session {
  /** The setting by which Delta asks the files' statistics which of them hold what is read. */
  public static final String SKIPPING = "spark.databricks.delta.stats.skipping";

  /** What the system rests on, whatever the settings say. */
  private static final Map<String, String> FIXED =
      Map.of(
          "spark.sql.extensions",
          "io.delta.sql.DeltaSparkSessionExtension,org.platformatlas.measure.Functions,"
              + Extensions.class.getName(),
          OnePiece.SETTING,
          "false",
          "spark.sql.catalog.spark_catalog",
          "org.apache.spark.sql.delta.catalog.DeltaCatalog",
          "spark.sql.catalogImplementation",
          "in-memory",
          // Where Spark makes an empty folder for each schema; tables lie in their own warehouse.
          "spark.sql.warehouse.dir",
          Path.of(System.getProperty("java.io.tmpdir"), "platform-atlas").toUri().toString(),
          "spark.sql.session.timeZone",
          "UTC",
          // A value of data that reads ${...} is left as it is.
          "spark.sql.variable.substitute",
          "false",
          // Lower and upper case by Java: the library that Spark would ask takes a second to start.
          "spark.sql.icu.caseMappings.enabled",
          "false",
          // Lets Delta's session extension see the values of named parameters as literals.
          "spark.sql.legacy.parameterSubstitution.constantsOnly",
          "true");

  /** What suits one machine and small tables. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("spark.master", "local[*]"),
          Map.entry("spark.app.name", "platform-atlas"),
          Map.entry("spark.ui.enabled", "false"),
          Map.entry("spark.ui.showConsoleProgress", "false"),
          Map.entry("spark.sql.shuffle.partitions", "8"),
          // A check of Spark's own rules after each, which the tests of all tables' queries ask
          // for.
          Map.entry("spark.sql.lightweightPlanChangeValidation", "false"),
          // Each query's plan is written out for a UI that is off.
          Map.entry("spark.sql.ui.explainMode", "simple"),
          // The default, which is else worked out anew for each value that an interpreted
          // expression takes.
          Map.entry("spark.sql.types.framework.enabled", "false"),
          // What is kept is read once or twice: to look for runs and repeats in it takes longer.
          Map.entry("spark.sql.inMemoryColumnarStorage.compressed", "false"),
          // Files of so many partitions side by side: Spark would first sort rows by partition, and
          // part those that lie together.
          Map.entry("spark.sql.maxConcurrentOutputFileWriters", "16"),
          Map.entry("spark.sql.sources.parallelPartitionDiscovery.threshold", "4096"),
          // A table of groups in memory, of which Spark sorts the rest when it holds only 128.
          Map.entry("spark.sql.objectHashAggregate.sortBased.fallbackThreshold", "65536"),
          Map.entry("spark.databricks.delta.snapshotPartitions", "1"),
          // A list of all files beside each commit, for which Delta asks its log once more.
          Map.entry("spark.databricks.delta.allFilesInCrc.enabled", "false"),
          Map.entry(FewRows.LIMIT, "50000"),
          Map.entry(
              SideBySide.LIMIT,
              String.valueOf(Math.min(4, Runtime.getRuntime().availableProcessors()))),
          // Each sort takes a page at once; the plan of few rows has many sorts in one task.
          Map.entry("spark.buffer.pageSize", "2m"),
          Map.entry("spark.log.level", "WARN"));

  private Session() {}

  /** What a setting of this system says, a whole number. */
  static long number(SparkSession spark, String setting, long least) {
    String text = spark.conf().get(setting);
    try {
      long number = Long.parseLong(text.strip());
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // It is no number; said below.
    }
    throw AtlasException.usage(
        "%s is '%s', but must be a whole number, at least %d.".formatted(setting, text, least));
  }

  public static SparkSession start(Map<String, String> settings) {
    SparkConf conf = new SparkConf();
    settings.forEach(conf::setIfMissing);
    DEFAULTS.forEach(conf::setIfMissing);
    FIXED.forEach(conf::set);
    return SparkSession.builder().config(conf).getOrCreate();
  }
}
