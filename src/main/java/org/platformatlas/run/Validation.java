package org.platformatlas.run;

import static java.util.stream.Collectors.groupingBy;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Problems;
import org.platformatlas.job.Rule;
import org.platformatlas.job.Source;
import org.platformatlas.job.TableName;

/**
 * Analyses queries, rules and the expressions of sources against the contracts of what they read.
 */
public final class Validation {
  private final Inputs inputs;
  private final Problems problems;

  private Validation(Inputs inputs, Problems problems) {
    this.inputs = inputs;
    this.problems = problems;
  }

  /**
   * @param checked the jobs to check, of all that there are; those with problems already are not
   * @return of each query its rows, of inputs of which no more is known than their contracts say
   */
  public static Map<TableName, Dataset<Row>> check(
      SparkSession spark, Jobs jobs, Collection<Job> checked, Problems problems) {
    Map<TableName, Dataset<Row>> analysed = new HashMap<>();
    Inputs inputs = new Inputs(spark);
    jobs.all().stream().filter(Validation::isReadable).forEach(inputs::bindUnknown);
    Validation validation = new Validation(inputs, problems);
    for (Job job : checked) {
      boolean isAnalysable =
          job.inputs().stream()
              .allMatch(input -> jobs.get(input) != null && isReadable(jobs.get(input)));
      if (jobs.isFaulty(job.name()) || !isAnalysable) {
        continue;
      }
      if (job.query().isPresent()) {
        inputs.bindFacts(job);
        validation.add(
            job.where() + "/query.sql",
            "",
            () -> {
              Dataset<Row> rows = QueryBuild.query(inputs, job);
              analysed.put(job.name(), rows);
              return rows;
            });
      }
      job.source().ifPresent(source -> validation.check(job, source));
      validation.checkRules(job);
    }
    return analysed;
  }

  /** Whether anything is known of a table's columns. */
  private static boolean isReadable(Job job) {
    return !job.contract().columns().isEmpty();
  }

  private void check(Job job, Source source) {
    Dataset<Row> records = inputs.rows(job.name()).drop("source", "latest", "loaded_at", "period");
    String where = job.where() + "/source.yml";
    add(where, "period: ", () -> records.select(expr(source.period()).cast("date").as("period")));
    add(where, "edition: ", () -> records.drop("edition").select(expr(source.edition())));
  }

  /**
   * All rules of the same groups at once, and only where one is at fault each alone, to name it.
   */
  private void checkRules(Job job) {
    Dataset<Row> rows = inputs.rows(job.name());
    Map<List<String>, List<Rule>> byGroups =
        job.contract().rules().stream()
            .collect(groupingBy(Rule::by, LinkedHashMap::new, Collectors.toList()));
    for (List<Rule> rules : byGroups.values()) {
      if (!areSound(rows, rules)) {
        for (Rule rule : rules) {
          add(
              job.where() + "/contract.yml",
              "rule '%s': ".formatted(rule.name()),
              () -> asked(rows, List.of(rule)));
        }
      }
    }
  }

  private static boolean areSound(Dataset<Row> rows, List<Rule> rules) {
    try {
      return Repeatability.problems(asked(rows, rules)).isEmpty();
    } catch (Exception e) {
      return false;
    }
  }

  /** What is asked of rows to judge them by rules of the same groups. */
  private static Dataset<Row> asked(Dataset<Row> rows, List<Rule> rules) {
    Rule any = rules.get(0);
    Column[] conditions = new Column[rules.size()];
    Column all = lit(true);
    for (int i = 0; i < conditions.length; i++) {
      Column condition = expr(rules.get(i).condition());
      conditions[i] = condition.as("_holds" + i);
      // Unlike AND, CASE makes no boolean of a text.
      all = all.and(when(any.isOfGroups() ? col("_holds" + i) : condition, true));
    }
    if (!any.isOfGroups()) {
      return rows.where(all);
    }
    Column[] by = any.by().stream().map(name -> col(name)).toArray(Column[]::new);
    return rows.groupBy(by)
        .agg(conditions[0], Arrays.copyOfRange(conditions, 1, conditions.length))
        .where(all);
  }

  private void add(String where, String what, Supplier<Dataset<Row>> analysed) {
    try {
      Repeatability.problems(analysed.get()).forEach(found -> problems.add(where, what + found));
    } catch (Exception e) {
      // Spark throws checked exceptions that its Scala signatures do not declare.
      problems.add(where, what + Failure.line(e));
    }
  }
}
