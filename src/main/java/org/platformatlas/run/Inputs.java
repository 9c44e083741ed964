package org.platformatlas.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.platformatlas.job.Contract;
import org.platformatlas.job.Job;
import org.platformatlas.job.Query;
import org.platformatlas.job.TableName;
import org.platformatlas.plan.Ranges;
import org.platformatlas.source.Reader;

/** Gives a query its inputs: views in the session's own catalog, under the tables' names. */
public final class Inputs {
  /** Columns that every raw table has beside the publisher's, with their meaning. */
  private static final StructType OF_RAW =
      Comments.schema(
          "period DATE, extra MAP<STRING, STRING>, source STRING, edition STRING, file STRING,"
              + " latest BOOLEAN, loaded_at TIMESTAMP",
          Map.of(
              "period", "first day of the period the record is about",
              "extra", "columns the publisher added that the contract does not name",
              "source", "the source that declares the file",
              "edition", "orders the deliveries of a fact; #2 and on: the file's later contents",
              "file", "the landed file, relative to the landing folder",
              "latest", "whether the record is in the newest content of its file and period",
              "loaded_at", "when the run that loaded it began"));

  private final SparkSession spark;

  public Inputs(SparkSession spark) {
    this.spark = spark;
  }

  /** A table's columns as a query sees them, with comments. */
  public static StructType schema(Job job) {
    StructType schema = new StructType();
    if (job.name().isRaw()) {
      schema = schema.add(OF_RAW.apply(Contract.PERIOD));
    }
    for (var column : job.contract().columns()) {
      schema = schema.add(Comments.field(column));
    }
    if (job.name().isRaw()) {
      for (StructField field : OF_RAW.fields()) {
        schema = field.name().equals(Contract.PERIOD) ? schema : schema.add(field);
      }
    }
    return schema;
  }

  /** The columns of a raw table whose values are its content. */
  static List<String> content(Job job) {
    List<String> names = new ArrayList<>(job.contract().columnNames());
    if (job.name().isRaw()) {
      names.addAll(List.of(Reader.EXTRA, Reader.FILE, Reader.EDITION));
    }
    return names;
  }

  static Map<String, DataType> types(Job job) {
    Map<String, DataType> types = new LinkedHashMap<>();
    for (StructField field : schema(job).fields()) {
      types.put(field.name(), field.dataType());
    }
    return types;
  }

  /** Binds a table to the given periods of one version. */
  void bind(Job input, String path, long version, Ranges ranges) {
    String columns =
        types(input).keySet().stream().map(c -> "`" + c + "`").collect(Collectors.joining(", "));
    view(
        input.name().toString(),
        "SELECT %s FROM delta.`%s` VERSION AS OF %d WHERE %s"
            .formatted(columns, path.replace("`", "``"), version, ranges.condition()));
  }

  /** Binds a table to no rows. */
  public void bindEmpty(Job input) {
    view(input.name().toString(), Inline.empty(types(input)));
  }

  /** Binds a table to rows of which no more is known than that its grain is unique. */
  public void bindUnknown(Job input) {
    view(input.name().toString(), Inline.unknown(types(input), input.contract().grain()));
  }

  /** Binds a table to rows written as text. */
  public void bindRows(Job input, List<Map<String, String>> rows) {
    view(input.name().toString(), Inline.select(types(input), rows));
  }

  /** Binds the files of facts of a job's own folder. */
  public void bindFacts(Job job) {
    job.facts().forEach((name, csv) -> view(Query.FACT_SCHEMA + "." + name, Inline.csv(csv)));
  }

  private void view(String name, String select) {
    Shell.free(spark, TableName.parse(name));
    spark.sql("CREATE VIEW " + name + " AS " + select);
  }
}
