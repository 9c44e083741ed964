package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.platformatlas.sample.Sample;

/**
 * Runs that are killed with signal 9 at seeded random moments, while a late and a corrected file
 * are brought in: every table stays readable at its old or its new content, and the next run makes
 * what an undisturbed run makes. {@code -Datlas.kills=10} kills more of them.
 */
class KilledRunIT {
  private static final int KILLS = Integer.getInteger("atlas.kills", 5);
  private static final String MASTER = "local[2]";
  private static final String LATE = "traffic/whotracksme/2017-09/de/sites.csv.gz";
  private static final String CORRECTED = "traffic/whotracksme/2017-06/us/sites.csv.gz";

  /** Sources of which nothing would change. */
  private static final List<String> UNNEEDED =
      List.of("traffic/caniuse-region-usage", "traffic/statcounter");

  /** Tables that no other reads; all but one are left out, as they are built like it. */
  private static final List<String> UNREAD =
      List.of("clean/market", "clean/platform", "metrics/leader", "metrics/market_concentration");

  private static final List<String> UNTOUCHED =
      List.of("raw/caniuse_usage", "raw/statcounter_shares", "clean/ownership");

  @TempDir static Path root;
  private static Map<String, List<String>> before;
  private static Map<String, List<String>> after;
  private static long undisturbedMilliseconds;
  private static final Map<Long, Future<Path>> killed = new HashMap<>();
  private static int underWay;

  @BeforeAll
  static void anUndisturbedRun() throws Exception {
    Path landing = Files.createDirectories(root.resolve("landing"));
    Sample.of(12).write(landing);
    for (String source : UNNEEDED) {
      Folders.delete(landing.resolve(source));
    }
    Path late = root.resolve("late");
    Files.move(landing.resolve(LATE), late);
    Folders.copy(Path.of("jobs"), root.resolve("jobs"));
    for (String table : UNREAD) {
      Folders.delete(root.resolve("jobs").resolve(table));
    }
    assertEquals(0, run(root.resolve("base")));
    before = Rows.of(root.resolve("base"));

    Files.move(late, landing.resolve(LATE));
    correct(landing.resolve(CORRECTED));
    Folders.copy(root.resolve("base"), root.resolve("undisturbed"));
    long started = System.nanoTime();
    assertEquals(0, run(root.resolve("undisturbed")));
    undisturbedMilliseconds = (System.nanoTime() - started) / 1_000_000;
    after = Rows.of(root.resolve("undisturbed"));
    Rows.TABLES.stream()
        .filter(table -> !UNTOUCHED.contains(table) && !UNREAD.contains(table))
        .forEach(table -> assertTrue(!before.get(table).equals(after.get(table)), table));
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
                Path warehouse = root.resolve("killed-" + seed);
                Folders.copy(root.resolve("base"), warehouse);
                double moment = 0.3 + 0.7 * new Random(seed).nextDouble();
                AtlasProcess.start(MASTER, arguments(warehouse))
                    .killAfter((long) (moment * undisturbedMilliseconds));
                return warehouse;
              }));
    }
    killer.shutdown();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isFinishedByTheNextRun(long seed) throws Exception {
    Path warehouse = killed.get(seed).get();
    if (Files.exists(warehouse.resolve("_lock"))) {
      underWay++;
    }
    for (String table : Rows.TABLES) {
      List<String> rows = Rows.of(warehouse, table);
      assertTrue(
          rows.equals(before.get(table)) || rows.equals(after.get(table)),
          table + " is neither old nor new");
    }
    if (seed % 5 == 0) {
      Path edited = root.resolve("edited-" + seed);
      Folders.copy(root.resolve("jobs"), edited);
      Path query = edited.resolve("metrics/platform_share/query.sql");
      String text = Files.readString(query);
      Files.writeString(query, text.replace("volume, share,", "volume + 1D AS volume, share,"));
      Here.run(edited, root.resolve("landing"), warehouse);
      assertTrue(
          !Rows.of(warehouse, "metrics/platform_share")
              .equals(after.get("metrics/platform_share")));
    }
    Here.run(root.resolve("jobs"), root.resolve("landing"), warehouse);
    Map<String, List<String>> rows = Rows.of(warehouse);
    after.forEach((table, expected) -> assertEquals(expected, rows.get(table), table));
    Folders.delete(warehouse);
  }

  static List<Long> seeds() {
    return LongStream.rangeClosed(1, KILLS).boxed().toList();
  }

  @AfterAll
  static void mostWereKilledWhileTheyHeldTheWarehouse() {
    assertTrue(2 * underWay >= KILLS, underWay + " of " + KILLS);
  }

  private static int run(Path warehouse) throws Exception {
    AtlasProcess atlas = AtlasProcess.run(MASTER, arguments(warehouse));
    int exitCode = atlas.exitCode();
    if (exitCode != 0) {
      System.err.println(atlas.output());
    }
    return exitCode;
  }

  private static String[] arguments(Path warehouse) {
    return new String[] {
      "run",
      "--landing",
      root.resolve("landing").toString(),
      "--warehouse",
      warehouse.toString(),
      "--set",
      "jobs=" + root.resolve("jobs")
    };
  }

  /** The same file with its last row gone. */
  private static void correct(Path file) throws IOException {
    String text;
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    }
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(
          (text.substring(0, text.lastIndexOf('\n')) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
