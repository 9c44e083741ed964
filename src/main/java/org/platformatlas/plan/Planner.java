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
    Map<Piece, Entry> expected = state.byPiece();
    Set<String> parts = parts(job);
    for (Stale one : stale) {
      Content unlike =
          Content.parse(Recipe.hash(one.recipe() + "1") + Recipe.hash(one.recipe() + "2"));
      if (!job.contract().hasPeriods()) {
        expected.replaceAll((piece, e) -> Entry.of(piece, e.recipe(), unlike, 0, 0));
      }
      List<Piece> touched = new ArrayList<>(List.of(one.piece()));
      if (one.piece().part() == null) {
        parts.stream()
            .map(part -> new Piece(part, one.period()))
            .filter(expected::containsKey)
            .forEach(touched::add);
      }
      for (Piece piece : touched) {
        expected.put(piece, Entry.of(piece, one.recipe().toString(), unlike, 0, 0));
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

  /** The stale pieces of a computed table, in order of their periods. */
  public List<Stale> stale(Job job) {
    TableState state = state(job.name());
    List<Stale> stale = new ArrayList<>();
    if (!job.contract().hasPeriods()) {
      Recipe recipe = definition(job);
      for (TableName input : job.inputs()) {
        recipe = recipe.with(input.toString(), state(input).whole().toString());
      }
      Piece whole = new Piece(null, null);
      addIfStale(stale, whole, recipe, state.byPeriod().get(whole), state);
      return stale;
    }
    Map<Piece, Entry> built = jobs.sharingParts(job).isEmpty() ? state.byPeriod() : state.byPiece();
    List<Reading> readings = readings(job);
    for (LocalDate period : periods(job)) {
      for (Reading reading : readings) {
        Piece piece = new Piece(reading.part(), period);
        if (built.containsKey(piece) || reading.reaches(period)) {
          addIfStale(stale, piece, reading.recipe(period), built.get(piece), state);
        }
      }
    }
    return stale;
  }

  private static void addIfStale(
      List<Stale> stale, Piece piece, Recipe recipe, Entry built, TableState state) {
    if (state.foreign().isPresent()) {
      stale.add(new Stale(piece, recipe, state.foreign().get()));
    } else if (built == null) {
      stale.add(new Stale(piece, recipe, "not built yet"));
    } else if (!built.recipe().equals(recipe.toString())) {
      stale.add(new Stale(piece, recipe, recipe.differenceFrom(Recipe.parse(built.recipe()))));
    }
  }

  /** The parts a table has: those its inputs in parts give it, and those it was ever built for. */
  public NavigableSet<String> parts(Job job) {
    NavigableSet<String> parts = new TreeSet<>();
    if (job.contract().hasParts()) {
      parts.addAll(state(job.name()).byPart().keySet());
      jobs.sharingParts(job).forEach(input -> parts.addAll(state(input).byPart().keySet()));
    }
    return parts;
  }

  private List<Reading> readings(Job job) {
    Map<TableName, TableState> inputs = new TreeMap<>();
    job.inputs().forEach(input -> inputs.put(input, state(input)));
    Recipe definition = definition(job);
    Set<TableName> parted = jobs.sharingParts(job);
    if (parted.isEmpty()) {
      return List.of(new Reading(null, job, jobs, definition, inputs, parted));
    }
    Map<TableName, Map<String, TableState>> byPart = new HashMap<>();
    parted.forEach(input -> byPart.put(input, state(input).byPart()));
    List<Reading> readings = new ArrayList<>();
    for (String part : parts(job)) {
      Map<TableName, TableState> ofPart = new TreeMap<>(inputs);
      byPart.forEach(
          (input, states) -> ofPart.put(input, states.getOrDefault(part, TableState.NONE)));
      readings.add(new Reading(part, job, jobs, definition, ofPart, parted));
    }
    return readings;
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

  /** The periods of an input that a rebuild of these periods reads. */
  public Ranges bound(Job job, TableName input, NavigableSet<LocalDate> rebuilt) {
    NavigableMap<LocalDate, Content> known = state(input).contents();
    NavigableSet<LocalDate> chosen = new TreeSet<>();
    for (Read read : job.reads(input, jobs.get(input).contract())) {
      switch (read.kind()) {
        case VALID, WHOLE -> {
          return Ranges.ALL;
        }
        case UP_TO -> chosen.addAll(Reading.needed(job, read, rebuilt.last(), known));
        default ->
            rebuilt.forEach(period -> chosen.addAll(Reading.needed(job, read, period, known)));
      }
    }
    return Ranges.of(chosen, known.navigableKeySet());
  }
}
