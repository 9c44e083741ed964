package org.platformatlas.run;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/**
 * The settings for a build of few rows, until it is closed: one task and interpreted expressions,
 * as to split the work and to compile code for it would take longer than the work.
 */
public final class FewRows implements AutoCloseable {
  /** The setting that says how many rows are few. */
  static final String LIMIT = "spark.platformatlas.fewRows";

  private static final Map<String, String> SETTINGS =
      Map.of(
          OnePiece.SETTING,
          "true",
          "spark.sql.adaptive.enabled",
          "false",
          "spark.sql.autoBroadcastJoinThreshold",
          "-1",
          "spark.sql.shuffle.partitions",
          "1",
          // A union whose shuffled inputs are left as they lie is in as many pieces as they are.
          "spark.sql.unionOutputPartitioning",
          "false",
          // What occurs twice in expressions: to keep it takes longer, too.
          "spark.sql.subexpressionElimination.enabled",
          "false",
          "spark.sql.codegen.wholeStage",
          "false",
          "spark.sql.codegen.factoryMode",
          "NO_CODEGEN");

  private final RuntimeConfig settings;
  private final Map<String, String> before = new HashMap<>();

  private FewRows(RuntimeConfig settings) {
    this.settings = settings;
  }

  /**
   * @param rows how many rows are read; where they are more than few, nothing is set
   */
  public static FewRows of(SparkSession spark, long rows) {
    FewRows few = new FewRows(spark.conf());
    if (rows <= Session.number(spark, LIMIT, 0)) {
      SETTINGS.forEach(few::set);
    }
    return few;
  }

  private void set(String setting, String value) {
    before.put(setting, settings.get(setting));
    settings.set(setting, value);
  }

  boolean areFew() {
    return !before.isEmpty();
  }

  @Override
  public void close() {
    before.forEach(settings::set);
  }
}
