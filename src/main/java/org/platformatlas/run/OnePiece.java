package org.platformatlas.run;

import static scala.jdk.javaapi.CollectionConverters.asJava;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.plans.physical.Partitioning;
import org.apache.spark.sql.catalyst.plans.physical.RoundRobinPartitioning;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.CoalesceExec;
import org.apache.spark.sql.execution.ColumnarRule;
import org.apache.spark.sql.execution.RemoveRedundantSorts$;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.exchange.ShuffleExchangeExec;
import org.apache.spark.sql.internal.SQLConf;

/**
 * Runs the whole plan of a build of few rows in one task: a shuffle into one partition would only
 * write them to a file and read them again. What several steps read is shuffled all the same, so
 * that it is computed once. What then lies in order is not sorted again.
 */
final class OnePiece {
  /** The setting that says that rows are few. */
  static final String SETTING = "spark.platformatlas.onePiece";

  private OnePiece() {}

  static ColumnarRule rule() {
    return new ColumnarRule() {
      @Override
      public Rule<SparkPlan> preColumnarTransitions() {
        return new WithoutShuffles();
      }
    };
  }

  private static final class WithoutShuffles extends Rule<SparkPlan> {
    @Override
    public SparkPlan apply(SparkPlan plan) {
      if (!SQLConf.get().getConfString(SETTING, "false").equals("true")) {
        return plan;
      }
      Map<SparkPlan, Integer> readers = new HashMap<>();
      count(plan, readers);
      return RemoveRedundantSorts$.MODULE$.apply(inOnePiece(plan, readers));
    }

    private static void count(SparkPlan plan, Map<SparkPlan, Integer> readers) {
      boolean isFirst =
          !(plan instanceof ShuffleExchangeExec)
              || readers.merge(plan.canonicalized(), 1, Integer::sum) == 1;
      if (isFirst) {
        asJava(plan.children()).forEach(child -> count(child, readers));
      }
    }

    private static SparkPlan inOnePiece(SparkPlan plan, Map<SparkPlan, Integer> readers) {
      if (plan instanceof ShuffleExchangeExec shuffle
          && isToOne(shuffle.outputPartitioning())
          && readers.get(shuffle.canonicalized()) == 1) {
        SparkPlan rows = inOnePiece(shuffle.child(), readers);
        // Rows that are in one piece already stay in their order, too.
        return rows.outputPartitioning().numPartitions() == 1 ? rows : new CoalesceExec(1, rows);
      }
      return plan.mapChildren(child -> inOnePiece(child, readers));
    }

    /** Nothing rests on where rows dealt out in turn come to lie. */
    private static boolean isToOne(Partitioning partitioning) {
      return partitioning.numPartitions() == 1 || partitioning instanceof RoundRobinPartitioning;
    }
  }
}
