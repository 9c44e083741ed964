package org.platformatlas.run;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Query;
import org.platformatlas.job.TableName;

/** Runs a table's query over rows written by hand. */
public final class Cases {
  private Cases() {}

  /**
   * The query's rows when its inputs hold just these; a column not given is null. Facts and
   * parameters that are not given are those of the folder.
   */
  public static Dataset<Row> run(
      SparkSession spark,
      Jobs jobs,
      Job folder,
      Map<String, String> parameters,
      Map<TableName, List<Map<String, String>>> all) {
    Map<String, String> facts = new LinkedHashMap<>(folder.facts());
    Map<String, String> literals = new LinkedHashMap<>(folder.parameters());
    literals.putAll(parameters);
    Map<TableName, List<Map<String, String>>> given = new LinkedHashMap<>(all);
    folder
        .facts()
        .forEach(
            (name, csv) -> {
              var rows = given.remove(new TableName(Query.FACT_SCHEMA, name));
              if (rows != null) {
                facts.put(name, csv(csv.lines().findFirst().orElseThrow(), rows));
              }
            });
    Job job =
        new Job(
            folder.name(),
            folder.folder(),
            folder.contract(),
            folder.query(),
            folder.source(),
            facts,
            literals);
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
    return QueryBuild.query(inputs, job);
  }

  /** Does what the product does with few rows as the product does it. */
  public static <T> T asFewRows(SparkSession spark, Supplier<T> work) {
    FewRows few = FewRows.of(spark, 0);
    try {
      return work.get();
    } finally {
      few.close();
    }
  }

  private static String csv(String header, List<Map<String, String>> rows) {
    List<String> columns = List.of(header.split(","));
    StringBuilder csv = new StringBuilder(header).append('\n');
    for (Map<String, String> row : rows) {
      if (!columns.containsAll(row.keySet())) {
        throw new IllegalArgumentException(row.keySet() + " are not all of " + columns);
      }
      csv.append(
              columns.stream()
                  .map(c -> row.get(c) == null ? "" : '"' + row.get(c).replace("\"", "\"\"") + '"')
                  .collect(Collectors.joining(",")))
          .append('\n');
    }
    return csv.toString();
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
