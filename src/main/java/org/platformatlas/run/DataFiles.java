package org.platformatlas.run;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.types.StructType;
import org.platformatlas.job.Contract;
import org.platformatlas.plan.Ranges;
import scala.collection.immutable.Seq;

/**
 * The data files of one version of a table, as its log names them. Delta's own reader asks for them
 * and for their size by a query over the log each, which for a small table takes longer than all
 * else.
 */
final class DataFiles implements FileIndex {
  private final Path table;
  private final FileStatus[] files;

  private DataFiles(Path table, List<FileStatus> files) {
    this.table = table;
    this.files = files.toArray(FileStatus[]::new);
  }

  /**
   * The files in which rows of the given periods may be; nothing if more than Parquet files is
   * needed to read them, as after another program changed the table's features.
   */
  static Optional<DataFiles> of(Configuration conf, String table, long version, Ranges ranges) {
    Engine engine = DefaultEngine.create(conf);
    Snapshot snapshot = TableManager.loadSnapshot(table).atVersion(version).build(engine);
    if (snapshot.getProtocol().getMinReaderVersion() > 1) {
      return Optional.empty();
    }
    ScanBuilder scan = snapshot.getScanBuilder();
    Optional<Predicate> condition =
        ranges.intervals().stream().map(DataFiles::within).reduce(Or::new);
    List<FileStatus> files = new ArrayList<>();
    try (CloseableIterator<FilteredColumnarBatch> batches =
        condition.map(scan::withFilter).orElse(scan).build().getScanFiles(engine)) {
      while (batches.hasNext()) {
        addFiles(batches.next(), files);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(new DataFiles(new Path(table), files));
  }

  private static void addFiles(FilteredColumnarBatch batch, List<FileStatus> files)
      throws IOException {
    try (CloseableIterator<Row> rows = batch.getRows()) {
      while (rows.hasNext()) {
        var file = InternalScanFileUtils.getAddFileStatus(rows.next());
        Path path = new Path(file.getPath());
        files.add(new FileStatus(file.getSize(), false, 0, 0, file.getModificationTime(), path));
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

  @Override
  public Seq<PartitionDirectory> listFiles(
      Seq<Expression> partitionFilters, Seq<Expression> dataFilters) {
    return asScala(List.of(PartitionDirectory.apply(InternalRow.empty(), files))).toSeq();
  }

  @Override
  public String[] inputFiles() {
    String[] paths = new String[files.length];
    for (int i = 0; i < paths.length; i++) {
      paths[i] = files[i].getPath().toString();
    }
    return paths;
  }

  @Override
  public void refresh() {
    // A version stays as it is.
  }

  @Override
  public long sizeInBytes() {
    long size = 0;
    for (FileStatus file : files) {
      size += file.getLen();
    }
    return size;
  }

  @Override
  public StructType partitionSchema() {
    return new StructType();
  }
}
