package org.platformatlas.plan;

import static java.util.stream.Collectors.joining;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import org.platformatlas.job.Cadence;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Read;
import org.platformatlas.job.TableName;

/** What a table with periods, or one of its parts, reads of its inputs. */
final class Reading {
  private final String part;
  private final Job job;
  private final Jobs jobs;
  private final Recipe definition;
  private final Map<TableName, TableState> inputs;
  private final Set<TableName> parted;
  private final Map<TableName, NavigableMap<LocalDate, String>> upTo = new HashMap<>();
  private final Map<TableName, Map<LocalDate, String>> texts = new HashMap<>();
  private final Map<String, String> hashes = new HashMap<>();

  /**
   * @param part null for all of the table
   * @param inputs what is known of them; of those in parts, of this part
   * @param parted the inputs in parts
   */
  Reading(
      String part,
      Job job,
      Jobs jobs,
      Recipe definition,
      Map<TableName, TableState> inputs,
      Set<TableName> parted) {
    this.part = part;
    this.job = job;
    this.jobs = jobs;
    this.definition = definition;
    this.inputs = inputs;
    this.parted = parted;
  }

  String part() {
    return part;
  }

  /** By which a period is to be built. */
  Recipe recipe(LocalDate period) {
    Map<String, String> parts = new LinkedHashMap<>(definition.parts());
    for (TableName input : inputs.keySet()) {
      StringJoiner contents = new StringJoiner(",");
      for (Read read : job.reads(input, jobs.get(input).contract())) {
        contents.add(contents(input, read, period));
      }
      // Of thousands of periods most read the same of some inputs.
      parts.put(input.toString(), hashes.computeIfAbsent(contents.toString(), Recipe::hash));
    }
    return new Recipe(parts);
  }

  /** Whether the part is there in a period: some input in parts had rows of it by the last day. */
  boolean reaches(LocalDate period) {
    if (part == null) {
      return true;
    }
    LocalDate last = lastDay(period);
    return parted.stream()
        .map(input -> inputs.get(input).contents())
        .anyMatch(known -> known.floorKey(last) != null);
  }

  private LocalDate lastDay(LocalDate period) {
    return job.contract().cadences().stream()
        .filter(cadence -> cadence.startsOn(period))
        .map(cadence -> cadence.lastDay(period))
        .max(LocalDate::compareTo)
        .orElse(period);
  }

  private String contents(TableName input, Read read, LocalDate period) {
    NavigableMap<LocalDate, Content> known = inputs.get(input).contents();
    return switch (read.kind()) {
      case WHOLE -> inputs.get(input).whole().toString();
      case SPAN -> "";
      case LATEST -> String.valueOf(known.floorEntry(period));
      case UP_TO ->
          String.valueOf(upTo.computeIfAbsent(input, table -> chained(known)).floorEntry(period));
      case VALID -> {
        StringJoiner valid = new StringJoiner(",");
        for (Cadence cadence : job.contract().cadences()) {
          if (cadence.startsOn(period)) {
            Map.Entry<LocalDate, Content> since = known.floorEntry(cadence.lastDay(period));
            valid.add(since == null ? "" : since.getValue().toString());
          }
        }
        yield valid.toString();
      }
      case SAME, WITHIN, PREVIOUS -> {
        Map<LocalDate, String> text = texts.computeIfAbsent(input, table -> texts(known));
        yield needed(job, read, period, known).stream().map(text::get).collect(joining(","));
      }
    };
  }

  private static Map<LocalDate, String> texts(NavigableMap<LocalDate, Content> known) {
    Map<LocalDate, String> texts = new HashMap<>();
    known.forEach((period, content) -> texts.put(period, period + "=" + content));
    return texts;
  }

  /** For each period, a hash of all contents up to it, each made from the one before. */
  private static NavigableMap<LocalDate, String> chained(NavigableMap<LocalDate, Content> known) {
    NavigableMap<LocalDate, String> chained = new TreeMap<>();
    String before = "";
    for (Map.Entry<LocalDate, Content> entry : known.entrySet()) {
      before = Recipe.hash(before + entry);
      chained.put(entry.getKey(), before);
    }
    return chained;
  }

  /** The known periods of an input that one output period needs. */
  static NavigableSet<LocalDate> needed(
      Job job, Read read, LocalDate period, NavigableMap<LocalDate, Content> known) {
    NavigableSet<LocalDate> needed = new TreeSet<>();
    switch (read.kind()) {
      case SAME -> needed.add(period);
      case WITHIN -> {
        for (Cadence cadence : job.contract().cadences()) {
          if (cadence.startsOn(period)) {
            needed.addAll(known.subMap(period, cadence.plus(period, 1)).keySet());
          }
        }
      }
      case PREVIOUS -> {
        for (Cadence cadence : job.contract().cadences()) {
          for (int back = 1; cadence.startsOn(period) && back <= read.count(); back++) {
            needed.add(cadence.plus(period, -back));
          }
        }
      }
      case LATEST -> {
        if (known.floorKey(period) != null) {
          needed.add(known.floorKey(period));
        }
      }
      case UP_TO -> needed.addAll(known.headMap(period, true).keySet());
      case VALID, WHOLE -> needed.addAll(known.keySet());
      case SPAN -> {}
    }
    needed.retainAll(known.keySet());
    return needed;
  }
}
