package org.platformatlas.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.Partial$;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.ColumnarRule;
import org.apache.spark.sql.execution.ColumnarToRowTransition;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.aggregate.ObjectHashAggregateExec;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The first step of an aggregate that collects, straight from the columns of files: a group is
 * looked up once for each run of rows that have the same keys, where Spark's own step makes a row
 * of each and looks up its group. A task gives a group more than once where it would hold too much.
 *
 * <p>A step that gathers reads all files of one partition of a table by one task, see {@link
 * WholeGroups}.
 */
final class CollectedRuns extends SparkPlan implements ColumnarToRowTransition {
  private static final List<DataType> KEYS =
      List.of(
          DataTypes.BooleanType,
          DataTypes.DateType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.StringType,
          DataTypes.TimestampType);

  private final Seq<Attribute> output;
  private final Collected<?> function;
  private final SparkPlan child;
  private final boolean gathers;

  /**
   * @param output the keys, and last what is collected as it is shuffled
   * @param function the aggregate, of columns of {@code child}
   */
  private CollectedRuns(
      Seq<Attribute> output, Collected<?> function, SparkPlan child, boolean gathers) {
    this.output = output;
    this.function = function;
    this.child = child;
    this.gathers = gathers;
  }

  /** Puts this step in the place of Spark's where its rows come in columns. */
  static ColumnarRule rule() {
    Rule<SparkPlan> rule =
        new Rule<>() {
          @Override
          public SparkPlan apply(SparkPlan plan) {
            return of(plan.mapChildren(this::apply));
          }
        };
    return new ColumnarRule() {
      @Override
      public Rule<SparkPlan> preColumnarTransitions() {
        return rule;
      }
    };
  }

  /** This step in the place of Spark's, or the plan itself. */
  static SparkPlan of(SparkPlan plan) {
    if (!(plan instanceof ObjectHashAggregateExec aggregate)
        || aggregate.isStreaming()
        || aggregate.groupingExpressions().isEmpty()
        || aggregate.aggregateExpressions().size() != 1) {
      return plan;
    }
    SparkPlan source = withoutChoice(aggregate.child());
    AggregateExpression only = aggregate.aggregateExpressions().head();
    return source.supportsColumnar()
            && only.mode() == Partial$.MODULE$
            && only.filter().isEmpty()
            && only.aggregateFunction() instanceof Collected<?> function
            && function.children().forall(column -> column instanceof Attribute)
            && aggregate
                .groupingExpressions()
                .forall(key -> key instanceof Attribute column && KEYS.contains(column.dataType()))
        ? new CollectedRuns(aggregate.output(), function, source, false)
        : plan;
  }

  /** The same over a scan of which all files of a partition are read by one task. */
  CollectedRuns gathered() {
    return new CollectedRuns(output, function, child, true);
  }

  /** What a step that only chooses columns chooses from. */
  private static SparkPlan withoutChoice(SparkPlan plan) {
    return plan instanceof ProjectExec project
            && project.projectList().forall(column -> column instanceof Attribute)
        ? project.child()
        : plan;
  }

  @Override
  public RDD<InternalRow> doExecute() {
    List<BoundReference> keys = new ArrayList<>();
    for (Attribute column : CollectionConverters.asJava(output).subList(0, output.size() - 1)) {
      keys.add(bound(column));
    }
    int[] columns = new int[function.children().size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = bound((Attribute) function.child(i)).ordinal();
    }
    RDD<ColumnarBatch> batches =
        gathers ? GatheredFiles.of((FileSourceScanExec) child) : child.executeColumnar();
    return batches.toJavaRDD().mapPartitions(new Task<>(keys, columns, function)).rdd();
  }

  private BoundReference bound(Attribute column) {
    int ordinal = child.output().indexWhere(other -> other.exprId().equals(column.exprId()));
    return new BoundReference(ordinal, column.dataType(), column.nullable());
  }

  /** What is done to the batches of one partition. */
  private record Task<B>(List<BoundReference> keys, int[] columns, Collected<B> function)
      implements FlatMapFunction<Iterator<ColumnarBatch>, InternalRow> {
    @Override
    public Iterator<InternalRow> call(Iterator<ColumnarBatch> batches) {
      return new Groups<>(this, batches);
    }
  }

  /** The rows of one partition: the keys of each group, and what it collected. */
  private static final class Groups<B> implements Iterator<InternalRow> {
    private static final int MOST_ROWS = 1 << 22;

    private static final int MOST_GROUPS = 1 << 16;

    private final Task<B> task;
    private final Iterator<ColumnarBatch> batches;
    private final UnsafeProjection key;
    private final UnsafeProjection output;
    private Iterator<Map.Entry<UnsafeRow, B>> groups = Collections.emptyIterator();

