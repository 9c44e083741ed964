package org.platformatlas.plan;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import org.platformatlas.job.Cadence;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Read;
import org.platformatlas.job.TableName;

/** Compares the recipe of every period with the one it was built by. */
public final class Planner {
  private final Jobs jobs;
  private final Map<String, Integer> functionVersions;
  private final Map<TableName, TableState> states = new HashMap<>();

  public Planner(
      Jobs jobs, Map<String, Integer> functionVersions, Map<TableName, TableState> states) {
    this.jobs = jobs;
    this.functionVersions = functionVersions;
    this.states.putAll(states);
  }

  public TableState state(TableName table) {
    return states.getOrDefault(table, TableState.NONE);
  }

  public void update(TableName table, TableState state) {
    states.put(table, state);
  }

  /** Takes the stale periods of a table as coming out different, to see what follows from it. */
  public void expectChange(Job job, List<Stale> stale) {
    if (stale.isEmpty()) {
      return;
    }
    TableState state = state(job.name());
    Map<LocalDate, Entry> expected = state.byPeriod();
    for (Stale one : stale) {
      Content unlike =
          Content.parse(Recipe.hash(one.recipe() + "1") + Recipe.hash(one.recipe() + "2"));
      expected.put(
          one.period(), Entry.ofPeriod(one.period(), one.recipe().toString(), unlike, 0, 0));
      if (job.contract().isInterval()) {
        expected.replaceAll((day, e) -> day == null ? e : Entry.ofDay(day, unlike));
      }
    }
    update(
        job.name(),
        TableState.of(
            expected.values(),
            Math.max(0, state.version()),
            Optional.empty(),
            job.contract().isInterval()));
  }

  /** The part of a table's recipe that its own folder decides. */
  public Recipe definition(Job job) {
    return Recipe.of(job.definition(functionVersions));
  }

  /** Whether something of a table was not built by its folder as it is now. */
  public boolean isRedefined(Job job) {
    String definition = definition(job).toString();
    List<Entry> entries = state(job.name()).entries();
    return entries.isEmpty()
        || entries.stream()
            .anyMatch(e -> !e.recipe().isEmpty() && !e.recipe().startsWith(definition));
  }

  /** Whether neither a computed table nor anything that it reads is there. */
  public boolean isWithoutInput(Job job) {
    return !state(job.name()).exists()
        && !job.inputs().isEmpty()
        && job.inputs().stream().noneMatch(input -> state(input).exists());
  }

  /** The stale periods of a computed table, in order. */
  public List<Stale> stale(Job job) {
    TableState state = state(job.name());
    Recipe definition = definition(job);
    List<Stale> stale = new ArrayList<>();
    if (!job.contract().hasPeriods()) {
      Recipe recipe = definition;
      for (TableName input : job.inputs()) {
        recipe = recipe.with(input.toString(), state(input).whole().toString());
      }
      addIfStale(stale, null, recipe, state.undated().orElse(null), state);
      return stale;
    }
    Map<LocalDate, Entry> built = state.byPeriod();
    Map<TableName, NavigableMap<LocalDate, String>> upTo = new HashMap<>();
    for (LocalDate period : periods(job)) {
      Recipe recipe = definition;
      for (TableName input : job.inputs()) {
        StringJoiner contents = new StringJoiner(",");
        for (Read read : job.reads(input, jobs.get(input).contract())) {
          contents.add(contents(job, input, read, period, upTo));
        }
        recipe = recipe.with(input.toString(), contents.toString());
      }
      addIfStale(stale, period, recipe, built.get(period), state);
    }
    return stale;
  }

  private static void addIfStale(
      List<Stale> stale, LocalDate period, Recipe recipe, Entry built, TableState state) {
    if (state.foreign().isPresent()) {
      stale.add(new Stale(period, recipe, state.foreign().get()));
    } else if (built == null) {
      stale.add(new Stale(period, recipe, "not built yet"));
    } else if (!built.recipe().equals(recipe.toString())) {
      stale.add(new Stale(period, recipe, recipe.differenceFrom(Recipe.parse(built.recipe()))));
    }
  }

  /** The periods a table has: those its inputs give it, and those it was ever built for. */
  public NavigableSet<LocalDate> periods(Job job) {
    NavigableSet<LocalDate> periods = new TreeSet<>(state(job.name()).contents().keySet());
    NavigableSet<LocalDate> spanned = new TreeSet<>();
    for (TableName input : job.inputs()) {
      NavigableMap<LocalDate, Content> known = state(input).contents();
      for (Read read : job.reads(input, jobs.get(input).contract())) {
        if (read.kind() == Read.Kind.SAME) {
          periods.addAll(known.keySet());
        } else if (read.kind() == Read.Kind.WITHIN) {
          for (Cadence cadence : job.contract().cadences()) {
            known.keySet().forEach(day -> periods.add(cadence.start(day)));
          }
        } else if (read.kind() == Read.Kind.SPAN) {
          spanned.addAll(known.keySet());
        }
      }
    }
    for (Cadence cadence : spanned.isEmpty() ? Set.<Cadence>of() : job.contract().cadences()) {
      LocalDate period = cadence.start(spanned.first());
      for (; !period.isAfter(spanned.last()); period = cadence.plus(period, 1)) {
        periods.add(period);
      }
    }
    return periods;
  }

  private String contents(
      Job job,
      TableName input,
      Read read,
      LocalDate period,
      Map<TableName, NavigableMap<LocalDate, String>> upTo) {
    NavigableMap<LocalDate, Content> known = state(input).contents();
    return switch (read.kind()) {
      case WHOLE -> state(input).whole().toString();
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
        StringJoiner needed = new StringJoiner(",");
        for (LocalDate one : needed(job, read, period, known)) {
          needed.add(one + "=" + known.get(one));
        }
        yield needed.toString();
      }
    };
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
  private static NavigableSet<LocalDate> needed(
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

  /** The periods of an input that a rebuild of these periods reads. */
  public Ranges bound(Job job, TableName input, NavigableSet<LocalDate> rebuilt) {
    NavigableMap<LocalDate, Content> known = state(input).contents();
    NavigableSet<LocalDate> chosen = new TreeSet<>();
    for (Read read : job.reads(input, jobs.get(input).contract())) {
      switch (read.kind()) {
        case VALID, WHOLE -> {
          return Ranges.ALL;
        }
        case UP_TO -> chosen.addAll(needed(job, read, rebuilt.last(), known));
        default -> rebuilt.forEach(period -> chosen.addAll(needed(job, read, period, known)));
      }
    }
    return Ranges.of(chosen, known.navigableKeySet());
  }
}
