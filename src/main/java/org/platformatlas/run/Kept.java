package org.platformatlas.run;

import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.execution.LogicalRDD$;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows that are computed once and kept at hand, without the query that makes them, which every step
 * that reads them would analyse again.
 */
final class Kept implements AutoCloseable {
  private final Dataset<Row> rows;
  private final Runnable release;

  private Kept(Dataset<Row> rows, Runnable release) {
    this.rows = rows;
    this.release = release;
  }

  /**
   * @param areFew whether rows are kept as they are: to make columns of them, and code that reads
   *     these, takes longer than to read few
   */
  static Kept of(org.apache.spark.sql.Dataset<Row> computed, boolean areFew) {
    return areFew ? asRows((Dataset<Row>) computed) : inColumns((Dataset<Row>) computed);
  }

  private static Kept asRows(Dataset<Row> computed) {
    RDD<InternalRow> rows =
        computed
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .map(InternalRow::copy)
            .rdd()
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new Kept(
        Dataset.ofRows(
            computed.sparkSession(), LogicalRDD$.MODULE$.fromDataset(rows, computed, false)),
        () -> rows.unpersist(false));
  }

  private static Kept inColumns(Dataset<Row> computed) {
    computed.persist(StorageLevel.MEMORY_AND_DISK());
    return new Kept(
        Dataset.ofRows(computed.sparkSession(), computed.queryExecution().withCachedData()),
        computed::unpersist);
  }

  org.apache.spark.sql.Dataset<Row> rows() {
    return rows;
  }

  @Override
  public void close() {
    release.run();
  }
}
