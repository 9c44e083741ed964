package org.platformatlas.run;

import static scala.jdk.javaapi.CollectionConverters.asJava;
import static scala.jdk.javaapi.CollectionConverters.asScala;

import io.delta.kernel.ScanBuilder;
import io.delta.kernel.Snapshot;
import io.delta.kernel.TableManager;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.defaults.engine.DefaultEngine;
import io.delta.kernel.engine.Engine;
import io.delta.kernel.expressions.And;
import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.expressions.Or;
import io.delta.kernel.expressions.Predicate;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.spark.internal.v2.utils.ExpressionUtils;
import io.delta.spark.internal.v2.utils.PartitionUtils;
import io.delta.spark.internal.v2.utils.SchemaUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BasePredicate;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Predicate$;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.datasources.DataSourceStrategy$;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation$;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.platformatlas.job.Contract;
import org.platformatlas.plan.Ranges;
import scala.Option;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractPartialFunction;

/**
 * The data files of one version of a table, as its log names them. Delta's own reader asks for them
 * and for their size by a query over the log each, which for a small table takes longer than all
 * else.
 */
final class DataFiles implements FileIndex {
  private final Path table;
  private final Engine engine;
  private final Snapshot snapshot;
  private final StructType partitions;
  private final Optional<Predicate> asked;
  private List<PartitionDirectory> files;

  private DataFiles(
      String table,
      Engine engine,
      Snapshot snapshot,
      StructType partitions,
      Optional<Predicate> asked) {
    this.table = new Path(table);
    this.engine = engine;
    this.snapshot = snapshot;
    this.partitions = partitions;
    this.asked = asked;
  }

  private synchronized List<PartitionDirectory> files() {
    if (files == null) {
      files = list(asked);
    }
    return files;
  }

  /**
   * The files in which rows of the given periods may be; nothing if more than Parquet files is
   * needed to read them, as after another program changed the table's features.
   */
  static Optional<DataFiles> of(Configuration conf, String table, long version, Ranges ranges) {
    Engine engine = DefaultEngine.create(conf);
    Snapshot snapshot = TableManager.loadSnapshot(table).atVersion(version).build(engine);
    Optional<Predicate> condition =
        ranges.intervals().stream().map(DataFiles::within).reduce(Or::new);
    return isOfFiles(snapshot)
        ? Optional.of(new DataFiles(table, engine, snapshot, new StructType(), condition))
        : Optional.empty();
  }

  /**
   * The files of the newest version, of which a query's own conditions choose; nothing as above.
   */
  static Optional<DataFiles> latest(Configuration conf, String table) {
    Engine engine = DefaultEngine.create(conf);
    Snapshot snapshot = TableManager.loadSnapshot(table).build(engine);
    return isOfFiles(snapshot)
        ? Optional.of(
            new DataFiles(table, engine, snapshot, partitions(snapshot), Optional.empty()))
        : Optional.empty();
  }

  private static boolean isOfFiles(Snapshot snapshot) {
    return snapshot.getProtocol().getMinReaderVersion() == 1;
  }

  private static StructType partitions(Snapshot snapshot) {
    StructType schema = SchemaUtils.convertKernelSchemaToSparkSchema(snapshot.getSchema());
    StructType partitions = new StructType();
    for (String name : snapshot.getPartitionColumnNames()) {
      partitions = partitions.add(schema.apply(name));
    }
    return partitions;
  }

  /** Whether there are files of a partition, in a table that is partitioned by this text alone. */
  boolean has(String partition) {
    UTF8String value = UTF8String.fromString(partition);
    return files().stream()
        .anyMatch(directory -> value.equals(directory.values().getUTF8String(0)));
  }

  /** The rows in the files, of these columns. */
  Dataset<org.apache.spark.sql.Row> rows(SparkSession spark, StructType columns) {
    HadoopFsRelation relation =
        new HadoopFsRelation(
            this,
            partitions,
            columns,
            Option.empty(),
            new ParquetFileFormat(),
            Map$.MODULE$.empty(),
            spark);
    return Dataset.ofRows(spark, LogicalRelation$.MODULE$.apply(relation, false));
  }

  /** The rows in the files, as the table has them. */
  Dataset<org.apache.spark.sql.Row> rows(SparkSession spark) {
    StructType schema = SchemaUtils.convertKernelSchemaToSparkSchema(snapshot.getSchema());
    Set<String> ofPartitions = Set.of(partitions.fieldNames());
    StructField[] inFiles =
        Stream.of(schema.fields())
            .filter(field -> !ofPartitions.contains(field.name()))
            .toArray(StructField[]::new);
    var rows = rows(spark, new StructType(inFiles));
    List<String> names = List.of(schema.fieldNames());
    return names.equals(List.of(rows.columns()))
        ? rows
        : rows.select(
            names.stream().map(functions::col).toArray(org.apache.spark.sql.Column[]::new));
  }

