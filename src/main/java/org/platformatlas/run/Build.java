package org.platformatlas.run;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Rule;
import org.platformatlas.plan.Entry;
import org.platformatlas.plan.TableState;

/** What the builds of one run share. */
record Build(
    SparkSession spark,
    Warehouse warehouse,
    Jobs jobs,
    Ledger ledger,
    Inputs inputs,
    Quarantine quarantine,
    String run,
    Instant startedAt) {
  private static final long ROWS_OF_A_FILE = 1_000_000;

  Timestamp started() {
    return Timestamp.from(startedAt);
  }

  Warehouse.Layout layout(Job job) {
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
  String metadata(List<Entry> entries) {
    return Ledger.encode(run, entries);
  }

  void remember(Job job, List<Entry> entries, long version) {
    ledger.merge(job.name(), entries, version);
  }

  List<Outcome.RuleResult> ruleResults(Job job, List<Judge.Group> groups) {
    List<Outcome.RuleResult> results = new ArrayList<>();
    for (Rule rule : job.contract().rules()) {
      long broken = groups.stream().mapToLong(group -> group.broken().get(rule.name())).sum();
      results.add(new Outcome.RuleResult(rule, broken));
    }
    return results;
  }

  /** The outcome of a result that breaks a {@code fail} rule: which, how often, three rows. */
  Optional<Outcome> brokenFailRule(Job job, Dataset<Row> marked, List<Outcome.RuleResult> results) {
    List<String> messages = new ArrayList<>();
    for (Outcome.RuleResult result : results) {
      if (result.rule().severity() == Rule.Severity.FAIL && result.broken() > 0) {
        messages.add(
            "rule '%s' (%s) is broken by %d row%s, such as%n  %s"
                .formatted(
                    result.rule().name(),
                    result.rule().condition(),
                    result.broken(),
                    result.broken() == 1 ? "" : "s",
                    String.join(
                        System.lineSeparator() + "  ", examples(job, marked, result.rule()))));
      }
    }
    if (messages.isEmpty()) {
      return Optional.empty();
    }
    long version = ledger.state(job.name()).version();
    return Optional.of(
        new Outcome(
            job.name(),
            Outcome.Status.RULE_BROKEN,
            0,
            0,
            0,
            0,
            version,
            Map.of(),
            results,
            String.join(System.lineSeparator(), messages)));
  }

  private static List<String> examples(Job job, Dataset<Row> marked, Rule rule) {
    Column broken = not(coalesce(expr(rule.condition()), lit(true)));
    Column[] columns = Inputs.content(job).stream().map(name -> col(name)).toArray(Column[]::new);
    return marked.where(Judge.kept().and(broken)).select(columns).limit(3).toJSON().collectAsList();
  }
}
