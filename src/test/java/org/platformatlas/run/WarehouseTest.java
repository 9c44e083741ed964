package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.TestSession;
import org.platformatlas.job.TableName;

/** What is written down of the files of tables. */
class WarehouseTest {
  @TempDir Path root;

  @Test
  void filesTellTheirLeastAndGreatestOfTheColumnsUpToThePeriod() {
    Economy economy = Economy.in(root);
    economy.land("2020-01", "a,1", "b,2");
    assertEquals("done", economy.run().message());
    assertEquals(Set.of("period"), told(Economy.VISIT));
    assertEquals(Set.of(), told(Economy.OWNER));
    assertEquals(Set.of("period"), told(Economy.RAW));
    assertEquals(Set.of(), told(Runner.RUN));
  }

  @Test
  void aTableCanComeToHaveAnotherGrain() {
    Economy economy = Economy.in(root);
    economy.land("2020-01", "a,1", "b,2");
    assertEquals("done", economy.run().message());
    economy.edit("jobs/metrics/held/contract.yml", "owner", "holder");
    economy.edit("jobs/metrics/held/contract.yml", "clean.holder", "clean.owner");
    economy.edit("jobs/metrics/held/query.sql", "owner.owner,", "owner.owner AS holder,");
    assertEquals("done", economy.run().message());
    assertEquals(Set.of("period"), told(Economy.HELD));
  }

  /** The columns of which the log of a table tells the least value of some file. */
  private Set<String> told(TableName table) {
    var statistics =
        TestSession.spark()
            .read()
            .text(
                root.resolve(
                        "warehouse/%s/%s/_delta_log/*.json"
                            .formatted(table.schema(), table.table()))
                    .toString())
            .selectExpr(
                "from_json(get_json_object(value, '$.add.stats'), 'numRecords INT, minValues MAP<STRING, STRING>') AS stats")
            .where("stats IS NOT NULL");
    assertTrue(statistics.where("stats.numRecords > 0").count() > 0, table.toString());
    Set<String> columns = new TreeSet<>();
    for (Row row :
        statistics
            .selectExpr("map_keys(stats.minValues)")
            .where("stats.minValues IS NOT NULL")
            .collectAsList()) {
      columns.addAll(row.getList(0));
    }
    return columns;
  }
}
