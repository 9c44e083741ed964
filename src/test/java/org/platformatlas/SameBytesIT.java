package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.platformatlas.sample.Sample;

/** The same rows, bit for bit, however the work is split and wherever it is done. */
class SameBytesIT {
  @TempDir static Path root;
  private static Map<String, List<String>> reference;

  @BeforeAll
  static void oneThread() throws Exception {
    Path landing = Files.createDirectories(root.resolve("landing"));
    Sample.of(12).write(landing);
    reference = rows("local[1]", 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"local[2]; 200", "local-cluster[2,1,2048]; 2"})
  void areGivenBy(String master, int partitions) throws Exception {
    Map<String, List<String>> rows = rows(master, partitions);
    reference.forEach((table, expected) -> assertEquals(expected, rows.get(table), table));
  }

  private static Map<String, List<String>> rows(String master, int partitions) throws Exception {
    Path warehouse = root.resolve(master.replaceAll("\\W", "-") + partitions);
    AtlasProcess atlas =
        AtlasProcess.run(
            master,
            "run",
            "--landing",
            root.resolve("landing").toString(),
            "--warehouse",
            warehouse.toString(),
            "--set",
            "spark.sql.shuffle.partitions=" + partitions,
            "--set",
            "spark.sql.adaptive.coalescePartitions.enabled=" + master.contains("cluster"));
    assertEquals(0, atlas.exitCode(), atlas.output());
    return Rows.of(warehouse);
  }
}
