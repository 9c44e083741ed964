package org.platformatlas.run;

import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.platformatlas.AtlasException;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Problems;
import org.platformatlas.job.Rule;

/** Analyses every query and rule against the contracts of what it reads. */
public final class Validation {
  private Validation() {}

  public static void check(SparkSession spark, Jobs jobs, Problems problems) {
    Inputs inputs = new Inputs(spark);
    for (Job job : jobs.all()) {
      inputs.bindEmpty(job);
    }
    for (Job job : jobs.all()) {
      Dataset<Row> rows = spark.table(job.name().toString());
      if (job.query().isPresent()) {
        inputs.bindFacts(job);
        try {
          QueryBuild.query(spark, job);
        } catch (AtlasException e) {
          problems.add(job.folder().toString(), e.getMessage());
        } catch (Exception e) {
          problems.add(job.folder() + "/query.sql", explained(e));
        }
      }
      for (Rule rule : job.contract().rules()) {
        try {
          rows.where(functions.expr(rule.condition()));
        } catch (Exception e) {
          problems.add(
              job.folder() + "/contract.yml", "rule '%s': %s".formatted(rule.name(), explained(e)));
        }
      }
    }
  }

  private static String explained(Exception e) {
    if (e instanceof AnalysisException analysis) {
      return analysis.getSimpleMessage().replaceAll("\\s+", " ").strip();
    }
    return Failure.summary(e);
  }
}
