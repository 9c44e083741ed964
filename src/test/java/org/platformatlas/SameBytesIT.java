package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Problems;
import org.platformatlas.sample.Sample;

/** The same rows, bit for bit, however the work is split and wherever it is done. */
class SameBytesIT {
  @TempDir Path root;

  @Test
  void oneThreadWithOnePartitionGivesWhatTwoExecutorsWithSevenDo() throws Exception {
    Sample.of(12).write(Files.createDirectories(root.resolve("landing")));
    Map<String, List<String>> reference = rows("local[1]", 1);
    Map<String, List<String>> rows = rows("local-cluster[2,1,2048]", 7);
    for (Job job : Jobs.load(Path.of("jobs"), new Problems()).all()) {
      if (job.query().isPresent()) {
        String table = job.name().toString().replace('.', '/');
        assertTrue(!reference.get(table).isEmpty(), table);
      }
    }
    reference.forEach((table, expected) -> assertEquals(expected, rows.get(table), table));
  }

  private Map<String, List<String>> rows(String master, int partitions) throws Exception {
    Path warehouse = root.resolve(master.replaceAll("\\W", "-"));
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
            "spark.sql.adaptive.coalescePartitions.enabled=false");
    assertEquals(0, atlas.exitCode(), atlas.output());
    return Rows.of(warehouse);
  }
}
