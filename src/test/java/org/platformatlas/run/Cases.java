package org.platformatlas.run;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.TableName;

/** Runs a table's query over rows written by hand. */
public final class Cases {
  private Cases() {}

  /** The query's rows when its inputs hold just these; a column not given is null. */
  public static Dataset<Row> run(
      SparkSession spark, Jobs jobs, Job job, Map<TableName, List<Map<String, String>>> given) {
    Inputs inputs = new Inputs(spark);
    for (TableName input : job.inputs()) {
      if (given.containsKey(input)) {
        inputs.bindRows(jobs.get(input), given.get(input));
      } else {
        inputs.bindEmpty(jobs.get(input));
      }
    }
    if (!job.inputs().containsAll(given.keySet())) {
      throw new IllegalArgumentException(
          job.name() + " reads " + job.inputs() + ", not all of " + given.keySet());
    }
    inputs.bindFacts(job);
    return QueryBuild.query(spark, job);
  }

  /** Rows written by hand, with the types of the table's contract. */
  public static Dataset<Row> rows(
      SparkSession spark, Job job, Collection<String> columns, List<Map<String, String>> rows) {
    Map<String, DataType> types = new LinkedHashMap<>();
    for (String column : columns) {
      DataType type = Inputs.types(job).get(column);
      if (type == null) {
        throw new IllegalArgumentException(job.name() + " has no column " + column);
      }
      types.put(column, type);
    }
    return spark.sql(Inline.select(types, rows));
  }
}