  /** The files in which rows may be that meet a condition, by partition. */
  private List<PartitionDirectory> list(Optional<Predicate> condition) {
    ScanBuilder scan = snapshot.getScanBuilder();
    Map<Map<String, String>, List<FileStatus>> byPartition = new LinkedHashMap<>();
    try (CloseableIterator<FilteredColumnarBatch> batches =
        condition.map(scan::withFilter).orElse(scan).build().getScanFiles(engine)) {
      while (batches.hasNext()) {
        addFiles(batches.next(), byPartition);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<PartitionDirectory> directories = new ArrayList<>();
    byPartition.forEach(
        (values, files) ->
            directories.add(
                PartitionDirectory.apply(
                    PartitionUtils.getPartitionRow(values, partitions, ZoneOffset.UTC),
                    files.toArray(FileStatus[]::new))));
    return directories;
  }

  private void addFiles(
      FilteredColumnarBatch batch, Map<Map<String, String>, List<FileStatus>> byPartition)
      throws IOException {
    try (CloseableIterator<Row> rows = batch.getRows()) {
      while (rows.hasNext()) {
        Row row = rows.next();
        var file = InternalScanFileUtils.getAddFileStatus(row);
        Map<String, String> values =
            partitions.isEmpty() ? Map.of() : InternalScanFileUtils.getPartitionValues(row);
        byPartition
            .computeIfAbsent(values, partition -> new ArrayList<>())
            .add(
                new FileStatus(
                    file.getSize(),
                    false,
                    0,
                    0,
                    file.getModificationTime(),
                    new Path(file.getPath())));
      }
    }
  }

  private static Predicate within(Ranges.Range range) {
    return new And(compared(">=", range.first()), compared("<=", range.last()));
  }

  private static Predicate compared(String operator, LocalDate day) {
    return new Predicate(
        operator, new Column(Contract.PERIOD), Literal.ofDate((int) day.toEpochDay()));
  }

  @Override
  public Seq<Path> rootPaths() {
    return asScala(List.of(table)).toSeq();
  }

  /**
   * Spark looks at conditions on the data again, but not at those on partitions. Files of which
   * only the periods asked for were listed are not chosen from once more.
   */
  @Override
  public Seq<PartitionDirectory> listFiles(
      Seq<Expression> partitionFilters, Seq<Expression> dataFilters) {
    if (partitions.isEmpty()) {
      return asScala(files()).toSeq();
    }
    Optional<Predicate> condition =
        asJava(dataFilters).stream().flatMap(DataFiles::translated).reduce(And::new);
    List<PartitionDirectory> chosen = condition.isPresent() ? list(condition) : files();
    for (Expression filter : asJava(partitionFilters)) {
      BasePredicate holds = Predicate$.MODULE$.createInterpreted(bound(filter));
      chosen = chosen.stream().filter(directory -> holds.eval(directory.values())).toList();
    }
    return asScala(chosen).toSeq();
  }

  /** A condition as the log's statistics can be asked for it, if they can. */
  private static Stream<Predicate> translated(Expression filter) {
    Option<Filter> simple = DataSourceStrategy$.MODULE$.translateFilter(filter, false);
    return simple.isEmpty()
        ? Stream.empty()
        : ExpressionUtils.convertSparkFilterToKernelPredicate(simple.get())
            .getConvertedPredicate()
            .stream();
  }

  /** A condition on partition columns that looks for them in a partition's values. */
  private Expression bound(Expression filter) {
    return filter.transform(
        new AbstractPartialFunction<>() {
          @Override
          public boolean isDefinedAt(Expression part) {
            return part instanceof AttributeReference;
          }

          @Override
          public Expression apply(Expression part) {
            int at = partitions.fieldIndex(((AttributeReference) part).name());
            return new BoundReference(at, part.dataType(), true);
          }
        });
  }

  @Override
  public String[] inputFiles() {
    return statuses().map(file -> file.getPath().toString()).toArray(String[]::new);
  }

  @Override
  public void refresh() {
    // A version stays as it is.
  }

  @Override
  public long sizeInBytes() {
    return statuses().mapToLong(FileStatus::getLen).sum();
  }

  private Stream<FileStatus> statuses() {
    return files().stream()
        .flatMap(directory -> asJava(directory.files()).stream())
        .map(file -> file.fileStatus());
  }

  @Override
  public StructType partitionSchema() {
    return partitions;
  }
}
