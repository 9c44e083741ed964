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
  private final Job job;
  private final boolean optimised;
  private final Problems problems = new Problems();
  private Dataset<Row> result;

  private Validation(Inputs inputs, Job job, boolean optimised) {
    this.inputs = inputs;
    this.job = job;
    this.optimised = optimised;
  }

  /**
   * @param checked the jobs to check, of all that there are; those with problems already are not
   * @param optimised whether Spark also computes what is constant, which may fail; a build of the
   *     table would find it
   * @return of each query its rows, of inputs of which no more is known than their contracts say
   */
  public static Map<TableName, Dataset<Row>> check(
      SparkSession spark,
      Jobs jobs,
      Collection<Job> checked,
      boolean optimised,
      Problems problems) {
    List<Job> analysable = checked.stream().filter(job -> isAnalysable(job, jobs)).toList();
    List<Validation> done =
        SideBySide.each(
            spark,
            analysable,
            session -> {
              // For good, as nothing else is done in this session.
              FewRows.of(session, 0);
              Inputs unknown = new Inputs(session);
              jobs.all().stream().filter(Validation::isReadable).forEach(unknown::bindUnknown);
              return job -> new Validation(unknown, job, optimised).check();
            });
    Map<TableName, Dataset<Row>> analysed = new HashMap<>();
    for (Validation one : done) {
      problems.addAll(one.problems);
      if (one.result != null) {
        analysed.put(one.job.name(), one.result);
      }
    }
    return analysed;
  }

  private static boolean isAnalysable(Job job, Jobs jobs) {
    return !jobs.isFaulty(job.name())
        && job.inputs().stream()
            .allMatch(input -> jobs.get(input) != null && isReadable(jobs.get(input)));
  }

  /** Whether anything is known of a table's columns. */
  private static boolean isReadable(Job job) {
    return !job.contract().columns().isEmpty();
  }

  private Validation check() {
    if (job.query().isPresent()) {
      inputs.bindFacts(job);
      add(job.where() + "/query.sql", "", () -> result = QueryBuild.query(inputs, job));
    }
    job.source().ifPresent(this::check);
    checkRules();
    return this;
  }

  private void check(Source source) {
    Dataset<Row> records = inputs.rows(job.name()).drop("source", "latest", "loaded_at", "period");
    String where = job.where() + "/source.yml";
    add(where, "period: ", () -> records.select(expr(source.period()).cast("date").as("period")));
    add(where, "edition: ", () -> records.drop("edition").select(expr(source.edition())));
  }

  /**
   * All rules of the same groups at once, and only where one is at fault each alone, to name it.
   */
  private void checkRules() {
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

  private boolean areSound(Dataset<Row> rows, List<Rule> rules) {
    try {
      return problems(asked(rows, rules)).isEmpty();
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
      problems(analysed.get()).forEach(found -> problems.add(where, what + found));
    } catch (Exception e) {
      // Spark throws checked exceptions that its Scala signatures do not declare.
      problems.add(where, what + Failure.line(e));
    }
  }

  private List<String> problems(Dataset<Row> rows) {
    if (optimised) {
      ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution().optimizedPlan();
    }
    return Repeatability.problems(rows);
  }
}
