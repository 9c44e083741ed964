package org.platformatlas;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.run.Shell;
import org.platformatlas.run.Warehouse;

/** The rows of a warehouse's tables as sorted lines, doubles by their bits. */
public final class Rows {
  /** What differs from run to run: when, by which run, and at which version. */
  private static final String[] OF_THE_RUN = {"loaded_at", "run", "version"};

  private Rows() {}

  /** The rows of every table, and of the quarantine and the index, as statements read them. */
  public static Map<String, List<String>> of(Path warehouse) {
    SparkSession spark = TestSession.spark();
    Shell shell = new Shell(spark, new Warehouse(spark, warehouse.toString()));
    List<String> tables = new ArrayList<>(List.of("ops.quarantine", "ops.period"));
    for (String schema : List.of("raw", "clean", "metrics")) {
      for (String table : warehouse.resolve(schema).toFile().list()) {
        tables.add(schema + "." + table);
      }
    }
    Map<String, List<String>> rows = new TreeMap<>();
    for (String table : tables) {
      rows.put(table, lines(shell.execute("SELECT * FROM " + table)));
    }
    return rows;
  }

  /** The rows of one table as Delta reads it, none if it is not there. */
  public static List<String> of(Path warehouse, String table) {
    Path path = warehouse.resolve(table);
    if (!Files.exists(path.resolve("_delta_log"))) {
      return List.of();
    }
    return lines(TestSession.spark().read().format("delta").load(path.toString()));
  }

  private static List<String> lines(Dataset<Row> rows) {
    return rows.drop(OF_THE_RUN).collectAsList().stream().map(Rows::line).sorted().toList();
  }

  private static String line(Row row) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      Object value = row.get(i);
      line.append(
          value instanceof Double d ? Long.toHexString(Double.doubleToRawLongBits(d)) : value);
      line.append('|');
    }
    return line.toString();
  }
}
