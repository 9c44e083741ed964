package org.platformatlas.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of one table, seen by period.
 *
 * @param version the Delta version that holds it, -1 while there is none
 * @param foreign why its rows can no longer be trusted: a commit that is not ours
 */
public record TableState(
    List<Entry> entries,
    NavigableMap<LocalDate, Content> contents,
    Content whole,
    long version,
    Optional<String> foreign) {

  public static final TableState NONE = of(List.of(), -1, Optional.empty(), false);

  /**
   * @param interval whether the dated entries are days of an interval table, whose rows the undated
   *     entry counts already
   */
  public static TableState of(
      Collection<Entry> entries, long version, Optional<String> foreign, boolean interval) {
    NavigableMap<LocalDate, Content> contents = new TreeMap<>();
    Content whole = Content.EMPTY;
    for (Entry entry : entries) {
      if (entry.period() != null) {
        contents.merge(entry.period(), entry.content(), Content::plus);
      }
      if (entry.period() == null || !interval) {
        whole = whole.plus(entry.content());
      }
    }
    return new TableState(List.copyOf(entries), contents, whole, version, foreign);
  }

  public boolean exists() {
    return version >= 0;
  }

  public boolean hasQuarantined() {
    return entries.stream().anyMatch(e -> e.quarantined() > 0);
  }

  /** How many rows there are in the given periods. */
  public long rows(Ranges ranges) {
    return entries.stream()
        .filter(e -> e.period() == null ? ranges.all() : ranges.contains(e.period()))
        .mapToLong(Entry::rows)
        .sum();
  }

  /** The undated entry of a table without periods. */
  public Optional<Entry> undated() {
    return entries.stream().filter(e -> e.period() == null && e.file() == null).findFirst();
  }

  /** The entries of a table with periods, by period. */
  public Map<LocalDate, Entry> byPeriod() {
    Map<LocalDate, Entry> byPeriod = new HashMap<>();
    entries.stream().filter(e -> e.file() == null).forEach(e -> byPeriod.put(e.period(), e));
    return byPeriod;
  }

  /** The entries of a raw table, by file. */
  public Map<String, List<Entry>> byFile() {
    Map<String, List<Entry>> byFile = new TreeMap<>();
    entries.forEach(e -> byFile.computeIfAbsent(e.file(), file -> new ArrayList<>()).add(e));
    return byFile;
  }
}
