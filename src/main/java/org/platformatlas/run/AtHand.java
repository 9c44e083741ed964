package org.platformatlas.run;

import static scala.jdk.javaapi.CollectionConverters.asJava;
import static scala.jdk.javaapi.CollectionConverters.asScala;

import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CodegenObjectFactoryMode;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.plans.physical.Partitioning;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.ColumnarRule;
import org.apache.spark.sql.execution.LimitExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.TakeOrderedAndProjectExec;
import org.apache.spark.sql.execution.UnaryExecNode;
import org.apache.spark.sql.execution.command.DataWritingCommandExec;
import org.apache.spark.sql.execution.datasources.WriteFilesExec;
import org.apache.spark.sql.execution.datasources.v2.V2CommandExec;
import org.apache.spark.sql.execution.exchange.Exchange;
import org.apache.spark.sql.internal.SQLConf;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Has what a task computes by interpreted expressions computed with its settings at hand: Spark
 * else reads all of them anew for each value that such an expression takes from a list or a struct.
 */
final class AtHand extends SparkPlan implements UnaryExecNode {
  private static final ClassTag<InternalRow> ROW = ClassTag$.MODULE$.apply(InternalRow.class);

  private final SparkPlan child;

  private AtHand(SparkPlan child) {
    this.child = child;
  }

  /** Puts this step at the end of what one task does, where anything in that is interpreted. */
  static ColumnarRule rule() {
    return new ColumnarRule() {
      @Override
      public Rule<SparkPlan> postColumnarTransitions() {
        return new Rule<>() {
          @Override
          public SparkPlan apply(SparkPlan plan) {
            return task(plan);
          }
        };
      }
    };
  }

  /** A plan that ends where a task does, with this step if there is need of it. */
  private static SparkPlan task(SparkPlan plan) {
    SparkPlan rest = rest(plan);
    return computes(rest) && !rest.supportsColumnar() && interprets(rest) ? new AtHand(rest) : rest;
  }

  private static SparkPlan rest(SparkPlan plan) {
    return plan.mapChildren(child -> computes(plan) ? rest(child) : task(child));
  }

  /** Whether a step makes rows within a task, and neither brings them there nor takes them on. */
  private static boolean computes(SparkPlan plan) {
    return !(plan.children().isEmpty()
        || plan instanceof Exchange
        || plan instanceof LimitExec
        || plan instanceof TakeOrderedAndProjectExec
        || plan instanceof DataWritingCommandExec
        || plan instanceof WriteFilesExec
        || plan instanceof V2CommandExec);
  }

  private static boolean interprets(SparkPlan plan) {
    return plan.conf().codegenFactoryMode() == CodegenObjectFactoryMode.NO_CODEGEN()
        || plan.expressions().exists(expression -> expression.exists(AtHand::isInterpreted))
        || asJava(plan.children()).stream().anyMatch(c -> computes(c) && interprets(c));
  }

  private static boolean isInterpreted(Object expression) {
    return expression instanceof CodegenFallback;
  }

  @Override
  public RDD<InternalRow> doExecute() {
    return new Rows(child.execute());
  }

  private static final class Rows extends RDD<InternalRow> {
    Rows(RDD<InternalRow> rows) {
      super(rows, ROW);
    }

    @Override
    public Partition[] getPartitions() {
      return firstParent(ROW).partitions();
    }

    @Override
    public Iterator<InternalRow> compute(Partition partition, TaskContext task) {
      SQLConf settings = SQLConf.get();
      Iterator<InternalRow> rows =
          SQLConf.withExistingConf(settings, () -> firstParent(ROW).iterator(partition, task));
      return new AbstractIterator<>() {
        private InternalRow next;

        @Override
        public boolean hasNext() {
          if (next == null) {
            next = SQLConf.withExistingConf(settings, () -> rows.hasNext() ? rows.next() : null);
          }
          return next != null;
        }

        @Override
        public InternalRow next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          InternalRow row = next;
          next = null;
          return row;
        }
      };
    }
  }

  @Override
  public Seq<Attribute> output() {
    return child.output();
  }

  @Override
  public Partitioning outputPartitioning() {
    return child.outputPartitioning();
  }

  @Override
  public Seq<SortOrder> outputOrdering() {
    return child.outputOrdering();
  }

  @Override
  public SparkPlan child() {
    return child;
  }

  @Override
  public Seq<SparkPlan> children() {
    return asScala(List.of(child)).toSeq();
  }

  @Override
  public SparkPlan withNewChildInternal(SparkPlan newChild) {
    return new AtHand(newChild);
  }

  @Override
  public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
    return new AtHand(children.head());
  }

  @Override
  public SparkPlan doCanonicalize() {
    return child.canonicalized();
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int index) {
    return List.of(child).get(index);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof AtHand;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AtHand same && child.equals(same.child);
  }

  @Override
  public int hashCode() {
    return child.hashCode();
  }
}
