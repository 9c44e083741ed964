package org.platformatlas.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.datasources.FileScanRDD;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/** The files that a scan reads, all of one partition of the table by one task. */
final class GatheredFiles extends RDD<ColumnarBatch> {
  private final FileScanRDD files;
  private final transient FilePartition[] tasks;

  private GatheredFiles(FileScanRDD files, FilePartition[] tasks) {
    super(
        files.sparkContext(),
        Bridge.seq(List.<Dependency<?>>of()),
        ClassTag$.MODULE$.apply(ColumnarBatch.class));
    this.files = files;
    this.tasks = tasks;
  }

  /** Whether no task has to read more than it should. */
  static boolean canRead(FileSourceScanExec scan) {
    long most = most(scan);
    return sizes(scan).values().stream().allMatch(size -> size <= most);
  }

  /** The batches of a scan of columns. */
  static RDD<ColumnarBatch> of(FileSourceScanExec scan) {
    FileScanRDD files = (FileScanRDD) scan.inputRDD();
    Map<InternalRow, List<PartitionedFile>> partitions = new LinkedHashMap<>();
    for (FilePartition split : CollectionConverters.asJava(files.filePartitions())) {
      for (PartitionedFile file : split.files()) {
        partitions.computeIfAbsent(file.partitionValues(), values -> new ArrayList<>()).add(file);
      }
    }
    long size = scan.selectedPartitions().totalFileSize();
    int count = (int) Math.min(partitions.size(), 1 + (size - 1) / most(scan));
    return new GatheredFiles(files, dealt(partitions.values(), count));
  }

  /** Gives each partition to the task that has least to read. */
  private static FilePartition[] dealt(Iterable<List<PartitionedFile>> partitions, int count) {
    List<List<PartitionedFile>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(new ArrayList<>());
    }
    long[] sizes = new long[count];
    for (List<PartitionedFile> partition : partitions) {
      int least = 0;
      for (int i = 1; i < count; i++) {
        least = sizes[i] < sizes[least] ? i : least;
      }
      tasks.get(least).addAll(partition);
      sizes[least] += partition.stream().mapToLong(PartitionedFile::length).sum();
    }
    FilePartition[] dealt = new FilePartition[count];
    for (int i = 0; i < count; i++) {
      dealt[i] = FilePartition.apply(i, tasks.get(i).toArray(PartitionedFile[]::new));
    }
    return dealt;
  }

  /** Half of what Spark would have a task read, as this one holds all numbers until its end. */
  private static long most(FileSourceScanExec scan) {
    return Math.max(1, FilePartition.maxSplitBytes(scan.session(), scan.selectedPartitions()) / 2);
  }

  /** The bytes of each partition of the table. */
  private static Map<InternalRow, Long> sizes(FileSourceScanExec scan) {
    Map<InternalRow, Long> sizes = new LinkedHashMap<>();
    scan.selectedPartitions()
        .filePartitionIterator()
        .foreach(
            partition -> {
              long size = 0;
              for (var file : CollectionConverters.asJava(partition.files().toSeq())) {
                size += file.getLen();
              }
              return sizes.merge(partition.values(), size, Long::sum);
            });
    return sizes;
  }

  @Override
  public Partition[] getPartitions() {
    return tasks;
  }

  @Override
  public Seq<String> getPreferredLocations(Partition task) {
    return files.getPreferredLocations(task);
  }

  @Override
  @SuppressWarnings("unchecked") // A scan of columns gives batches as if they were rows.
  public Iterator<ColumnarBatch> compute(Partition task, TaskContext context) {
    return (Iterator<ColumnarBatch>) (Iterator<?>) files.compute(task, context);
  }
}
