package org.platformatlas.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.job.TableName;

/** What the bookkeeping says, for people. */
public final class Status {
  private final SparkSession spark;
  private final Warehouse warehouse;

  public Status(SparkSession spark, Warehouse warehouse) {
    this.spark = spark;
    this.warehouse = warehouse;
  }

  /** The run that holds the warehouse now. */
  public Optional<String> running() {
    return Lock.holder(warehouse)
        .map(
            h ->
                "%s since %s (process %d on %s)"
                    .formatted(h.run(), h.started(), h.pid(), h.host()));
  }

  /** Tables to print, by title. */
  public Map<String, Dataset<Row>> sections() {
    Map<String, Dataset<Row>> sections = new LinkedHashMap<>();
    add(
        sections,
        "Last runs",
        Runner.RUN,
        "SELECT run, status, exit_code, started, ended, command, message FROM {table}"
            + " ORDER BY started DESC LIMIT 5");
    add(
        sections,
        "Tables",
        Ledger.PERIOD,
        "SELECT table, max(version) AS version, count(DISTINCT period) AS periods,"
            + " max(period) AS latest_period,"
            + " sum(row_count) AS row_count, sum(quarantined_count) AS quarantined_count"
            + " FROM {table} GROUP BY table ORDER BY table");
    add(
        sections,
        "Rules broken when last judged",
        Runner.RULE_RESULT,
        "SELECT table, rule, severity, broken_count, run FROM (SELECT *,"
            + " max(run) OVER (PARTITION BY table) AS last_run FROM {table})"
            + " WHERE run = last_run AND result <> 'held' ORDER BY table, rule");
    return sections;
  }

  private void add(Map<String, Dataset<Row>> sections, String title, TableName table, String sql) {
    if (warehouse.latestVersion(table) >= 0) {
      String path = "delta.`%s`".formatted(warehouse.path(table).replace("`", "``"));
      sections.put(title, spark.sql(sql.replace("{table}", path)));
    }
  }
}
