package org.platformatlas.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CadenceTest {
  @ParameterizedTest
  @CsvSource({
    "DAY,     2024-02-29, 2024-02-29, 2024-02-29",
    "WEEK,    2021-01-03, 2020-12-28, 2021-01-03",
    "WEEK,    2020-12-28, 2020-12-28, 2021-01-03",
    "MONTH,   2024-02-29, 2024-02-01, 2024-02-29",
    "MONTH,   2023-02-28, 2023-02-01, 2023-02-28",
    "QUARTER, 2020-03-31, 2020-01-01, 2020-03-31",
    "QUARTER, 2020-12-31, 2020-10-01, 2020-12-31",
    "YEAR,    2020-12-31, 2020-01-01, 2020-12-31"
  })
  void aDayLiesBetweenTheFirstAndLastDayOfItsPeriod(
      Cadence cadence, LocalDate day, LocalDate first, LocalDate last) {
    assertEquals(first, cadence.start(day));
    assertEquals(last, cadence.lastDay(first));
    assertTrue(cadence.startsOn(first));
    assertEquals(day.equals(first), cadence.startsOn(day));
  }

  @ParameterizedTest
  @EnumSource
  void periodsFollowEachOtherWithoutGapOrOverlap(Cadence cadence) {
    LocalDate period = cadence.start(LocalDate.of(1999, 1, 1));
    for (int i = 0; i < 1_000; i++) {
      LocalDate next = cadence.plus(period, 1);
      assertEquals(next, cadence.lastDay(period).plusDays(1));
      assertEquals(period, cadence.start(cadence.lastDay(period)));
      assertEquals(period, cadence.plus(next, -1));
      assertEquals(cadence.plus(next, 12), cadence.plus(period, 13));
      period = next;
    }
  }

  @Test
  void aNameIsReadAsItIsWritten() {
    assertEquals(Cadence.QUARTER, Cadence.parse("quarter"));
    assertFalse(Cadence.WEEK.startsOn(LocalDate.of(2024, 1, 2)));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Cadence.parse("fortnight")).getMessage();
    assertEquals("Invalid cadence 'fortnight' (day, week, month, quarter or year)", message);
  }
}
