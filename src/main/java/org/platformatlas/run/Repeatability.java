package org.platformatlas.run;

import static scala.jdk.javaapi.CollectionConverters.asJava;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.EliminateSubqueryAliases$;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionSet;
import org.apache.spark.sql.catalyst.expressions.FrameLessOffsetWindowFunction;
import org.apache.spark.sql.catalyst.expressions.NTile;
import org.apache.spark.sql.catalyst.expressions.NthValue;
import org.apache.spark.sql.catalyst.expressions.RowFrame$;
import org.apache.spark.sql.catalyst.expressions.RowNumber;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.expressions.SpecifiedWindowFrame;
import org.apache.spark.sql.catalyst.expressions.WindowExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateFunction;
import org.apache.spark.sql.catalyst.optimizer.InlineCTE;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.platformatlas.job.Sql;

/**
 * Finds in a query what may give another result for the same rows: when they come in another order
 * or are split in another way, at another time, or by chance. What cannot be shown to be safe is
 * found too.
 */
final class Repeatability {
  /** Spark's aggregates whose result is the same for any order of the rows, by class. */
  private static final Set<String> OF_ANY_ORDER =
      Set.of(
          "BitAndAgg",
          "BitOrAgg",
          "BitXorAgg",
          "BoolAnd",
          "BoolOr",
          "CollectList", // in any order itself: formulas sort what they are given
          "CollectSet",
          "CollectedNumbers", // likewise
          "Count",
          "CountIf",
          "HyperLogLogPlusPlus",
          "Max",
          "Median",
          "Min",
          "Percentile",
          "PercentileCont",
          "PercentileDisc",
          "RegrCount");

  private static final Set<String> OF_THE_TIME =
      Set.of("CurrentDate", "CurrentTime", "CurrentTimestamp", "LocalTimestamp", "Now");

  private static final Set<String> OF_THE_SESSION =
      Set.of("CurrentCatalog", "CurrentDatabase", "CurrentUser");

  private final Set<String> problems = new LinkedHashSet<>();
  private boolean isOrdered;

  private Repeatability() {}

  /**
   * What is wrong, each with its cure.
   *
   * @param rows a query over inputs whose keys Spark knows
   */
  static List<String> problems(Dataset<Row> rows) {
    Repeatability found = new Repeatability();
    var execution = ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution();
    Sql.walk(execution.analyzed(), found::node, found::expression);
    if (found.isOrdered && !isInTotalOrder(written(execution.analyzed()))) {
      Sql.walk(execution.optimizedPlan(), found::order, expression -> {});
    }
    return List.copyOf(found.problems);
  }

  /** Whether nothing in a plan depends on the order of rows that are equal in what orders them. */
  private static boolean isInTotalOrder(LogicalPlan plan) {
    Repeatability found = new Repeatability();
    Sql.walk(plan, found::order, expression -> {});
    return found.problems.isEmpty();
  }

  /**
   * A plan as it was written, its parts by name in the places where they are read. Mostly that says
   * already which columns name one row; what it does not say the optimised plan may, which takes
   * longer to make.
   */
  private static LogicalPlan written(LogicalPlan plan) {
    return EliminateSubqueryAliases$.MODULE$.apply(new InlineCTE(true, false).apply(plan));
  }

  private void node(QueryPlan<?> node) {
    if (node instanceof Sample) {
      add("TABLESAMPLE", "takes other rows every time", "filter by a hash of the key");
    }
    isOrdered |= node instanceof Window || node instanceof LocalLimit || node instanceof Offset;
  }

  private void expression(Expression expression) {
    String kind = expression.getClass().getSimpleName();
    if (expression instanceof AggregateExpression aggregate) {
      aggregate(aggregate.aggregateFunction());
    } else if (OF_THE_TIME.contains(kind)) {
      add(expression.sql(), "is another at another time", "take the time from the data");
    } else if (OF_THE_SESSION.contains(kind)) {
      add(expression.sql(), "is another in another session", "write its value");
    } else if (!(expression instanceof AggregateFunction)
        && !expression.deterministic()
        && asJava(expression.children()).stream().allMatch(Expression::deterministic)) {
      add(expression.sql(), "is another every time", "make it from the data: xxhash64(key)");
    }
  }

