package org.platformatlas.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
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
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Leaves out the shuffle between the two steps of an aggregate that collects where each group lies
 * in one partition of a Delta table, and one task can read all files of a partition: where the
 * table's partitions are by columns that are keys, or are generated from dates that are keys.
 */
final class WholeGroups extends Rule<SparkPlan> {
  private static final String GENERATED = "delta.generationExpression";

  /** Of a date these are the same in every session, whatever its time zone. */
  private static final Set<String> OF_DATES = Set.of("trunc", "year", "quarter", "month");

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
            && areDeterminedBy(types(last), scan)
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

  /** The keys' types by their names. */
  private static Map<String, DataType> types(ObjectHashAggregateExec aggregate) {
    Map<String, DataType> types = new HashMap<>();
    for (NamedExpression key : CollectionConverters.asJava(aggregate.groupingExpressions())) {
      types.put(key.name().toLowerCase(Locale.ROOT), key.toAttribute().dataType());
    }
    return types;
  }

  private static boolean areDeterminedBy(Map<String, DataType> keys, FileSourceScanExec scan) {
    return partitions(scan.relation().location()).allMatch(column -> isDeterminedBy(keys, column));
  }

  private static Stream<StructField> partitions(FileIndex index) {
    // Spark runs without Delta too, where the name of a class of Delta's must not be touched.
    return index.getClass().getName().startsWith("org.apache.spark.sql.delta.")
        ? OfDelta.partitions(index)
        : Stream.of(index.partitionSchema().fields());
  }

  private static boolean isDeterminedBy(Map<String, DataType> keys, StructField column) {
    return keys.containsKey(column.name().toLowerCase(Locale.ROOT))
        || column.metadata().contains(GENERATED)
            && isOfDates(
                CatalystSqlParser$.MODULE$.parseExpression(column.metadata().getString(GENERATED)),
                keys);
  }

  private static boolean isOfDates(Expression expression, Map<String, DataType> keys) {
    return expression instanceof UnresolvedFunction function
        && OF_DATES.contains(function.nameParts().last().toLowerCase(Locale.ROOT))
        && function
            .arguments()
            .forall(
                argument ->
                    argument instanceof Literal
                        || argument instanceof UnresolvedAttribute column
                            && keys.get(column.name().toLowerCase(Locale.ROOT))
                                == DataTypes.DateType);
  }

  private static final class OfDelta {
    static Stream<StructField> partitions(FileIndex index) {
      return Stream.of(((TahoeFileIndex) index).metadata().partitionSchema().fields());
    }
  }
}
