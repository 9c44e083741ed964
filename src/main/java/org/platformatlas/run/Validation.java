package org.platformatlas.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
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
  private final SparkSession spark;
  private final Problems problems;

  private Validation(SparkSession spark, Problems problems) {
    this.spark = spark;
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
    Validation validation = new Validation(spark, problems);
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
              Dataset<Row> rows = QueryBuild.query(spark, job);
              analysed.put(job.name(), rows);
              return rows;
            });
      }
      job.source().ifPresent(source -> validation.check(job, source));
      job.contract().rules().forEach(rule -> validation.check(job, rule));
    }
    return analysed;
  }

  /** Whether anything is known of a table's columns. */
  private static boolean isReadable(Job job) {
    return !job.contract().columns().isEmpty();
  }

  private void check(Job job, Source source) {
    Dataset<Row> records =
        spark.table(job.name().toString()).drop("source", "latest", "loaded_at", "period");
    String where = job.where() + "/source.yml";
    add(where, "period: ", () -> records.select(expr(source.period()).cast("date").as("period")));
    add(where, "edition: ", () -> records.drop("edition").select(expr(source.edition())));
  }

  private void check(Job job, Rule rule) {
    Dataset<Row> rows = spark.table(job.name().toString());
    Column condition = expr(rule.condition());
    Column[] by = rule.by().stream().map(name -> col(name)).toArray(Column[]::new);
    add(
        job.where() + "/contract.yml",
        "rule '%s': ".formatted(rule.name()),
        () ->
            rule.isOfGroups()
                ? rows.groupBy(by).agg(condition.as("_holds")).where("_holds")
                : rows.where(condition));
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
