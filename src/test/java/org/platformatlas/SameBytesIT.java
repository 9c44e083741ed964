package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.sample.Sample;

/**
 * The same rows, bit for bit, however the work is split and wherever it is done: in one piece by
 * interpreted expressions, as few rows are, and on executors by compiled ones, but for the smallest
 * tables, which are in one piece there, too.
 */
class SameBytesIT {
  @TempDir Path root;

  @Test
  void onePieceGivesWhatTwoExecutorsWithThreePartitionsDo() throws Exception {
    Sample.of(12).write(Files.createDirectories(root.resolve("landing")));
    addOddMarkets();
    Here.run(Path.of("jobs"), root.resolve("landing"), root.resolve("here"));
    onExecutors(3);
    Map<String, List<String>> reference = Rows.of(root.resolve("here"));
    Map<String, List<String>> rows = Rows.of(root.resolve("there"));
    reference.forEach((table, found) -> assertTrue(!found.isEmpty(), table));
    assertTrue(reference.keySet().containsAll(Set.of("metrics.finding", "metrics.white_space")));
    reference.forEach((table, expected) -> assertEquals(expected, rows.get(table), table));
    assertEquals(indices("local[2]"), indices("local-cluster[2,1,2048]"));
  }

  /** One site alone, lists without any traffic, and many equal sites of which nothing is left. */
  private void addOddMarkets() throws Exception {
    for (int month = 1; month <= 12; month++) {
      sites(month, "fr", 1, month <= 6 ? "0" : "1");
      if (month == 3 || month == 4 || month == 6) {
        sites(month, "eu", 3_000, "0.5");
      }
    }
  }

  private void sites(int month, String country, int count, String popularity) throws Exception {
    String name = "2017-%02d".formatted(month);
    Path folder = root.resolve("landing/traffic/whotracksme").resolve(name).resolve(country);
    Files.writeString(
        Files.createDirectories(folder).resolve("sites.csv"),
        IntStream.range(0, count)
            .mapToObj(i -> "%s,%s,s%d.com,%s\n".formatted(name, country, i, popularity))
            .collect(Collectors.joining("", "month,country,site,popularity\n", "")));
  }

  /** What a statement over a table gives whose groups are not shuffled. */
  private List<String> indices(String master) throws Exception {
    String sql =
        "SELECT * FROM (SELECT period, market, concentration(volume).gini AS gini"
            + " FROM clean.traffic GROUP BY period, market) ORDER BY period, market";
    String plan = output(master, "EXPLAIN " + sql);
    assertTrue(plan.contains("CollectedRuns"), plan);
    assertFalse(plan.contains("hashpartitioning"), plan);
    List<String> rows =
        output(master, sql).lines().filter(line -> line.matches("[0-9-]{10},.*")).toList();
    assertTrue(rows.size() > 12);
    return rows;
  }

  private String output(String master, String sql) throws Exception {
    String warehouse = root.resolve("there").toString();
    AtlasProcess atlas =
        AtlasProcess.run(master, "sql", "--warehouse", warehouse, "--format", "csv", sql);
    assertEquals(0, atlas.exitCode(), atlas.output());
    return atlas.output();
  }

  private void onExecutors(int partitions) throws Exception {
    AtlasProcess atlas =
        AtlasProcess.runLong(
            "local-cluster[2,1,2048]",
            "run",
            "--landing",
            root.resolve("landing").toString(),
            "--warehouse",
            root.resolve("there").toString(),
            "--set",
            "spark.platformatlas.fewRows=100",
            "--set",
            "spark.sql.shuffle.partitions=" + partitions,
            "--set",
            "spark.sql.adaptive.coalescePartitions.enabled=false");
    assertEquals(0, atlas.exitCode(), atlas.output());
  }
}
