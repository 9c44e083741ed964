package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.platformatlas.AtlasProcess;
import org.platformatlas.Folders;
import org.platformatlas.Rows;

/**
 * Runs that are killed with signal 9 at seeded random moments, while a late and a corrected file
 * are brought in: every table stays readable at its old or its new content, and the next run makes
 * what an undisturbed run makes.
 */
class KilledRunIT {
  private static final int KILLS = 10;
  private static final int SITES = 300;
  private static final YearMonth FIRST = YearMonth.of(2020, 1);
  private static final YearMonth CORRECTED = YearMonth.of(2020, 4);
  private static final YearMonth LATE = YearMonth.of(2020, 8);
  private static final List<String> CHANGING =
      List.of("raw/visits", "clean/visit", "metrics/held", "metrics/growth", "ops/period");

  @TempDir static Path root;
  private static Map<String, List<String>> before;
  private static Map<String, List<String>> after;
  private static long heldMilliseconds;
  private static final Map<Long, Future<Path>> killed = new HashMap<>();
  private static int underWay;

  @BeforeAll
  static void anUndisturbedRun() throws Exception {
    Path base = root.resolve("base");
    Economy economy = Economy.in(base);
    IntStream.range(0, 12)
        .mapToObj(FIRST::plusMonths)
        .filter(month -> !month.equals(LATE))
        .forEach(month -> land(economy, month, SITES));
    assertEquals("done", economy.run().message());
    before = rows(base);

    land(economy, LATE, SITES);
    land(economy, CORRECTED, SITES - 1);
    Path undisturbed = root.resolve("undisturbed");
    Folders.copy(base, undisturbed);
    AtlasProcess run = holding(undisturbed);
    long started = System.nanoTime();
    assertEquals(0, run.exitCode(), run.output());
    heldMilliseconds = (System.nanoTime() - started) / 1_000_000;
    after = rows(undisturbed);
    CHANGING.forEach(table -> assertNotEquals(before.get(table), after.get(table), table));
    kill(seeds());
  }

  /** The runs are killed one after the other, while those killed before are looked at. */
  private static void kill(List<Long> seeds) {
    ExecutorService killer = Executors.newSingleThreadExecutor();
    for (long seed : seeds) {
      killed.put(
          seed,
          killer.submit(
              () -> {
                Path folder = root.resolve("killed-" + seed);
                Folders.copy(root.resolve("base"), folder);
                // Squared, as a run beside fewer others is faster than the undisturbed one was.
                double moment = Math.pow(new SplittableRandom(seed).nextDouble(), 2);
                holding(folder).killAfter((long) (moment * heldMilliseconds));
                return folder;
              }));
    }
    killer.shutdown();
  }

  /** A run that has just taken the warehouse. */
  private static AtlasProcess holding(Path folder) throws Exception {
    AtlasProcess run = AtlasProcess.start("local[2]", arguments(folder));
    while (run.isAlive() && !Files.exists(folder.resolve("warehouse/_lock"))) {
      Thread.sleep(20);
    }
    return run;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isFinishedByTheNextRun(long seed) throws Exception {
    Path folder = killed.get(seed).get();
    if (Files.exists(folder.resolve("warehouse/_lock"))) {
      underWay++;
    }
    Map<String, List<String>> rows = rows(folder);
    for (String table : List.of("raw/visits", "clean/visit", "metrics/held", "metrics/growth")) {
      assertTrue(
          rows.get(table).equals(before.get(table)) || rows.get(table).equals(after.get(table)),
          table + " is neither old nor new");
    }
    Economy economy = Economy.at(folder);
    if (seed % 5 == 0) {
      economy.edit("jobs/metrics/growth/query.sql", "AS growth", "+ 1D AS growth");
      assertEquals("done", economy.run().message());
      assertNotEquals(after.get("metrics/growth"), rows(folder).get("metrics/growth"));
      economy.edit("jobs/metrics/growth/query.sql", "+ 1D AS growth", "AS growth");
    }
    economy.run();
    assertEquals(after, rows(folder));
    Folders.delete(folder);
  }

  static List<Long> seeds() {
    return LongStream.rangeClosed(1, KILLS).boxed().toList();
  }

  @AfterAll
  static void mostWereKilledWhileTheyHeldTheWarehouse() {
    assertTrue(2 * underWay >= KILLS, underWay + " of " + KILLS);
  }

  private static void land(Economy economy, YearMonth month, int sites) {
    String[] lines =
        IntStream.range(0, sites)
            .mapToObj(site -> (char) ('a' + site % 2) + (site < 2 ? "" : "" + site) + "," + site)
            .toArray(String[]::new);
    economy.land(month.toString(), lines);
  }

  private static Map<String, List<String>> rows(Path folder) {
    Map<String, List<String>> rows = new TreeMap<>();
    for (String table : CHANGING) {
      rows.put(table, Rows.of(folder.resolve("warehouse"), table));
    }
    rows.put("clean/owner", Rows.of(folder.resolve("warehouse"), "clean/owner"));
    rows.put("ops/quarantine", Rows.of(folder.resolve("warehouse"), "ops/quarantine"));
    return rows;
  }

  private static String[] arguments(Path folder) {
    return new String[] {
      "run",
      "--landing",
      folder.resolve("landing").toString(),
      "--warehouse",
      folder.resolve("warehouse").toString(),
      "--set",
      "jobs=" + folder.resolve("jobs")
    };
  }
}