  private void aggregate(AggregateFunction function) {
    String kind = function.getClass().getSimpleName();
    boolean ours = function.getClass().getName().startsWith("org.platformatlas.");
    if (ours || OF_ANY_ORDER.contains(kind)) {
      return;
    }
    boolean adds = kind.equals("Sum") || kind.equals("Average");
    boolean isFloating =
        asJava(function.children()).stream()
            .map(Expression::dataType)
            .anyMatch(type -> type instanceof DoubleType || type instanceof FloatType);
    if (adds && isFloating) {
      String exact = kind.equals("Sum") ? "exact_sum" : "exact_avg";
      add(function.sql(false), "depends on how the rows are split", "use " + exact);
    } else if (!adds) {
      add(
          function.sql(false),
          "may depend on the order of the rows",
          "use max(x), or max(struct(y, x)).x for the x of the greatest y");
    }
  }

  private void order(QueryPlan<?> node) {
    if (node instanceof Window window && !isTotal(window.child(), ordering(window))) {
      for (Expression named : asJava(window.expressions())) {
        for (Expression expression : asJava(named.children())) {
          if (expression instanceof WindowExpression function && dependsOnTies(function)) {
            add(
                function.windowFunction().sql() + " OVER (…)",
                "depends on the order of rows that ORDER BY leaves equal",
                "add the columns that name one row to PARTITION BY or ORDER BY");
          }
        }
      }
    }
    if ((node instanceof LocalLimit limit && !isSorted(limit))
        || (node instanceof Offset offset && !isSorted(offset))) {
      add(
          "LIMIT",
          "takes any of the rows that ORDER BY leaves equal",
          "add the columns that name one row to ORDER BY");
    }
  }

  private static List<Expression> ordering(Window window) {
    List<Expression> columns = new ArrayList<>(asJava(window.partitionSpec()));
    asJava(window.orderSpec()).forEach(by -> columns.add(by.child()));
    return columns;
  }

  private static boolean dependsOnTies(WindowExpression expression) {
    Expression function = expression.windowFunction();
    if (function instanceof AggregateExpression) {
      return expression.windowSpec().frameSpecification() instanceof SpecifiedWindowFrame frame
          && frame.frameType() == RowFrame$.MODULE$
          && !frame.isUnbounded();
    }
    return function instanceof RowNumber
        || function instanceof NTile
        || function instanceof NthValue
        || function instanceof FrameLessOffsetWindowFunction;
  }

  private static boolean isSorted(LogicalPlan plan) {
    if (plan instanceof LocalLimit
        || plan instanceof GlobalLimit
        || plan instanceof Offset
        || plan instanceof Project) {
      return isSorted(plan.children().head());
    }
    return plan instanceof Sort sort
        && isTotal(sort.child(), asJava(sort.order()).stream().map(SortOrder::child).toList());
  }

  /** Whether no two rows of a plan are equal in these columns but those equal in all. */
  private static boolean isTotal(LogicalPlan plan, List<Expression> columns) {
    Set<ExprId> ids = new HashSet<>();
    for (Expression expression : columns) {
      if (expression instanceof Attribute column) {
        ids.add(column.exprId());
      }
    }
    if (asJava(plan.output()).stream().allMatch(column -> ids.contains(column.exprId()))) {
      return true;
    }
    for (ExpressionSet key : asJava(plan.distinctKeys())) {
      if (asJava(key.toSeq()).stream()
          .allMatch(e -> e instanceof Attribute column && ids.contains(column.exprId()))) {
        return true;
      }
    }
    return false;
  }

  private void add(String what, String why, String cure) {
    String text = what.replaceAll("\\s+", " ");
    String shorter = text.length() > 100 ? text.substring(0, 100) + "…" : text;
    problems.add("%s %s (%s)".formatted(shorter, why, cure));
  }
}
