package org.platformatlas.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RangesTest {
  private static NavigableSet<LocalDate> days(String... days) {
    NavigableSet<LocalDate> set = new TreeSet<>();
    Stream.of(days).map(LocalDate::parse).forEach(set::add);
    return set;
  }

  private static final NavigableSet<LocalDate> KNOWN =
      days("2020-01-01", "2020-02-01", "2020-04-01", "2020-05-01", "2021-01-01");

  private static String condition(String... chosen) {
    return Ranges.of(days(chosen), KNOWN).condition();
  }

  @Test
  void neighboursAreOneInterval() {
    assertEquals("period = DATE'2020-02-01'", condition("2020-02-01"));
    assertEquals(
        "period >= DATE'2020-02-01' AND period <= DATE'2020-05-01'",
        condition("2020-02-01", "2020-04-01", "2020-05-01"));
    assertEquals(
        "period = DATE'2020-01-01' OR period >= DATE'2020-04-01' AND period <= DATE'2021-01-01'",
        condition("2020-01-01", "2020-04-01", "2020-05-01", "2021-01-01"));
  }

  @Test
  void allIsNoConditionAndNoneIsFalse() {
    assertEquals("true", Ranges.of(KNOWN, KNOWN).condition());
    assertTrue(Ranges.of(KNOWN, KNOWN).all());
    assertEquals("false", condition());
  }

  @Test
  void theConditionHoldsForJustTheChosen() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      NavigableSet<LocalDate> known = new TreeSet<>();
      NavigableSet<LocalDate> chosen = new TreeSet<>();
      for (int n = random.nextInt(1, 40); n > 0; n--) {
        LocalDate day = LocalDate.of(2020, 1, 1).plusDays(random.nextInt(60));
        if (known.add(day) && random.nextBoolean()) {
          chosen.add(day);
        }
      }
      Ranges ranges = Ranges.of(chosen, known);
      NavigableSet<LocalDate> held = new TreeSet<>(known);
      held.removeIf(day -> !holds(ranges, day));
      assertEquals(chosen, held);
      assertTrue(ranges.intervals().size() <= chosen.size());
    }
  }

  private static boolean holds(Ranges ranges, LocalDate day) {
    return ranges.all()
        || ranges.intervals().stream()
            .anyMatch(range -> !day.isBefore(range.first()) && !day.isAfter(range.last()));
  }
}
