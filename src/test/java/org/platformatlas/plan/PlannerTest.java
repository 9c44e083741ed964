package org.platformatlas.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.JobsFolder;
import org.platformatlas.job.TableName;

class PlannerTest {
  private static final TableName VISITS = TableName.parse("raw.visits");
  private static final TableName SURVEY = TableName.parse("raw.survey");
  private static final TableName OWNER = TableName.parse("clean.owner");

  @TempDir Path root;
  private JobsFolder folder;
  private Planner planner;
  private Jobs jobs;
  private Job job;

  @BeforeEach
  void inputsWithoutRows() {
    folder =
        new JobsFolder(root)
            .raw("visits", "month")
            .raw("survey", "month")
            .write("clean/owner/owner.csv", "site,valid_from,valid_to\na,2020-01-01,\n")
            .write("clean/owner/query.sql", "SELECT site, valid_from, valid_to FROM fact.owner")
            .write(
                "clean/owner/contract.yml",
                """
                row: who owns a site from one day to another
                validity: [valid_from, valid_to]
                grain: [site]
                columns:
                  site: {type: string, meaning: site}
                  valid_from: {type: date, meaning: first day}
                  valid_to: {type: date, meaning: first day no more}
                """);
  }

  /** A table that reads its inputs so, over the months named. */
  private void table(String head, String inputs, String... months) {
    folder.computed("metrics/answer", head, "SELECT period, site FROM " + inputs);
    load(Map.of());
    know(VISITS, months);
  }

