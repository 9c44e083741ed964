package org.platformatlas.job;

import static scala.jdk.javaapi.CollectionConverters.asJava;
import static scala.jdk.javaapi.CollectionConverters.asScala;

import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.plans.logical.WithWindowDefinition;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.execution.command.ExplainCommand;
import scala.Function1;
import scala.Tuple3;
import scala.runtime.AbstractPartialFunction;

/** What Spark's own lexer and parser say of a text. */
public final class Sql {
  private Sql() {}

  /** The text without comments, with one space between tokens. */
  static String normalised(String text) {
    SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(text)));
    lexer.removeErrorListeners();
    StringJoiner tokens = new StringJoiner(" ");
    for (Token token : lexer.getAllTokens()) {
      if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        tokens.add(token.getText());
      }
    }
    return tokens.toString();
  }

  /**
   * The names of the tables a statement reads, as written: {@code clean.traffic}. A name of one
   * part is a paragraph of the statement itself.
   */
  public static Set<String> tables(LogicalPlan plan) {
    Set<String> names = new TreeSet<>();
    walk(
        explained(plan),
        node -> {
          if (node instanceof UnresolvedRelation relation
              && relation.multipartIdentifier().size() > 1) {
            names.add(String.join(".", asJava(relation.multipartIdentifier())));
          }
        },
        expression -> {});
    return names;
  }

  /** Whether a statement does nothing but read tables, each as it is now and by its name. */
  public static boolean readsTables(LogicalPlan statement) {
    boolean[] reads = {!tables(statement).isEmpty()};
    walk(
        explained(statement),
        node ->
            reads[0] &=
                !(node instanceof Command
                    || node instanceof ParsedStatement
                    || node instanceof RelationTimeTravel
                    || node instanceof UnresolvedTableValuedFunction),
        expression -> {});
    return reads[0];
  }

  private static LogicalPlan explained(LogicalPlan plan) {
    return plan instanceof ExplainCommand explain ? explain.logicalPlan() : plan;
  }

  /**
   * A statement with plans in place of the tables it names.
   *
   * @param tables what a name of more than one part stands for; null for one that is unknown
   */
  public static LogicalPlan withTables(LogicalPlan plan, Function<String, LogicalPlan> tables) {
    if (plan instanceof ExplainCommand explain) {
      return new ExplainCommand(withTables(explain.logicalPlan(), tables), explain.mode());
    }
    return plan.transformUpWithSubqueries(
        new AbstractPartialFunction<>() {
          @Override
          public boolean isDefinedAt(LogicalPlan node) {
            return node instanceof UnresolvedRelation || node instanceof UnresolvedWith;
          }

          @Override
          public LogicalPlan apply(LogicalPlan node) {
            return node instanceof UnresolvedWith with
                ? withTables(with, tables)
                : table((UnresolvedRelation) node, tables);
          }

          @Override
          @SuppressWarnings("unchecked")
          public <A extends LogicalPlan, B> B applyOrElse(A node, Function1<A, B> otherwise) {
            return isDefinedAt(node) ? (B) apply(node) : otherwise.apply(node);
          }
        });
  }

  private static LogicalPlan table(UnresolvedRelation named, Function<String, LogicalPlan> tables) {
    List<String> parts = asJava(named.multipartIdentifier());
    LogicalPlan table = parts.size() > 1 ? tables.apply(String.join(".", parts)) : null;
    return table == null ? named : table;
  }

  /** Spark does not count the paragraphs of a WITH clause among the children. */
  private static LogicalPlan withTables(UnresolvedWith with, Function<String, LogicalPlan> tables) {
    var paragraphs =
        asJava(with.cteRelations()).stream()
            .map(
                paragraph ->
                    new Tuple3<>(
                        paragraph._1(),
                        (SubqueryAlias) withTables(paragraph._2(), tables),
                        paragraph._3()))
            .toList();
    return with.copy(with.child(), asScala(paragraphs).toSeq(), with.allowRecursion());
  }

  /** The names of the functions a statement calls, in lower case. */
  static Set<String> functions(LogicalPlan plan) {
    Set<String> names = new TreeSet<>();
    walk(plan, node -> {}, expression -> addFunction(expression, names));
    return names;
  }

  static Set<String> functions(String expression) {
    Set<String> names = new TreeSet<>();
    walkExpression(
        new SparkSqlParser().parseExpression(expression),
        node -> {},
        found -> addFunction(found, names));
    return names;
  }

  public static LogicalPlan parse(String text) {
    return new SparkSqlParser().parsePlan(text);
  }

  private static void addFunction(Expression expression, Set<String> names) {
    if (expression instanceof UnresolvedFunction function) {
      List<String> parts = asJava(function.nameParts());
      names.add(parts.get(parts.size() - 1).toLowerCase(java.util.Locale.ROOT));
    }
  }

  /** Meets every node and expression of a plan, but not what a table is made of. */
  public static void walk(
      QueryPlan<?> plan, Consumer<QueryPlan<?>> onNode, Consumer<Expression> onExpression) {
    if (plan instanceof SubqueryAlias alias && !alias.identifier().qualifier().isEmpty()) {
      return;
    }
    onNode.accept(plan);
    asJava(plan.expressions()).forEach(e -> walkExpression(e, onNode, onExpression));
    if (plan instanceof WithWindowDefinition named) {
      // Spark does not count the windows of a WINDOW clause among the expressions.
      asJava(named.windowDefinitions())
          .values()
          .forEach(window -> walkExpression(window, onNode, onExpression));
    }
    asJava(plan.children()).forEach(child -> walk((QueryPlan<?>) child, onNode, onExpression));
    for (Object inner : asJava(plan.innerChildren())) {
      if (inner instanceof QueryPlan<?> innerPlan) {
        walk(innerPlan, onNode, onExpression);
      }
    }
  }

  private static void walkExpression(
      Expression expression, Consumer<QueryPlan<?>> onNode, Consumer<Expression> onExpression) {
    onExpression.accept(expression);
    if (expression instanceof PlanExpression<?> subquery) {
      walk(subquery.plan(), onNode, onExpression);
    }
    asJava(expression.children()).forEach(c -> walkExpression(c, onNode, onExpression));
  }
}
