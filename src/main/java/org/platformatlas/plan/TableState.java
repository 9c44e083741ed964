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
 * @param interval whether the dated entries are days of an interval table, whose rows the undated
 *     ones count already
 */
public record TableState(
    List<Entry> entries,
    NavigableMap<LocalDate, Content> contents,
    Content whole,
    long version,
    Optional<String> foreign,
    boolean interval) {

  public static final TableState NONE = of(List.of(), -1, Optional.empty(), false);

  public static TableState of(
      Collection<Entry> entries, long version, Optional<String> foreign, boolean interval) {
    NavigableMap<LocalDate, Content> contents = new TreeMap<>();
    Content whole = Content.EMPTY;
    for (Entry entry : entries) {
      if (entry.period() != null && !interval) {
        contents.merge(entry.period(), entry.content(), Content::plus);
      }
      if (entry.period() == null || !interval) {
        whole = whole.plus(entry.content());
      }
    }
    return new TableState(
        List.copyOf(entries),
        interval ? valid(entries) : contents,
        whole,
        version,
        foreign,
        interval);
  }

  /** What is valid from each day on: by part it is known, of all parts together it adds up. */
  private static NavigableMap<LocalDate, Content> valid(Collection<Entry> entries) {
    Map<String, NavigableMap<LocalDate, Content>> byPart = new HashMap<>();
    entries.stream()
        .filter(e -> e.period() != null)
        .forEach(
            e ->
                byPart
                    .computeIfAbsent(e.part(), part -> new TreeMap<>())
                    .put(e.period(), e.content()));
    NavigableMap<LocalDate, Content> changes = new TreeMap<>();
    for (NavigableMap<LocalDate, Content> ofPart : byPart.values()) {
      Content before = Content.EMPTY;
      for (Map.Entry<LocalDate, Content> day : ofPart.entrySet()) {
        changes.merge(day.getKey(), day.getValue().minus(before), Content::plus);
        before = day.getValue();
      }
    }
    Content valid = Content.EMPTY;
    for (Map.Entry<LocalDate, Content> change : changes.entrySet()) {
      valid = valid.plus(change.getValue());
      change.setValue(valid);
    }
    return changes;
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

  /** What is known of a computed table, by piece. */
  public Map<Piece, Entry> byPiece() {
    Map<Piece, Entry> byPiece = new HashMap<>();
    entries.forEach(entry -> byPiece.put(entry.piece(), entry));
    return byPiece;
  }

  /**
   * One of the entries of each period: a table that is not built by part has one recipe for all.
   */
  public Map<Piece, Entry> byPeriod() {
    Map<Piece, Entry> byPeriod = new HashMap<>();
    entries.forEach(entry -> byPeriod.put(new Piece(null, entry.period()), entry));
    return byPeriod;
  }

  /** The entries of a raw table, by file. */
  public Map<String, List<Entry>> byFile() {
    Map<String, List<Entry>> byFile = new TreeMap<>();
    entries.forEach(e -> byFile.computeIfAbsent(e.part(), file -> new ArrayList<>()).add(e));
    return byFile;
  }

  /** What is known of each part, as of a table of its own. */
  public Map<String, TableState> byPart() {
    Map<String, List<Entry>> byPart = new TreeMap<>();
    entries.stream()
        .filter(e -> e.part() != null)
        .forEach(e -> byPart.computeIfAbsent(e.part(), part -> new ArrayList<>()).add(e));
    Map<String, TableState> states = new TreeMap<>();
    byPart.forEach((part, of) -> states.put(part, of(of, version, foreign, interval)));
    return states;
  }
}
