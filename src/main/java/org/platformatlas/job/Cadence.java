package org.platformatlas.job;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** The length of a period. A period is named by its first day. */
public enum Cadence {
  DAY,
  WEEK,
  MONTH,
  QUARTER,
  YEAR;

  /** The first day of the period that holds {@code day}. */
  public LocalDate start(LocalDate day) {
    return switch (this) {
      case DAY -> day;
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
      case QUARTER -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
      case YEAR -> day.withDayOfYear(1);
    };
  }

  /** The first day of the period {@code count} after (or, if negative, before) {@code start}. */
  public LocalDate plus(LocalDate start, int count) {
    return switch (this) {
      case DAY -> start.plusDays(count);
      case WEEK -> start.plusWeeks(count);
      case MONTH -> start.plusMonths(count);
      case QUARTER -> start.plusMonths(3L * count);
      case YEAR -> start.plusYears(count);
    };
  }

  public LocalDate lastDay(LocalDate start) {
    return plus(start, 1).minusDays(1);
  }

  /** Whether a period may begin on {@code day}. */
  public boolean startsOn(LocalDate day) {
    return start(day).equals(day);
  }

  static Cadence parse(String text) {
    for (Cadence cadence : values()) {
      if (cadence.name().toLowerCase(java.util.Locale.ROOT).equals(text)) {
        return cadence;
      }
    }
    throw new IllegalArgumentException(
        "Invalid cadence '%s' (day, week, month, quarter or year)".formatted(text));
  }
}
