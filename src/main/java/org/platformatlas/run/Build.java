package org.platformatlas.run;

import static org.apache.spark.sql.functions.expr;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.TableName;
import org.platformatlas.plan.Entry;
import org.platformatlas.plan.TableState;

/**
 * What the builds of one run share.
 *
 * @param analysed rows of the queries that were validated, of unknown inputs
 */
record Build(
    SparkSession spark,
    Warehouse warehouse,
    Jobs jobs,
    Ledger ledger,
    Inputs inputs,
    Map<TableName, Dataset<Row>> analysed,
    Quarantine quarantine,
    String run,
    Instant startedAt) {
  private static final long ROWS_OF_A_FILE = 1_000_000;

  /** The same in another session. */
  Build in(SparkSession session) {
    return new Build(
        session,
        warehouse.in(session),
        jobs,
        ledger,
        new Inputs(session),
        analysed,
        quarantine,
        run,
        startedAt);
  }

  Timestamp started() {
    return Timestamp.from(startedAt);
  }

  static Warehouse.Layout layout(Job job) {
    return new Warehouse.Layout(
        Inputs.schema(job),
        job.contract()
            .partitionExpression()
            .map(expression -> Map.entry(job.contract().partition(), expression)));
  }

  /** Whether a table is there and lies as its contract says. */
  boolean lies(Job job, TableState state) {
    return state.exists() && warehouse.lies(job.name(), layout(job));
  }

  /**
   * Rows laid out for writing: a single task writes what fits one file well, without a shuffle;
   * more are brought together by partition, in tasks of even size.
   */
  static Dataset<Row> laidOut(Warehouse.Layout layout, Dataset<Row> rows, long count) {
    if (count <= ROWS_OF_A_FILE) {
      return rows.coalesce(1);
    }
    if (layout.partition().isEmpty()) {
      return rows.hint("rebalance");
    }
    String partition = layout.partition().get().getKey();
    return rows.withColumn(partition, expr(layout.partition().get().getValue()))
        .hint("rebalance", partition);
  }

  /** What a data commit carries. */
  String metadata(List<Entry> entries, List<Outcome.RuleResult> results) {
    return Ledger.encode(run, entries, results);
  }

  void remember(Job job, List<Entry> entries, long version) {
    ledger.merge(job.name(), entries, version);
  }
}
