package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.Folders;
import org.platformatlas.TestSession;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Problems;
import org.platformatlas.plan.Content;
import org.platformatlas.plan.Entry;
import org.platformatlas.plan.Piece;

/** How {@code ops.period} lies, and what a night writes of it. */
class LedgerTest {
  private static final String COUNTS =
      "SELECT table, is_old, count(*), max(period) FROM ops.period GROUP BY table, is_old";
  private static final String OLD = "clean.visit|true|1189|1998-12-01";

  @TempDir Path root;
  private Economy economy;

  /** Months of visits from 1900 on, as if they had been built. */
  @BeforeEach
  void make() {
    economy = Economy.in(root);
    economy.land("1899-12", "a,1");
    economy.run();
    merge(IntStream.range(0, 1_190).mapToObj(i -> LocalDate.of(1900, 1, 1).plusMonths(i)));
  }

  @Test
  void aNightWritesOnlyTheYearThatItAddsTo() {
    assertEquals(List.of("clean.visit|false|2|1999-02-01", OLD), visits());
    Object old = files("is_old");
    Object young = files("NOT is_old");
    merge(Stream.of(LocalDate.of(1999, 3, 1)));
    assertEquals(List.of("clean.visit|false|3|1999-03-01", OLD), visits());
    assertEquals(old, files("is_old"));
    assertNotEquals(young, files("NOT is_old"));
  }

  @Test
  void aNewYearMakesTheLastOneOld() {
    merge(Stream.of(LocalDate.of(2000, 1, 1)));
    assertEquals(
        List.of("clean.visit|false|1|2000-01-01", "clean.visit|true|1191|1999-02-01"), visits());
  }

  @Test
  void whatOldEntriesSayIsWrittenWhereItChanges() {
    merge(Stream.of(LocalDate.of(1900, 1, 1)), 7);
    assertEquals(List.of("clean.visit|false|2|1999-02-01", OLD), visits());
    assertEquals(
        List.of("1900-01-01|true"),
        economy.rows("SELECT period, is_old FROM ops.period WHERE row_count = 7"));
  }

  @Test
  void nothingIsLeftOfATableThatVanished() throws Exception {
    Folders.delete(root.resolve("warehouse/clean/visit"));
    ledger().save("vanished");
    assertEquals(List.of(), visits());
  }

  @Test
  void anIndexThatLiesByTableAloneIsLaidOutAnew() {
    List<String> before = economy.rows("SELECT * FROM ops.period");
    String path = economy.warehouse().path(Ledger.PERIOD);
    TestSession.spark()
        .read()
        .format("delta")
        .load(path)
        .drop("is_old")
        .write()
        .format("delta")
        .mode("overwrite")
        .option("overwriteSchema", true)
        .partitionBy("table")
        .save(path);
    merge(Stream.of(LocalDate.of(1900, 1, 1)));
    assertEquals(before, economy.rows("SELECT * FROM ops.period"));
  }

  private void merge(Stream<LocalDate> periods) {
    merge(periods, 1);
  }

  private void merge(Stream<LocalDate> periods, long rows) {
    List<Entry> built =
        periods
            .map(period -> Entry.of(new Piece(null, period), "r", Content.EMPTY, rows, 0))
            .toList();
    Ledger ledger = ledger();
    ledger.merge(Economy.VISIT, built, economy.warehouse().latestVersion(Economy.VISIT));
    ledger.save("made");
  }

  private Ledger ledger() {
    Problems problems = new Problems();
    Jobs jobs = Jobs.load(root.resolve("jobs"), problems);
    problems.throwIfAny();
    return Ledger.load(TestSession.spark(), economy.warehouse(), jobs);
  }

  private List<String> visits() {
    return economy.rows(COUNTS).stream().filter(row -> row.startsWith("clean.visit")).toList();
  }

  private Object files(String condition) {
    return economy.rows(
        "SELECT DISTINCT input_file_name() FROM ops.period WHERE table = 'clean.visit' AND "
            + condition);
  }
}
