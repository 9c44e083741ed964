package org.platformatlas;

import io.delta.tables.DeltaTable;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.platformatlas.job.TableName;
import org.platformatlas.run.Warehouse;

/** What was written to the tables of a warehouse. */
final class Commits {
  private Commits() {}

  /** The newest version of every table but those of ops. */
  static Map<String, Long> versions(Warehouse warehouse) {
    Map<String, Long> versions = new TreeMap<>();
    warehouse.tables().stream()
        .filter(table -> !table.schema().equals("ops"))
        .forEach(table -> versions.put(table.toString(), warehouse.latestVersion(table)));
    return versions;
  }

  /** The condition under which the newest commit replaced rows, empty for an append. */
  static String predicate(Warehouse warehouse, String table) {
    Row commit =
        DeltaTable.forPath(TestSession.spark(), warehouse.path(TableName.parse(table)))
            .history(1)
            .select("operationParameters")
            .first();
    return commit.getJavaMap(0).getOrDefault("predicate", "").toString().replace("\"", "");
  }
}
