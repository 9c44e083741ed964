package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.platformatlas.run.Economy.VISIT;
import static scala.jdk.javaapi.CollectionConverters.asJava;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.delta.files.TahoeFileIndex;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.platformatlas.AtlasException;
import org.platformatlas.TestSession;

class ShellTest extends FourMonths {
  private final SparkSession spark = TestSession.spark().newSession();
  private Shell shell;

  @BeforeAll
  static void twoYearsOfVisits() {
    Economy economy = Economy.at(fourMonths);
    economy.land("2021-02", "a,20", "b,40");
    economy.run();
  }

  @BeforeEach
  void aSessionOfItsOwn() {
    shell = new Shell(spark, economy.warehouse());
  }

  private List<String> rows(String sql) {
    return shell.execute(sql).collectAsList().stream().map(row -> row.mkString("|")).toList();
  }

  private FileSourceScanExec scan(String sql) {
    return asJava(((Dataset<?>) shell.execute(sql)).queryExecution().sparkPlan().collectLeaves())
        .stream()
        .map(FileSourceScanExec.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static long files(FileSourceScanExec scan) {
    return scan.selectedPartitions().totalNumberOfFiles();
  }

  private static boolean isOfDelta(FileSourceScanExec scan) {
    FileIndex index = scan.relation().location();
    return index instanceof TahoeFileIndex;
  }

  @Test
  void aQuerySeesTheNewestRowsAndThePartitionColumn() {
    String sql = "SELECT * FROM clean.visit WHERE site = 'a' AND month(period) = 2 ORDER BY period";
    assertEquals(
        List.of("2020-02-01|a|10.0|2020-01-01", "2021-02-01|a|20.0|2021-01-01"), rows(sql));
    economy.land("2021-02", "a,21", "b,40");
    economy.run();
    assertEquals("2021-02-01|a|21.0|2021-01-01", rows(sql).get(1));
  }

  @Test
  void onlyFilesInWhichRowsMayBeAreRead() {
    FileSourceScanExec all = scan("SELECT * FROM clean.visit");
    assertEquals(false, isOfDelta(all));
    assertEquals(2, files(all));
    assertEquals(1, files(scan("SELECT * FROM clean.visit WHERE period >= DATE'2021-01-01'")));
    assertEquals(0, files(scan("SELECT * FROM clean.visit WHERE period > DATE'2022-01-01'")));
    assertEquals(
        1, files(scan("SELECT * FROM clean.visit WHERE year(PARTITION_YEAR) + 0 IN (2020, 1)")));
    assertEquals(
        List.of("2"),
        rows(
            "SELECT count(*) FROM clean.visit WHERE partition_year = (SELECT max(partition_year)"
                + " FROM clean.visit)"));
    assertEquals(
        List.of("10"),
        rows(
            "SELECT count(*) FROM clean.visit AS one JOIN clean.visit AS other"
                + " USING (period, site)"));
  }

  @Test
  void otherStatementsReadTheCatalog() {
    assertEquals(List.of("8"), rows("SELECT count(*) FROM clean.visit VERSION AS OF 0"));
    assertEquals(2, rows("DESCRIBE HISTORY clean.visit").size());
    rows("CREATE TEMPORARY VIEW seen AS SELECT * FROM clean.visit WHERE site = 'b'");
    assertEquals(
        List.of("5"), rows("SELECT count(*) FROM seen JOIN clean.visit USING (period, site)"));
    assertTrue(rows("EXPLAIN SELECT * FROM clean.visit").get(0).contains("FileScan parquet"));
    assertTrue(rows("SHOW TABLES IN clean").contains("clean|visit|false"));
    assertEquals(List.of("1"), rows("SELECT 1"));
  }

  @Test
  void whatFilesAloneDoNotSayIsReadByDelta() {
    rows("ALTER TABLE clean.visit SET TBLPROPERTIES (delta.enableDeletionVectors = true)");
    rows("DELETE FROM clean.visit WHERE site = 'a'");
    assertEquals(List.of("5"), rows("SELECT count(*) FROM clean.visit"));
    assertTrue(isOfDelta(scan("SELECT * FROM clean.visit")));
    assertEquals(4, economy.warehouse().latestVersion(VISIT) + 1);
  }

  @Test
  void aMistakeIsToldToItsAuthor() {
    for (String sql :
        List.of(
            "SELECT * FROM clean.visits",
            "SELECT nothing FROM clean.visit",
            "SELECT * FROM clean.visit JOIN clean.gone USING (site)",
            "SELECT FROM WHERE")) {
      AtlasException refused = assertThrows(AtlasException.class, () -> shell.execute(sql), sql);
      assertTrue(refused.getMessage().contains("["), refused.getMessage());
    }
  }
}
