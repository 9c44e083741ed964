package org.platformatlas.measure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser$;
import org.apache.spark.sql.catalyst.plans.physical.UnspecifiedDistribution$;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.delta.files.TahoeFileIndex;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.aggregate.ObjectHashAggregateExec;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.exchange.ENSURE_REQUIREMENTS$;
import org.apache.spark.sql.execution.exchange.Exchange;
import org.apache.spark.sql.execution.exchange.ShuffleExchangeExec;
import org.apache.spark.sql.types.StructField;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Leaves out the shuffle between the two steps of an aggregate that collects where each group lies
 * in one partition of a Delta table, and one task can read all files of a partition: where the
 * table's partitions are by columns that are keys, or are generated from keys.
 */
final class WholeGroups extends Rule<SparkPlan> {
  private static final String GENERATED = "delta.generationExpression";

  @Override
  public SparkPlan apply(SparkPlan plan) {
    return apply(plan, true);
  }

  /**
   * @param isFree whether nothing above, up to the next exchange, asks how rows are distributed
   */
  private static SparkPlan apply(SparkPlan plan, boolean isFree) {
    if (isFree && plan instanceof ObjectHashAggregateExec last) {
      Optional<CollectedRuns> runs = wholeGroups(last);
      if (runs.isPresent()) {
        return last.withNewChildren(Bridge.seq(List.of(runs.get())));
      }
    }
    boolean isFreeBelow =
        plan instanceof Exchange
            || isFree
                && plan.requiredChildDistribution()
                    .forall(distribution -> distribution == UnspecifiedDistribution$.MODULE$);
    return plan.mapChildren(child -> apply(child, isFreeBelow));
  }

  private static Optional<CollectedRuns> wholeGroups(ObjectHashAggregateExec last) {
    return last.child() instanceof ShuffleExchangeExec shuffle
            && shuffle.shuffleOrigin() == ENSURE_REQUIREMENTS$.MODULE$
            && CollectedRuns.of(shuffle.child()) instanceof CollectedRuns runs
            && runs.child() instanceof FileSourceScanExec scan
            && isKnownBefore(scan)
            && areDeterminedBy(names(last), scan)
            && GatheredFiles.canRead(scan)
        ? Optional.of(runs.gathered())
        : Optional.empty();
  }

  /** Whether it is known before the query runs which files are read. */
  private static boolean isKnownBefore(FileSourceScanExec scan) {
    return !scan.bucketedScan()
        && scan.partitionFilters()
            .forall(filter -> !filter.exists(part -> part instanceof PlanExpression));
  }

  private static Set<String> names(ObjectHashAggregateExec aggregate) {
    Set<String> names = new HashSet<>();
    for (NamedExpression key : CollectionConverters.asJava(aggregate.groupingExpressions())) {
      names.add(key.name().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  private static boolean areDeterminedBy(Set<String> keys, FileSourceScanExec scan) {
    FileIndex index = scan.relation().location();
    // Spark runs without Delta too, where the name of a class of Delta's must not be touched.
    return index.getClass().getName().startsWith("org.apache.spark.sql.delta.")
        && OfDelta.partitions(index).allMatch(column -> isDeterminedBy(keys, column));
  }

  private static boolean isDeterminedBy(Set<String> keys, StructField column) {
    return keys.contains(column.name().toLowerCase(Locale.ROOT))
        || column.metadata().contains(GENERATED)
            && keys.containsAll(
                columns(
                    CatalystSqlParser$.MODULE$.parseExpression(
                        column.metadata().getString(GENERATED))));
  }

  private static final class OfDelta {
    static Stream<StructField> partitions(FileIndex index) {
      return Stream.of(((TahoeFileIndex) index).metadata().partitionSchema().fields());
    }
  }

  private static List<String> columns(Expression expression) {
    List<String> names = new ArrayList<>();
    if (expression instanceof UnresolvedAttribute column) {
      names.add(column.name().toLowerCase(Locale.ROOT));
    }
    CollectionConverters.asJava(expression.children())
        .forEach(child -> names.addAll(columns(child)));
    return names;
  }
}
