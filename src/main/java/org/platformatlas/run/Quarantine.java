package org.platformatlas.run;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.platformatlas.job.TableName;

/** The rows that broke a quarantine rule, with all their reasons and their text. */
final class Quarantine {
  static final TableName NAME = new TableName("ops", "quarantine");
  private static final StructType SCHEMA =
      Comments.schema(
          "table STRING, period DATE, file STRING, reasons ARRAY<STRING>, record STRING, run"
              + " STRING",
          Map.of(
              "table", "schema.table it was kept out of",
              "period", "period it would have been in, null if unknown",
              "file", "landed file it came from, in raw tables only",
              "reasons", "every rule it breaks",
              "record", "its text as published, or as JSON where it could be read",
              "run", "run that put it here"));

  private static final Warehouse.Layout LAYOUT = new Warehouse.Layout(SCHEMA, Optional.empty());

  private final String run;

  Quarantine(String run) {
    this.run = run;
  }

  /**
   * Puts rows in the place of those of the table that {@code replaced} holds for. It is written
   * before the table's own commit, so that a kill between the two loses nothing: the table is still
   * stale, and doing it again does the same.
   *
   * @param had whether any row of the table is known to be here
   */
  synchronized void replace(
      Warehouse warehouse, TableName table, Dataset<Row> rows, Column replaced, boolean had) {
    Dataset<Row> all = rows.withColumn("table", lit(table.toString())).withColumn("run", lit(run));
    boolean isThere = warehouse.latestVersion(NAME) >= 0;
    if (isThere && !warehouse.mayHold(NAME, table.toString())) {
      // To replace nothing Delta would first look for it.
      warehouse.append(NAME, LAYOUT, all.coalesce(1), run);
      return;
    }
    if (had && isThere) {
      Dataset<Row> others =
          warehouse
              .readLatest(NAME)
              .where(col("table").equalTo(table.toString()))
              .where(not(coalesce(replaced, lit(false))));
      all = all.unionByName(others);
    }
    warehouse.replacePartitions(
        NAME,
        SCHEMA,
        List.of("table"),
        Optional.of("table = '%s'".formatted(table)),
        all.coalesce(1),
        run);
  }
}
