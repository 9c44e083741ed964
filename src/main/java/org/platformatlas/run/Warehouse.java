package org.platformatlas.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.platformatlas.job.Contract;
import org.platformatlas.job.Job;
import org.platformatlas.job.TableName;

/** The folder in which tables lie, each a Delta table under {@code schema/table}. */
public final class Warehouse {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final FileSystem files;
  private final Path root;

  /** One commit of a table's log. */
  record Commit(long version, String operation, String userMetadata) {}

  /**
   * How a table is laid out.
   *
   * @param schema names, types and comments, without the partition column
   * @param partition the partition column and the expression that makes it
   */
  record Layout(StructType schema, Optional<Map.Entry<String, String>> partition) {
    /** The first columns up to the period: by no column behind it do rows lie together. */
    private int indexed() {
      return List.of(schema.fieldNames()).indexOf(Contract.PERIOD) + 1;
    }
  }

  public Warehouse(SparkSession spark, String folder) {
    this.spark = spark;
    try {
      Path path = new Path(folder);
      this.files = path.getFileSystem(spark.sparkContext().hadoopConfiguration());
      this.root = files.makeQualified(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Warehouse(SparkSession spark, FileSystem files, Path root) {
    this.spark = spark;
    this.files = files;
    this.root = root;
  }

  /** The same folder in another session. */
  Warehouse in(SparkSession session) {
    return new Warehouse(session, files, root);
  }

  FileSystem files() {
    return files;
  }

  Path root() {
    return root;
  }

  public String path(TableName table) {
    return new Path(new Path(root, table.schema()), table.table()).toString();
  }

  /** The names of all tables that exist. */
  public List<TableName> tables() {
    List<TableName> tables = new ArrayList<>();
    for (String schema : List.of("clean", "metrics", "ops", "raw")) {
      for (FileStatus status : list(new Path(root, schema))) {
        String name = status.getPath().getName();
        if (TableName.isValid(name) && latestVersion(new TableName(schema, name)) >= 0) {
          tables.add(new TableName(schema, name));
        }
      }
    }
    return tables;
  }

  /** The newest version of a table, -1 if there is none. */
  public long latestVersion(TableName table) {
    long latest = -1;
    for (FileStatus status : list(log(table))) {
      String name = status.getPath().getName();
      if (name.matches("[0-9]{20}\\.json")) {
        latest = Math.max(latest, Long.parseLong(name.substring(0, 20)));
      }
    }
    return latest;
  }

  private Path log(TableName table) {
    return new Path(path(table), "_delta_log");
  }

  private List<FileStatus> list(Path folder) {
    try {
      return List.of(files.listStatus(folder));
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What one version's commit says of itself; nothing is read but that line of the log. */
  Commit commit(TableName table, long version) {
    Path path = new Path(log(table), "%020d.json".formatted(version));
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(files.open(path), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode info = JSON.readTree(line).path("commitInfo");
        if (!info.isMissingNode()) {
          return new Commit(
              version, info.path("operation").asText(), info.path("userMetadata").asText());
        }
      }
    } catch (IOException e) {
      return new Commit(version, "unreadable commit", "");
    }
    return new Commit(version, "commit without information", "");
  }

  public Dataset<Row> read(TableName table, long version) {
    return spark.read().format("delta").option("versionAsOf", version).load(path(table));
  }

  /** Whether a table that is partitioned by one text alone may hold rows of a partition. */
  boolean mayHold(TableName table, String partition) {
    return latestFiles(table).map(files -> files.has(partition)).orElse(true);
  }

  private Optional<DataFiles> latestFiles(TableName table) {
    return DataFiles.latest(spark.sparkContext().hadoopConfiguration(), path(table));
  }

  Dataset<Row> readLatest(TableName table) {
    var here = (org.apache.spark.sql.classic.SparkSession) spark;
    Optional<DataFiles> files = latestFiles(table);
    return files.isPresent()
        ? files.get().rows(here)
        : spark.read().format("delta").load(path(table));
  }

  /** Adds rows to a table, which is made if need be. */
  long append(TableName table, Layout layout, Dataset<Row> rows, String userMetadata) {
    if (latestVersion(table) < 0) {
      return overwrite(table, layout, rows, userMetadata);
    }
    return commit(table, plain(layout, rows).mode("append"), userMetadata);
  }

  /** Replaces just the rows that meet a condition. */
  long replace(
      TableName table, Layout layout, String condition, Dataset<Row> rows, String userMetadata) {
    return commit(
        table,
        plain(layout, rows).mode("overwrite").option("replaceWhere", condition),
        userMetadata);
  }

  /** Makes a table of rows that are not judged, laid out as a build of its job lays them out. */
  public void make(Job job, Dataset<Row> rows, long count) {
    Layout layout = Build.layout(job);
    overwrite(job.name(), layout, Build.laidOut(layout, rows, count), "made");
  }

  /** Replaces everything, columns and comments included. */
  long overwrite(TableName table, Layout layout, Dataset<Row> rows, String userMetadata) {
    List<Column> columns = new ArrayList<>();
    for (StructField field : layout.schema().fields()) {
      columns.add(col(field.name()).as(field.name(), field.metadata()));
    }
    layout
        .partition()
        .ifPresent(p -> columns.add(expr(p.getValue()).as(p.getKey(), generated(p.getValue()))));
    DataFrameWriter<Row> writer =
        rows.select(columns.toArray(Column[]::new)).write().format("delta");
    // Where there is no table, Delta would still look for the files to be replaced.
    if (latestVersion(table) >= 0) {
      writer.mode("overwrite").option("overwriteSchema", true);
    } else {
      writer.options(properties(layout.indexed()));
    }
    layout.partition().ifPresent(p -> writer.partitionBy(p.getKey()));
    return commit(table, writer, userMetadata);
  }

  /**
   * Replaces the partitions that meet a condition, in a table of our own bookkeeping, or all of it.
   */
  void replacePartitions(
      TableName table,
      StructType schema,
      List<String> partitions,
      Optional<String> condition,
      Dataset<Row> rows,
      String run) {
    Map<String, String> how =
        latestVersion(table) < 0
            ? properties(0)
            : condition
                .map(only -> Map.of("replaceWhere", only))
                .orElse(Map.of("overwriteSchema", "true"));
    Column[] columns =
        java.util.Arrays.stream(schema.fields())
            .map(field -> col(field.name()).as(field.name(), field.metadata()))
            .toArray(Column[]::new);
    rows.select(columns)
        .write()
        .format("delta")
        .options(how)
        .mode("overwrite")
        .partitionBy(partitions.toArray(String[]::new))
        .option("userMetadata", run)
        .save(path(table));
  }

  /**
   * What a new table is told of itself.
   *
   * @param indexed of how many columns, from the first on, each file's least and greatest value are
   *     written down
   */
  private static Map<String, String> properties(int indexed) {
    return Map.of(
        "delta.logRetentionDuration", "interval 90 days",
        "delta.deletedFileRetentionDuration", "interval 90 days",
        "delta.enableDeletionVectors", "false",
        "delta.dataSkippingNumIndexedCols", String.valueOf(indexed));
  }

  private static Metadata generated(String expression) {
    return new MetadataBuilder()
        .putString("delta.generationExpression", expression)
        .putString("comment", "partition, made from the period: " + expression)
        .build();
  }

  private static DataFrameWriter<Row> plain(Layout layout, Dataset<Row> rows) {
    Column[] columns =
        java.util.Arrays.stream(layout.schema().fieldNames())
            .map(name -> col(name))
            .toArray(Column[]::new);
    return rows.select(columns).write().format("delta");
  }

  private long commit(TableName table, DataFrameWriter<Row> writer, String userMetadata) {
    long before = latestVersion(table);
    writer.option("userMetadata", userMetadata).save(path(table));
    long version = latestVersion(table);
    for (long v = before + 1; v <= version; v++) {
      if (commit(table, v).userMetadata().equals(userMetadata)) {
        return v;
      }
    }
    throw new IllegalStateException(
        "Cannot find the commit to %s just made after version %d".formatted(table, before));
  }

  /** Whether a table lies as a layout says: same columns, types and partition. */
  boolean lies(TableName table, Layout layout) {
    StructType actual = readLatest(table).schema();
    StructType expected = layout.schema();
    if (layout.partition().isPresent()) {
      expected =
          expected.add(
              layout.partition().get().getKey(), org.apache.spark.sql.types.DataTypes.DateType);
    }
    return shape(actual).equals(shape(expected));
  }

  private static List<String> shape(StructType schema) {
    return java.util.Arrays.stream(schema.fields())
        .map(field -> field.name() + " " + field.dataType().sql())
        .toList();
  }
}
