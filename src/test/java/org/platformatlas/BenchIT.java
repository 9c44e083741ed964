package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.bench.Question;

/** The bench asks everyone the same, and all say the same; how fast is not tested. */
class BenchIT {
  private static final Pattern LINE =
      Pattern.compile("(\\w+,(?:duckdb|spark),\\w+),([0-9.]+),([0-9.]+),([0-9.]+),.*,1");

  @TempDir Path root;

  @Test
  void allEnginesAnswerTheSameAndWhoIsLeftOutIsSaid() throws Exception {
    AtlasProcess bench = bench("--rival", "duckdb,spark,polars");
    assertEquals(0, bench.exitCode(), bench.output());
    assertTrue(bench.output().contains("POLARS IS LEFT OUT"), bench.output());
    Set<String> expected = new TreeSet<>();
    for (Question question : Question.values()) {
      for (String rival : List.of("duckdb", "spark")) {
        expected.add(question + "," + rival + ",warm_seconds");
        expected.add(question + "," + rival + ",cold_seconds");
        expected.add(question + "," + rival + ",peak_mib");
        expected.add(question + "," + rival + ",warm_rows_per_second_and_core");
      }
    }
    Set<String> measured = new TreeSet<>();
    Matcher line = LINE.matcher(bench.output());
    while (line.find()) {
      measured.add(line.group(1));
      double ratio = Double.parseDouble(line.group(2)) / Double.parseDouble(line.group(3));
      assertEquals(1, Double.parseDouble(line.group(4)) / ratio, .02, line.group());
    }
    assertEquals(expected, measured, bench.output());
  }

  private AtlasProcess bench(String... more) throws Exception {
    String small =
        "--pairs 1 --repeat 2 --memory 2048 --platforms 500 --fields 100 --years 2"
            + " --places 5000 --outlets 500 --format csv --rows "
            + System.getProperty("atlas.bench.rows", "200000");
    Stream<String> always =
        Stream.concat(Stream.of("bench", "--into", root.toString()), Stream.of(small.split(" ")));
    return AtlasProcess.runLong(
        "local[2]", Stream.concat(always, Stream.of(more)).toArray(String[]::new));
  }
}
