package org.platformatlas.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.StringJoiner;

/**
 * A choice among known periods, as few closed intervals: chosen periods between which no other is
 * known are one interval.
 *
 * @param all whether every known period is chosen, so that nothing need be said
 */
public record Ranges(List<Range> intervals, boolean all) {
  public static final Ranges ALL = new Ranges(List.of(), true);

  /** One interval, both ends in it. */
  public record Range(LocalDate first, LocalDate last) {}

  public static Ranges of(NavigableSet<LocalDate> chosen, NavigableSet<LocalDate> known) {
    if (chosen.containsAll(known)) {
      return ALL;
    }
    List<Range> intervals = new ArrayList<>();
    LocalDate first = null;
    LocalDate last = null;
    for (LocalDate period : chosen) {
      if (last != null && known.subSet(last, false, period, false).isEmpty()) {
        last = period;
        continue;
      }
      if (last != null) {
        intervals.add(new Range(first, last));
      }
      first = period;
      last = period;
    }
    if (last != null) {
      intervals.add(new Range(first, last));
    }
    return new Ranges(intervals, false);
  }

  boolean contains(LocalDate period) {
    return all
        || intervals.stream()
            .anyMatch(range -> !period.isBefore(range.first()) && !period.isAfter(range.last()));
  }

  /** The condition on {@code period} with literal dates, as Delta prunes files best by it. */
  public String condition() {
    if (all) {
      return "true";
    }
    StringJoiner condition = new StringJoiner(" OR ").setEmptyValue("false");
    for (Range range : intervals) {
      condition.add(
          range.first().equals(range.last())
              ? "period = DATE'%s'".formatted(range.first())
              : "period >= DATE'%s' AND period <= DATE'%s'".formatted(range.first(), range.last()));
    }
    return condition.toString();
  }
}