    Groups(Task<B> task, Iterator<ColumnarBatch> batches) {
      this.task = task;
      this.batches = batches;
      this.key = UnsafeProjection.create(Bridge.seq(List.<Expression>copyOf(task.keys)));
      List<Expression> columns = new ArrayList<>();
      for (BoundReference column : task.keys) {
        columns.add(new BoundReference(columns.size(), column.dataType(), column.nullable()));
      }
      columns.add(new BoundReference(columns.size(), DataTypes.BinaryType, false));
      this.output = UnsafeProjection.create(Bridge.seq(columns));
    }

    @Override
    public boolean hasNext() {
      if (!groups.hasNext() && batches.hasNext()) {
        groups = collected().entrySet().iterator();
      }
      return groups.hasNext();
    }

    @Override
    public InternalRow next() {
      hasNext();
      Map.Entry<UnsafeRow, B> group = groups.next();
      Object[] collected = {task.function.serialize(group.getValue())};
      return output.apply(new JoinedRow(group.getKey(), new GenericInternalRow(collected)));
    }

    private Map<UnsafeRow, B> collected() {
      Map<UnsafeRow, B> found = new HashMap<>();
      long count = 0;
      while (batches.hasNext() && count < MOST_ROWS && found.size() < MOST_GROUPS) {
        ColumnarBatch batch = batches.next();
        collect(batch, found);
        count += batch.numRows();
      }
      return found;
    }

    private void collect(ColumnarBatch batch, Map<UnsafeRow, B> found) {
      boolean[] isFirst = new boolean[batch.numRows()];
      for (BoundReference column : task.keys) {
        markFirst(batch.column(column.ordinal()), column.dataType(), isFirst);
      }
      ColumnVector[] columns = new ColumnVector[task.columns.length];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = batch.column(task.columns[i]);
      }
      int from = 0;
      for (int to = 1; to <= isFirst.length; to++) {
        if (to == isFirst.length || isFirst[to]) {
          UnsafeRow group = key.apply(batch.getRow(from));
          B list = found.get(group);
          if (list == null) {
            list = task.function.createAggregationBuffer();
            found.put(group.copy(), list);
          }
          task.function.collect(list, columns, from, to);
          from = to;
        }
      }
    }

    /** Marks the rows that differ from the one before; a null may be marked that does not. */
    private static void markFirst(ColumnVector column, DataType type, boolean[] isFirst) {
      if (column.hasNull()) {
        for (int i = 1; i < isFirst.length; i++) {
          isFirst[i] |= column.isNullAt(i - 1) || column.isNullAt(i);
        }
      }
      if (column instanceof WritableColumnVector vector && vector.hasDictionary()) {
        WritableColumnVector ids = vector.getDictionaryIds();
        for (int i = 1; i < isFirst.length; i++) {
          isFirst[i] |= ids.getDictId(i - 1) != ids.getDictId(i);
        }
      } else if (type.equals(DataTypes.StringType)) {
        for (int i = 1; i < isFirst.length; i++) {
          isFirst[i] |=
              isFirst[i] || !Objects.equals(column.getUTF8String(i - 1), column.getUTF8String(i));
        }
      } else if (type.equals(DataTypes.BooleanType)) {
        for (int i = 1; i < isFirst.length; i++) {
          isFirst[i] |= column.getBoolean(i - 1) != column.getBoolean(i);
        }
      } else if (type.equals(DataTypes.LongType) || type.equals(DataTypes.TimestampType)) {
        for (int i = 1; i < isFirst.length; i++) {
          isFirst[i] |= column.getLong(i - 1) != column.getLong(i);
        }
      } else {
        for (int i = 1; i < isFirst.length; i++) {
          isFirst[i] |= column.getInt(i - 1) != column.getInt(i);
        }
      }
    }
  }

  @Override
  public Seq<Attribute> output() {
    return output;
  }

  @Override
  public SparkPlan child() {
    return child;
  }

  @Override
  public Seq<SparkPlan> children() {
    return Bridge.seq(List.of(child));
  }

  @Override
  public SparkPlan withNewChildInternal(SparkPlan newChild) {
    return new CollectedRuns(output, function, newChild, gathers);
  }

  @Override
  public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
    return withNewChildInternal(children.head());
  }

  /** Equal only to itself over the same rows. */
  @Override
  public SparkPlan doCanonicalize() {
    return withNewChildInternal(child.canonicalized());
  }

  @Override
  public int productArity() {
    return 4;
  }

  @Override
  public Object productElement(int index) {
    return List.of(output, function, child, gathers).get(index);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof CollectedRuns;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CollectedRuns runs
        && output.equals(runs.output)
        && function.equals(runs.function)
        && child.equals(runs.child)
        && gathers == runs.gathers;
  }

  @Override
  public int hashCode() {
    return Objects.hash(output, function, child, gathers);
  }
}
