package org.platformatlas.bench;

import static java.util.stream.Collectors.toMap;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.platformatlas.job.Cadence;
import org.platformatlas.job.Contract;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Problems;
import org.platformatlas.job.TableName;
import org.platformatlas.run.Inputs;
import org.platformatlas.run.Session;
import org.platformatlas.run.Shell;
import org.platformatlas.run.Warehouse;

/** The processes of the bench that need Spark: making tables, asking, comparing answers. */
public final class SparkSide {
  private SparkSide() {}

  /** Arguments: the task, then its own. */
  public static void main(String[] arguments) throws Exception {
    List<String> own = List.of(arguments).subList(1, arguments.length);
    switch (arguments[0]) {
      case "make" ->
          make(Question.valueOf(own.get(0)), own.get(1), own.get(2), own.subList(3, own.size()));
      case "atlas" -> ask(atlas(own.get(1)), "atlas", own);
      case "spark" -> ask(plain(own.get(1), Question.valueOf(own.get(0))), "spark", own);
      case "compare" -> compare(Question.valueOf(own.get(0)), own.subList(1, own.size()));
      default -> throw new IllegalArgumentException("Unknown task '%s'".formatted(arguments[0]));
    }
  }

  private static void ask(Function<String, Dataset<Row>> engine, String name, List<String> own)
      throws Exception {
    String sql = Question.valueOf(own.get(0)).sql(name);
    Child.repeat(
        Integer.parseInt(own.get(3)),
        () -> engine.apply(sql).write().mode("overwrite").parquet(own.get(2)));
    SparkSession.active().stop();
  }

  /** The product: its session over its own tables. */
  private static Function<String, Dataset<Row>> atlas(String warehouse)
      throws ReflectiveOperationException {
    SparkSession spark = Session.start(Map.of());
    // Its class has a name that Java cannot say.
    Object delta = Class.forName("io.delta.package").getMethod("VERSION").invoke(null);
    Child.tell(Child.VERSION, "Spark %s, Delta %s".formatted(spark.version(), delta));
    return new Shell(spark, new Warehouse(spark, warehouse))::execute;
  }

  /** Spark as it comes, over the files. */
  private static Function<String, Dataset<Row>> plain(String warehouse, Question question) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    Child.tell(Child.VERSION, "Spark " + spark.version());
    spark.sql("CREATE SCHEMA clean");
    for (String table : question.tables()) {
      String files = Question.path(warehouse, table).replace("\\", "\\\\").replace("'", "\\'");
      // The files hold the column by which they are partitioned, so that their folders need not.
      spark.sql(
          "CREATE TABLE %s USING parquet OPTIONS (path '%s', recursiveFileLookup 'true')"
              .formatted(table, files));
    }
    return spark::sql;
  }

  /**
   * Makes the tables of {@code data/<table>.sql} that are not there: with all columns of the
   * project's own tables, laid out like them.
   */
  private static void make(
      Question question, String warehouse, String jobs, List<String> parameters) {
    SparkSession spark = Session.start(Map.of());
    Warehouse made = new Warehouse(spark, warehouse);
    Map<String, Object> numbers =
        parameters.stream()
            .map(parameter -> parameter.split("="))
            .collect(toMap(words -> words[0], words -> Long.valueOf(words[1])));
    for (String table : question.tables()) {
      TableName name = TableName.parse(table);
      if (made.latestVersion(name) < 0) {
        Job job = job(name, jobs);
        Dataset<Row> given = spark.sql(Question.resource("data/" + name.table() + ".sql"), numbers);
        Set<String> names = Set.of(given.columns());
        Dataset<Row> rows =
            given.selectExpr(
                Stream.of(Inputs.schema(job).fields())
                    .map(field -> column(field, names))
                    .toArray(String[]::new));
        made.make(job, rows, rows.count());
      }
      long count = spark.read().format("delta").load(made.path(name)).count();
      Child.tell(Child.ROWS, table + " " + count);
    }
    spark.stop();
  }

  private static String column(StructField field, Set<String> given) {
    return "CAST(%s AS %s) AS %s"
        .formatted(
            given.contains(field.name()) ? field.name() : "NULL",
            field.dataType().sql(),
            field.name());
  }

  /** The project's job; that of traffic is made one of days. */
  private static Job job(TableName name, String jobs) {
    Problems problems = new Problems();
    Job job = Jobs.load(Path.of(jobs), problems).get(name);
    problems.throwIfAny();
    if (!name.table().equals("traffic")) {
      return job;
    }
    Contract contract = job.contract();
    Contract daily =
        new Contract(
            contract.row(),
            Set.of(Cadence.DAY),
            contract.validity(),
            contract.grain(),
            contract.part(),
            contract.reads(),
            contract.columns(),
            contract.rules(),
            "partition_month");
    return new Job(
        name, job.folder(), daily, job.query(), job.source(), job.facts(), job.parameters());
  }

  /** Compares answers with the first. */
  private static void compare(Question question, List<String> answers) {
    SparkSession spark = Session.start(Map.of());
    Dataset<Row> ours = spark.read().parquet(answers.get(0));
    for (String answer : answers.subList(1, answers.size())) {
      Path name = Path.of(answer).getFileName();
      Comparison.differences(ours, spark.read().parquet(answer), question.keys())
          .forEach(difference -> Child.tell(Child.DIFFERENCE, name + " " + difference));
    }
    spark.stop();
  }
}
