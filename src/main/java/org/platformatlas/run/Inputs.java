package org.platformatlas.run;

import static org.apache.spark.sql.functions.any_value;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static scala.jdk.javaapi.CollectionConverters.asScala;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.AliasIdentifier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.NameParameterizedQuery;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.platformatlas.job.Contract;
import org.platformatlas.job.Job;
import org.platformatlas.job.Query;
import org.platformatlas.job.Sql;
import org.platformatlas.job.TableName;
import org.platformatlas.plan.Ranges;
import org.platformatlas.source.Reader;

/** Gives a query its inputs: what the names of tables in it stand for. */
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
  private final Map<String, Supplier<LogicalPlan>> bound = new HashMap<>();

  public Inputs(org.apache.spark.sql.SparkSession spark) {
    this.spark = (SparkSession) spark;
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

  /**
   * Binds a table to the given periods of one version, in one piece or as its files are split.
   *
   * @param chosen the condition that a row's part must meet, if not all are read
   */
  void bind(
      Job input,
      String path,
      long version,
      Ranges ranges,
      Optional<Column> chosen,
      boolean inOnePiece) {
    StructType schema = schema(types(input));
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    Optional<DataFiles> files = DataFiles.of(conf, path, version, ranges);
    Dataset<Row> all =
        files.isPresent() ? files.get().rows(spark, schema) : read(path, version, schema);
    Dataset<Row> rows = inOnePiece ? all.coalesce(1) : all;
    bind(
        input.name().toString(),
        () -> {
          Dataset<Row> inRange = ranges.all() ? rows : rows.where(ranges.condition());
          return chosen.isPresent() ? inRange.where(chosen.get()) : inRange;
        });
  }

  /** Binds a table to its newest version, if its files say all of it, and says whether it did. */
  boolean bindLatest(TableName name, String path) {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    Optional<DataFiles> files = DataFiles.latest(conf, path);
    files.ifPresent(found -> bind(name.toString(), () -> found.rows(spark)));
    return files.isPresent();
  }

  private Dataset<Row> read(String path, long version, StructType schema) {
    Column[] columns = Stream.of(schema.fieldNames()).map(Inputs::column).toArray(Column[]::new);
    return spark.read().format("delta").option("versionAsOf", version).load(path).select(columns);
  }

  /** Binds a table to no rows. */
  public void bindEmpty(Job input) {
    bind(input.name().toString(), Inline.empty(types(input)));
  }

  /** Binds a table to rows of which no more is known than that its grain is unique. */
  public void bindUnknown(Job input) {
    bind(input.name().toString(), () -> unknown(types(input), input.contract().grain()));
  }

  /** Rows of which Spark knows the types and the grain, and nothing that it could compute with. */
  private Dataset<Row> unknown(Map<String, DataType> types, List<String> grain) {
    RDD<InternalRow> rows =
        new JavaSparkContext(spark.sparkContext()).<InternalRow>emptyRDD().rdd();
    Dataset<Row> any = spark.internalCreateDataFrame(rows, schema(types), false);
    List<String> keys = grain.stream().filter(types::containsKey).toList();
    if (keys.isEmpty()) {
      return any;
    }
    Column[] others =
        types.keySet().stream()
            .filter(name -> !keys.contains(name))
            .map(name -> any_value(column(name)).as(name))
            .toArray(Column[]::new);
    Column[] all = types.keySet().stream().map(Inputs::column).toArray(Column[]::new);
    return any.groupBy(keys.stream().map(Inputs::column).toArray(Column[]::new))
        // An aggregate of nothing is one all the same.
        .agg(lit(1).as("_one"), others)
        .select(all);
  }

  private static Column column(String name) {
    return col(Inline.quoted(name));
  }

  private static StructType schema(Map<String, DataType> types) {
    StructType schema = new StructType();
    for (Map.Entry<String, DataType> column : types.entrySet()) {
      schema = schema.add(column.getKey(), column.getValue());
    }
    return schema;
  }

  /** Binds a table to rows written as text. */
  public void bindRows(Job input, List<Map<String, String>> rows) {
    bind(input.name().toString(), Inline.select(types(input), rows));
  }

  /** Binds the files of facts of a job's own folder. */
  public void bindFacts(Job job) {
    job.facts().forEach((name, csv) -> bind(Query.FACT_SCHEMA + "." + name, Inline.csv(csv)));
  }

  /** Analyses a SELECT when it is first asked for: most of what is bound is never read. */
  private void bind(String name, String select) {
    bind(name, () -> spark.sql(select));
  }

  private void bind(String name, Supplier<Dataset<Row>> rows) {
    bound.put(
        name,
        new Supplier<>() {
          private LogicalPlan plan;

          @Override
          public LogicalPlan get() {
            if (plan == null) {
              plan = alias(name, rows.get().queryExecution().analyzed());
            }
            return plan;
          }
        });
  }

  /** The rows to which a table is bound. */
  Dataset<Row> rows(TableName table) {
    return Dataset.ofRows(spark, bound.get(table.toString()).get());
  }

  /**
   * A statement over what the tables it names are bound to.
   *
   * @param parameters SQL literals
   */
  Dataset<Row> rows(LogicalPlan statement, Map<String, String> parameters) {
    LogicalPlan plan =
        Sql.withTables(statement, name -> bound.containsKey(name) ? bound.get(name).get() : null);
    if (parameters.isEmpty()) {
      return Dataset.ofRows(spark, plan);
    }
    List<String> names = List.copyOf(parameters.keySet());
    List<Expression> values =
        names.stream().map(name -> spark.expression(expr(parameters.get(name)))).toList();
    return Dataset.ofRows(
        spark, new NameParameterizedQuery(plan, asScala(names).toSeq(), asScala(values).toSeq()));
  }

  private static LogicalPlan alias(String name, LogicalPlan plan) {
    TableName parts = TableName.parse(name);
    return new SubqueryAlias(
        new AliasIdentifier(parts.table(), asScala(List.of(parts.schema())).toSeq()), plan);
  }
}