  private void load(Map<TableName, TableState> states) {
    jobs = folder.load();
    job = jobs.get(TableName.parse("metrics.answer"));
    planner = new Planner(jobs, Map.of("hhi", 1), states);
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text.length() == 7 ? text + "-01" : text);
  }

  private static Content content(Object of) {
    return new Content(of.hashCode() * 0x9E3779B97F4A7C15L, 1);
  }

  /** Gives a raw table rows in these periods, or others in periods named again. */
  private void know(TableName table, String... periods) {
    NavigableMap<LocalDate, Content> contents = new TreeMap<>(planner.state(table).contents());
    for (String period : periods) {
      contents.merge(day(period), content(table + period), Content::plus);
    }
    List<Entry> entries = new ArrayList<>();
    contents.forEach((day, c) -> entries.add(Entry.of(new Piece(null, day), "", c, 1, 0)));
    planner.update(table, TableState.of(entries, 0, Optional.empty(), false));
  }

  /** Says from which days on the rows of the interval table are others. */
  private void own(Map<String, String> rows) {
    List<Entry> entries = new ArrayList<>();
    entries.add(Entry.of(new Piece(null, null), "", content(rows), rows.size(), 0));
    rows.forEach((day, row) -> entries.add(Entry.ofDay(new Piece(null, day(day)), content(row))));
    planner.update(OWNER, TableState.of(entries, 0, Optional.empty(), true));
  }

  /** Builds what is stale. */
  private void build(Job built) {
    Map<Piece, Entry> entries = planner.state(built.name()).byPiece();
    for (Stale one : planner.stale(built)) {
      String recipe = one.recipe().toString();
      entries.put(one.piece(), Entry.of(one.piece(), recipe, content(recipe + one.piece()), 1, 0));
    }
    planner.update(built.name(), TableState.of(entries.values(), 0, Optional.empty(), false));
  }

  private String stale() {
    return String.join(" ", planner.stale(job).stream().map(s -> month(s.period())).toList());
  }

  private static String month(LocalDate period) {
    return period == null
        ? "whole"
        : period.getDayOfMonth() == 1 ? period.toString().substring(0, 7) : period.toString();
  }

  /** What is stale once these periods of an input changed; then it is built. */
  private String staleAfter(TableName input, String... periods) {
    build(job);
    assertEquals("", stale());
    know(input, periods);
    String stale = stale();
    build(job);
    assertEquals("", stale());
    return stale;
  }

  private String bound(TableName input, String... rebuilt) {
    NavigableSet<LocalDate> periods = new TreeSet<>();
    for (String period : rebuilt) {
      periods.add(day(period));
    }
    return planner.bound(job, input, periods).condition();
  }

  @Test
  void nothingIsBuiltAtFirst() {
    table("cadence: month", "raw.visits", "2020-01", "2020-02");
    assertEquals("2020-01 2020-02", stale());
    assertEquals("not built yet", planner.stale(job).get(0).reason());
    assertEquals("2020-03", staleAfter(VISITS, "2020-03"));
  }

  @Test
  void theSamePeriodIsReadByDefault() {
    table("cadence: month", "raw.visits", "2020-01", "2020-02", "2020-03");
    assertEquals("2020-02", staleAfter(VISITS, "2020-02"));
    assertEquals("period = DATE'2020-02-01'", bound(VISITS, "2020-02"));
    assertEquals("true", bound(VISITS, "2020-01", "2020-02", "2020-03"));
  }

  @Test
  void aMonthReadsTheDaysWithinIt() {
    table(
        "cadence: month\nreads: {raw.visits: within}",
        "raw.visits",
        "2020-01-31",
        "2020-02-01",
        "2020-02-29",
        "2020-03-01");
    assertEquals("2020-01 2020-02 2020-03", stale());
    assertEquals("2020-02", staleAfter(VISITS, "2020-02-29"));
    assertEquals("2020-04", staleAfter(VISITS, "2020-04-30"));
    assertEquals(
        "period >= DATE'2020-02-01' AND period <= DATE'2020-02-29'", bound(VISITS, "2020-02"));
    assertEquals(
        "period = DATE'2020-01-31' OR period = DATE'2020-03-01'",
        bound(VISITS, "2020-01", "2020-03"));
  }

  @Test
  void everyPeriodFromTheFirstDayKnownToTheLastIsSpanned() {
    // The months between, from a table that is not read at all.
    table(
        "cadence: [month, year]\nreads: {raw.visits: [up to, span], raw.survey: span}",
        "raw.visits",
        "2019-12-31");
    assertEquals("2019-01 2019-12", stale());
    know(SURVEY, "2020-02-15");
    assertEquals("2019-01 2019-12 2020-01 2020-02", stale());
    build(job);
    know(SURVEY, "2020-01-20");
    assertEquals("", stale());
    assertEquals("2020-03", staleAfter(SURVEY, "2020-03-31"));
    assertEquals("2020-02 2020-03", staleAfter(VISITS, "2020-02"));
  }

  @Test
  void anIntervalTableSpansTheMonthsInWhichItChanges() {
    table(
        "cadence: month\nreads: {clean.owner: [valid, span], raw.visits: whole}",
        "clean.owner JOIN raw.visits USING (site)");
    own(Map.of("2020-01-15", "a", "2020-03-02", "b"));
    assertEquals("2020-01 2020-02 2020-03", stale());
  }

  @Test
  void aTableOfTwoCadencesReadsWithinBoth() {
    table(
        "cadence: [month, quarter]\nreads: {raw.visits: within}",
        "raw.visits",
        "2020-01-05",
        "2020-02-05",
        "2020-04-05");
    assertEquals("2020-01 2020-02 2020-04", stale());
    assertEquals("2020-01 2020-02", staleAfter(VISITS, "2020-02-05"));
    assertEquals("2020-01", staleAfter(VISITS, "2020-01-05"));
    assertEquals(
        "period >= DATE'2020-01-05' AND period <= DATE'2020-02-05'", bound(VISITS, "2020-01"));
    assertEquals("period = DATE'2020-02-05'", bound(VISITS, "2020-02"));
  }

  @Test
  void previousPeriodsAreThoseOfTheCalendar() {
    table(
        "cadence: month\nreads: {raw.visits: [same, previous 2]}",
        "raw.visits",
        "2020-01",
        "2020-02",
        "2020-04",
        "2020-05",
        "2020-06");
    assertEquals("2020-01 2020-02", staleAfter(VISITS, "2020-01"));
    assertEquals("2020-02 2020-04", staleAfter(VISITS, "2020-02"));
    assertEquals("2020-06", staleAfter(VISITS, "2020-06"));
    assertEquals(
        "period >= DATE'2020-02-01' AND period <= DATE'2020-04-01'", bound(VISITS, "2020-04"));
    assertEquals("period = DATE'2020-01-01'", bound(VISITS, "2020-01"));
    assertEquals(
        "period >= DATE'2020-04-01' AND period <= DATE'2020-05-01'", bound(VISITS, "2020-05"));
    // A filled gap stales what follows it.
    assertEquals("2020-03 2020-04 2020-05", staleAfter(VISITS, "2020-03"));
    assertEquals(
        "period >= DATE'2020-03-01' AND period <= DATE'2020-05-01'", bound(VISITS, "2020-05"));
  }

  @Test
  void previousAloneGivesNoPeriods() {
    table(
        "cadence: month\nreads: {raw.survey: previous 1}",
        "raw.visits JOIN raw.survey",
        "2020-02",
        "2020-03");
    assertEquals("2020-02", staleAfter(SURVEY, "2020-01"));
    assertEquals("", staleAfter(SURVEY, "2020-03", "2020-12"));
  }

  @Test
  void theLatestIsTheOneAtOrBefore() {
    table(
        "cadence: month\nreads: {raw.survey: latest}",
        "raw.visits JOIN raw.survey",
        "2020-01",
        "2020-02",
        "2020-03",
        "2020-04");
    know(SURVEY, "2019-11", "2020-03");
    assertEquals("2020-01 2020-02", staleAfter(SURVEY, "2019-11"));
    assertEquals("2020-03 2020-04", staleAfter(SURVEY, "2020-03"));
    assertEquals("", staleAfter(SURVEY, "2020-05", "2019-10"));
    assertEquals("period = DATE'2019-11-01'", bound(SURVEY, "2020-01", "2020-02"));
    assertEquals(
        "period >= DATE'2019-11-01' AND period <= DATE'2020-03-01'",
        bound(SURVEY, "2020-02", "2020-04"));
    assertEquals("2020-02", staleAfter(SURVEY, "2020-02"));
    assertEquals("false", bound(SURVEY, "2019-09"));
  }

  @Test
  void allUpToAPeriodStalesAllThatFollow() {
    table(
        "cadence: month\nreads: {raw.visits: [same, up to]}",
        "raw.visits",
        "2020-01",
        "2020-02",
        "2020-04",
        "2020-05");
    assertEquals("2020-02 2020-04 2020-05", staleAfter(VISITS, "2020-02"));
    assertEquals("2020-05", staleAfter(VISITS, "2020-05"));
    assertEquals("2020-03 2020-04 2020-05", staleAfter(VISITS, "2020-03"));
    assertEquals("2019-12 2020-01 2020-02 2020-03 2020-04 2020-05", staleAfter(VISITS, "2019-12"));
    assertEquals(
        "period >= DATE'2019-12-01' AND period <= DATE'2020-02-01'",
        bound(VISITS, "2020-01", "2020-02"));
    assertEquals("true", bound(VISITS, "2020-05"));
  }

  @Test
  void whatIsValidOnThePeriodsLastDayCounts() {
    table(
        "cadence: month\nreads: {clean.owner: valid}",
        "raw.visits JOIN clean.owner",
        "2019-12",
        "2020-01",
        "2020-02",
        "2020-03");
    own(Map.of("2020-01-01", "Alpha", "2020-02-15", "Beta"));
    assertEquals("", staleAfter(VISITS));
    own(Map.of("2020-01-01", "Alpha", "2020-02-15", "Gamma"));
    assertEquals("2020-02 2020-03", stale());
    assertEquals("clean.owner changed", planner.stale(job).get(0).reason());
    own(Map.of("2020-01-01", "Alpha", "2020-02-15", "Beta", "2020-02-29", "Gamma"));
    assertEquals("2020-02 2020-03", stale(), "the last day is in the month");
    own(Map.of("2020-01-01", "Alpha", "2020-02-15", "Beta", "2020-03-01", "Gamma"));
    assertEquals("2020-03", stale());
    own(
        Map.of(
            "2020-01-01",
            "Alpha",
            "2020-01-10",
            "Gamma",
            "2020-01-31",
            "Alpha",
            "2020-02-15",
            "Beta"));
    assertEquals("", stale(), "no last day lies between");
    own(Map.of("2019-12-31", "Alpha", "2020-02-15", "Beta"));
    assertEquals("2019-12", stale());
    assertEquals("true", bound(OWNER, "2020-02"));
  }

  @Test
  void ofPeriodsOfSeveralLengthsOnlyThoseThatMayBeginThenCount() {
    table(
        "cadence: [month, year]\nreads: {clean.owner: valid}",
        "raw.visits JOIN clean.owner",
        "2020-01",
        "2020-02",
        "2020-11");
    own(Map.of("2020-01-01", "Alpha"));
    assertEquals("", staleAfter(VISITS));
    own(Map.of("2020-01-01", "Alpha", "2020-11-20", "Beta"));
    assertEquals("2020-01 2020-11", stale(), "a year may begin in January");
  }

  @Test
  void theWholeOfAnInputStalesEveryPeriod() {
    table(
        "cadence: month\nreads: {raw.survey: whole}",
        "raw.visits JOIN raw.survey",
        "2020-01",
        "2020-02");
    know(SURVEY, "2015-01", "2016-01");
    assertEquals("2020-01 2020-02", staleAfter(SURVEY, "2015-01"));
    assertEquals("2020-02", staleAfter(VISITS, "2020-02"));
    assertEquals("true", bound(SURVEY, "2020-02"));
  }

  @Test
  void aTableWithoutPeriodsIsStaleAsAWhole() {
    folder.computed("metrics/answer", "", "SELECT site FROM raw.visits JOIN clean.owner");
    load(Map.of());
    know(VISITS, "2020-01");
    assertEquals("whole", stale());
    assertEquals("whole", staleAfter(VISITS, "2020-02"));
    own(Map.of("2020-01-01", "Alpha"));
    assertEquals("clean.owner changed", planner.stale(job).get(0).reason());
  }

  @Test
  void aReasonNamesWhatChanged() {
    table("cadence: month", "raw.visits JOIN clean.owner", "2020-01", "2020-02");
    own(Map.of("2020-01-01", "Alpha"));
    build(job);
    Map<TableName, TableState> states = new java.util.HashMap<>();
    for (Job one : jobs.all()) {
      states.put(one.name(), planner.state(one.name()));
    }
    folder.edit("metrics/answer/query.sql", "site FROM", "upper(site) AS site FROM");
    folder.edit("metrics/answer/contract.yml", "type: string", "type: double");
    load(states);
    own(Map.of("2020-01-01", "Beta"));
    assertEquals("2020-01 2020-02", stale());
    assertEquals("query, contract, clean.owner changed", planner.stale(job).get(0).reason());
    planner.update(
        job.name(),
        TableState.of(
            states.get(job.name()).entries(), 7, Optional.of("commit 7 is not ours"), false));
    assertEquals("2020-01 2020-02", stale());
    assertEquals("commit 7 is not ours", planner.stale(job).get(0).reason());
  }

  @Test
  void aPeriodOnceBuiltStaysWhenItsInputHasItNoMore() {
    table("cadence: month", "raw.visits", "2020-01", "2020-02");
    build(job);
    planner.update(VISITS, TableState.NONE);
    know(VISITS, "2020-01");
    assertEquals("2020-02", stale());
  }

  @Test
  void whatFollowsIsSeenBeforeAnythingIsBuilt() {
    folder.computed("clean/visit", "cadence: month", "SELECT period, site FROM raw.visits");
    table(
        "cadence: month\nreads: {clean.visit: [same, previous 1], clean.owner: valid}",
        "clean.visit JOIN clean.owner",
        "2020-01",
        "2020-02",
        "2020-03");
    own(Map.of("2020-01-01", "Alpha"));
    Job visit = jobs.get(TableName.parse("clean.visit"));
    build(visit);
    build(job);
    planner.expectChange(visit, planner.stale(visit));
    assertEquals("", stale());
    know(VISITS, "2020-02");
    planner.expectChange(visit, planner.stale(visit));
    assertEquals("2020-02 2020-03", stale());
  }

  @Test
  void aChangeOfFactsIsExpectedToTouchEveryPeriod() {
    table(
        "cadence: month\nreads: {clean.owner: valid}",
        "raw.visits JOIN clean.owner",
        "2019-12",
        "2020-02");
    own(Map.of("2020-01-01", "Alpha", "2020-02-15", "Beta"));
    build(job);
    Job owner = jobs.get(OWNER);
    planner.expectChange(owner, planner.stale(owner));
    assertEquals("2020-02", stale());
  }

  /** A plan that compared every period with every other would not come to an end here. */
  @Test
  void fortyTablesOfTenYearsOfDaysArePlanned() {
    folder.raw("visits", "day");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String before = i == 0 ? "raw.visits" : names.get(i - 1);
      String reads =
          switch (i % 4) {
            case 0 -> "same";
            case 1 -> "[same, up to]";
            case 2 -> "[same, previous 7]";
            default -> "[same, latest]";
          };
      names.add("clean.t%02d".formatted(i));
      folder.computed(
          names.get(i).replace('.', '/'),
          "cadence: day\nreads: {%s: %s}".formatted(before, reads),
          "SELECT period, site FROM " + before);
    }
    folder.computed(
        "metrics/answer",
        "cadence: month\nreads: {clean.t39: within}",
        "SELECT period, site FROM clean.t39");
    load(Map.of());
    List<String> days = new ArrayList<>();
    for (LocalDate day = day("2010-01"); days.size() < 3_650; day = day.plusDays(1)) {
      days.add(day.toString());
    }
    know(VISITS, days.toArray(String[]::new));
    List<Job> computed = jobs.all().stream().filter(j -> !j.inputs().isEmpty()).toList();
    assertEquals(41, computed.size());
    computed.forEach(this::build);
    computed.forEach(one -> assertEquals(List.of(), planner.stale(one)));
    know(VISITS, days.get(3_648));
    List<String> follows = new ArrayList<>();
    for (Job one : computed) {
      List<Stale> stale = planner.stale(one);
      NavigableSet<LocalDate> periods = new TreeSet<>();
      stale.forEach(s -> periods.add(s.period()));
      one.inputs().forEach(input -> planner.bound(one, input, periods));
      planner.expectChange(one, stale);
      follows.add(String.join(" ", stale.stream().map(s -> s.period().toString()).toList()));
    }
    assertEquals("2019-12-28", follows.get(0));
    assertEquals("2019-12-28 2019-12-29", follows.get(39));
    assertEquals("2019-12-01", follows.get(40));
  }

  /** A table in parts by site: who owns each from when, and what is surveyed of all. */
  private void tableInParts(String reads) {
    folder
        .edit("clean/owner/contract.yml", "grain: [site]", "grain: [site]\npart: site")
        .computed(
            "metrics/answer",
            "part: site\ncadence: month\nreads: {%s}".formatted(reads),
            "SELECT period, site FROM raw.visits JOIN clean.owner");
    load(Map.of());
    know(VISITS, "2020-01", "2020-02", "2020-03");
  }

  /** Says from which days on the rows of each part of the interval table are others. */
  private void ownInParts(Map<String, Map<String, String>> rows) {
    List<Entry> entries = new ArrayList<>();
    rows.forEach(
        (site, days) -> {
          entries.add(Entry.of(new Piece(site, null), "", content(site + days), 1, 0));
          days.forEach(
              (day, row) ->
                  entries.add(Entry.ofDay(new Piece(site, day(day)), content(site + row))));
        });
    planner.update(OWNER, TableState.of(entries, 0, Optional.empty(), true));
  }

  private String staleParts() {
    return String.join(
        " ",
        planner.stale(job).stream()
            .map(s -> s.piece().part() + " " + s.period().getMonthValue())
            .toList());
  }

  @Test
  void aPartIsStaleBesideOthersThatAreNot() {
    tableInParts("clean.owner: valid");
    ownInParts(Map.of("a", Map.of("2020-01-01", "x"), "b", Map.of("2020-02-29", "y")));
    assertEquals("a 1 a 2 b 2 a 3 b 3", staleParts(), "b is not there in January");
    build(job);
    assertEquals("", staleParts());
    ownInParts(
        Map.of(
            "a", Map.of("2020-01-01", "x"),
            "b", Map.of("2020-02-29", "y", "2020-03-10", "z"),
            "c", Map.of("2020-03-31", "x")));
    assertEquals("b 3 c 3", staleParts());
    assertEquals("clean.owner changed", planner.stale(job).get(0).reason());
    build(job);
    know(VISITS, "2020-02");
    assertEquals("a 2 b 2", staleParts(), "what is not in parts is of all");
    build(job);
    ownInParts(Map.of("a", Map.of("2020-01-01", "x"), "b", Map.of("2020-02-29", "y")));
    assertEquals("b 3 c 3", staleParts(), "c is there no more");
  }

  @Test
  void theWholeOfAPartIsThatOfTheSamePart() {
    tableInParts("clean.owner: whole");
    ownInParts(Map.of("a", Map.of("2020-01-01", "x"), "b", Map.of("2020-01-01", "y")));
    build(job);
    ownInParts(
        Map.of("a", Map.of("2020-01-01", "x"), "b", Map.of("2020-01-01", "y", "2020-03-01", "z")));
    assertEquals("b 1 b 2 b 3", staleParts());
    assertEquals(new TreeSet<>(List.of("a", "b")), planner.parts(job));
  }

  @Test
  void anIntervalTableInPartsHasTheContentOfAllOfThem() {
    table("cadence: month\nreads: {clean.owner: valid}", "raw.visits JOIN clean.owner", "2020-03");
    ownInParts(Map.of("a", Map.of("2020-01-01", "x"), "b", Map.of("2020-02-01", "y")));
    NavigableMap<LocalDate, Content> contents = planner.state(OWNER).contents();
    assertEquals(content("ax"), contents.get(day("2020-01")));
    assertEquals(content("ax").plus(content("by")), contents.get(day("2020-02")));
    build(job);
    ownInParts(Map.of("a", Map.of("2020-01-01", "x"), "b", Map.of("2020-02-01", "z")));
    assertEquals("2020-03", stale());
  }

  @Test
  void aChangeOfATableInPartsIsExpectedToTouchEveryPart() {
    tableInParts("clean.owner: valid");
    ownInParts(Map.of("a", Map.of("2020-01-01", "x"), "b", Map.of("2020-03-01", "y")));
    build(job);
    Job owner = jobs.get(OWNER);
    planner.expectChange(owner, planner.stale(owner));
    assertEquals("a 1 a 2 a 3 b 3", staleParts());
  }
}
