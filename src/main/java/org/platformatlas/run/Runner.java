package org.platformatlas.run;

import static org.apache.spark.sql.functions.col;

import java.io.PrintStream;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.platformatlas.AtlasException;
import org.platformatlas.ExitCode;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Problems;
import org.platformatlas.job.TableName;
import org.platformatlas.plan.Planner;
import org.platformatlas.plan.Stale;
import org.platformatlas.source.LandedFile;
import org.platformatlas.source.Landing;

/** Brings tables up to date, inputs first, and writes down what happened. */
public final class Runner {
  public static final TableName RUN = new TableName("ops", "run");
  public static final TableName RULE_RESULT = new TableName("ops", "rule_result");

  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final StructType RUN_SCHEMA =
      Comments.schema(
          "run STRING, started TIMESTAMP, ended TIMESTAMP, status STRING, exit_code INT,"
              + " command STRING, jar STRING, tables ARRAY<STRUCT<table: STRING, status: STRING,"
              + " stale: INT, written: INT, row_count: BIGINT, quarantined_count: BIGINT,"
              + " version: BIGINT, inputs: MAP<STRING, BIGINT>, message: STRING>>, message STRING",
          Map.of(
              "run", "id of the run",
              "started", "when it began",
              "ended", "when it ended; null if its process went away",
              "status", "DONE, FAILED or ABANDONED",
              "exit_code", "what the process said to whoever started it",
              "command", "what it was asked to do",
              "jar", "version of the program and a hash of its jar",
              "tables", "what it did with each table that was not already up to date",
              "message", "what went wrong, or nothing to do"));

  private static final StructType RULE_SCHEMA =
      Comments.schema(
          "run STRING, table STRING, rule STRING, severity STRING, condition STRING,"
              + " broken_count BIGINT, result STRING",
          Map.of(
              "run", "id of the run",
              "table", "schema.table",
              "rule", "name of the rule in the contract",
              "severity", "fail, quarantine or warn",
              "condition", "what must hold, of every row or of groups",
              "broken_count", "rows or groups of which it does not; null if it was not evaluated",
              "result", "held, broken or not_evaluated"));

  private final SparkSession spark;
  private final Jobs jobs;
  private final Warehouse warehouse;
  private final Landing landing;
  private final Map<String, Integer> functionVersions;
  private final PrintStream progress;

  /**
   * What to bring up to date.
   *
   * @param tables names, with what they need; empty for all
   * @param from first period to rebuild in computed tables
   * @param to first period not to rebuild
   */
  public record Request(
      List<String> tables, Optional<LocalDate> from, Optional<LocalDate> to, String command) {
    private boolean asksFor(Stale stale) {
      return stale.period() == null
          || (from.map(d -> !stale.period().isBefore(d)).orElse(true)
              && to.map(d -> stale.period().isBefore(d)).orElse(true));
    }
  }

  /**
   * What a run came to.
   *
   * @param message for people
   */
  public record Result(String run, ExitCode exitCode, String message) {}

  /** Stale periods of a table, before anything is written. */
  public record Plan(TableName table, List<Stale> stale, String note) {}

  /**
   * @param progress gets a line per table while a run works
   */
  public Runner(
      SparkSession spark,
      Jobs jobs,
      Warehouse warehouse,
      Landing landing,
      Map<String, Integer> functionVersions,
      PrintStream progress) {
    this.spark = spark;
    this.jobs = jobs;
    this.warehouse = warehouse;
    this.landing = landing;
    this.functionVersions = functionVersions;
    this.progress = progress;
  }

  public Result run(Request request) {
    Instant started = Instant.now();
    String run = ID_TIME.format(started) + "-" + UUID.randomUUID().toString().substring(0, 8);
    List<Job> wanted = jobs.withInputs(request.tables());
    try (Lock lock = Lock.acquire(warehouse, run, started)) {
      Ledger ledger = Ledger.load(spark, warehouse, jobs);
      Planner before = new Planner(jobs, functionVersions, ledger.states());
      Map<TableName, List<LandedFile>> landed = landed(wanted);
      Set<TableName> due = due(wanted, landed, before);
      Map<TableName, Dataset<Row>> analysed = validate(wanted, due, before);
      Build build =
          new Build(
              spark,
              warehouse,
              jobs,
              ledger,
              new Inputs(spark),
              analysed,
              new Quarantine(run),
              run,
              started);
      List<Outcome> outcomes =
          SideBySide.run(
              wanted,
              due.size(),
              build,
              (own, job, inputs) -> {
                Instant began = Instant.now();
                List<String> notes = new ArrayList<>();
                List<LandedFile> files = landed.getOrDefault(job.name(), List.of());
                boolean isDue = due.contains(job.name());
                Outcome outcome =
                    bringUpToDate(own, request, job, files, isDue, inputs, notes::add);
                report(notes, outcome, Duration.between(began, Instant.now()));
                return outcome;
              });
      Result result = result(run, outcomes);
      FewRows bookkeeping = FewRows.of(spark, 0);
      try {
        writeDown(lock, ledger, request, started, result, outcomes);
        // Last, so that a kill before it leaves commits to be adopted, with what is missing above.
        ledger.save(run);
      } finally {
        bookkeeping.close();
      }
      return result;
    }
  }

  /** The files of each raw table, as they are when a run begins. */
  private Map<TableName, List<LandedFile>> landed(List<Job> wanted) {
    Map<TableName, List<LandedFile>> landed = new HashMap<>();
    for (Job job : wanted) {
      job.source().ifPresent(source -> landed.put(job.name(), landing.list(source.path())));
    }
    return landed;
  }

  /** The tables that have something to build, or need one that has. */
  private Set<TableName> due(
      List<Job> wanted, Map<TableName, List<LandedFile>> landed, Planner planner) {
    Set<TableName> there = new HashSet<>();
    Set<TableName> due = new HashSet<>();
    for (Job job : wanted) {
      List<LandedFile> files = landed.getOrDefault(job.name(), List.of());
      boolean hasInput =
          job.name().isRaw()
              ? !files.isEmpty()
              : job.inputs().isEmpty() || job.inputs().stream().anyMatch(there::contains);
      boolean isThere = planner.state(job.name()).exists();
      boolean isDue =
          (hasInput || isThere)
              && (job.inputs().stream().anyMatch(due::contains) || isDue(job, files, planner));
      if (isDue || isThere) {
        there.add(job.name());
      }
      if (isDue) {
        due.add(job.name());
      }
    }
    return due;
  }

  /** Stops before anything is written if a job that is new or changed, and due, has a problem. */
  private Map<TableName, Dataset<Row>> validate(
      List<Job> wanted, Set<TableName> due, Planner planner) {
    List<Job> checked =
        wanted.stream()
            .filter(job -> due.contains(job.name()) && planner.isRedefined(job))
            .toList();
    if (checked.isEmpty()) {
      return Map.of();
    }
    Problems problems = new Problems();
    Map<TableName, Dataset<Row>> analysed = Validation.check(spark, jobs, checked, false, problems);
    problems.throwIfAny();
    return analysed;
  }

  /** Whether there is something to build even if no input comes out different. */
  private static boolean isDue(Job job, List<LandedFile> files, Planner planner) {
    return job.name().isRaw()
        ? !RawBuild.toRead(job, files, planner).isEmpty()
        : !planner.stale(job).isEmpty();
  }

  private Outcome bringUpToDate(
      Build build,
      Request request,
      Job job,
      List<LandedFile> landed,
      boolean isDue,
      List<Outcome> inputs,
      Consumer<String> notes) {
    Optional<Outcome> badInput = inputs.stream().filter(Outcome::isBad).findFirst();
    long version = build.ledger().state(job.name()).version();
    if (badInput.isPresent()) {
      return Outcome.of(
          job,
          Outcome.Status.SKIPPED,
          version,
          "left as it was: it needs " + badInput.get().table());
    }
    Planner planner = new Planner(jobs, functionVersions, build.ledger().states());
    try {
      if (job.name().isRaw()) {
        try (RawBuild raw = new RawBuild(build, landing, landed, planner, job, notes)) {
          return raw.run();
        }
      }
      List<Stale> stale = isDue ? planner.stale(job) : List.of();
      stale = stale.stream().filter(request::asksFor).toList();
      return new QueryBuild(build, planner, job, stale).run();
    } catch (AtlasException e) {
      boolean rule = e.exitCode() == ExitCode.RULE_BROKEN;
      return Outcome.of(
          job, rule ? Outcome.Status.RULE_BROKEN : Outcome.Status.FAILED, version, e.getMessage());
    } catch (Exception e) {
      // Spark throws checked exceptions that its Scala signatures do not declare.
      return Outcome.of(job, Outcome.Status.FAILED, version, Failure.summary(e));
    }
  }

  private void note(String text) {
    progress.println("  note: " + Failure.printable(text));
  }

  private synchronized void report(List<String> notes, Outcome outcome, Duration took) {
    notes.forEach(this::note);
    String what =
        switch (outcome.status()) {
          case UNCHANGED -> outcome.stale() == 0 ? "up to date" : "rebuilt, same as before";
          case WRITTEN ->
              "%d period%s written, %d rows%s"
                  .formatted(
                      outcome.written(),
                      outcome.written() == 1 ? "" : "s",
                      outcome.rows(),
                      outcome.quarantined() == 0
                          ? ""
                          : ", %d quarantined".formatted(outcome.quarantined()));
          case ABSENT -> "absent";
          case RULE_BROKEN -> "RULE BROKEN, left as it was";
          case FAILED -> "FAILED, left as it was";
          case SKIPPED -> "skipped";
        };
    progress.printf(
        "%-32s %s (%.1f s)%s%n",
        outcome.table(),
        what,
        took.toMillis() / 1000.0,
        outcome.message().isEmpty() ? "" : ": " + Failure.printable(outcome.message()));
  }

  private Result result(String run, Collection<Outcome> outcomes) {
    List<String> bad = new ArrayList<>();
    ExitCode exitCode = ExitCode.DONE;
    for (Outcome outcome : outcomes) {
      if (outcome.isBad()) {
        bad.add(outcome.table() + ": " + outcome.message());
        exitCode =
            outcome.status() == Outcome.Status.RULE_BROKEN || exitCode == ExitCode.RULE_BROKEN
                ? ExitCode.RULE_BROKEN
                : ExitCode.PARTLY_FAILED;
      }
      if (outcome.status() == Outcome.Status.ABSENT
          && jobs.get(outcome.table()).source().filter(s -> s.required()).isPresent()) {
        bad.add(outcome.table() + ": required, but " + outcome.message());
        exitCode = exitCode == ExitCode.DONE ? ExitCode.INPUT_MISSING : exitCode;
      }
    }
    boolean worked = outcomes.stream().anyMatch(o -> o.isWritten() || o.stale() > 0);
    String message =
        bad.isEmpty()
            ? (worked ? "done" : "nothing to do")
            : String.join(System.lineSeparator(), bad);
    return new Result(run, exitCode, message);
  }

  private void writeDown(
      Lock lock,
      Ledger ledger,
      Request request,
      Instant started,
      Result result,
      Collection<Outcome> outcomes) {
    List<Row> rules = new ArrayList<>();
    List<Row> tables = new ArrayList<>();
    for (Ledger.Judged judged : notWrittenDown(ledger.judged())) {
      rules.addAll(ruleRows(judged.run(), judged.table(), judged.results()));
    }
    for (Outcome outcome : outcomes) {
      if (outcome.status() == Outcome.Status.UNCHANGED && outcome.stale() == 0) {
        continue;
      }
      tables.add(row(outcome));
      rules.addAll(ruleRows(result.run(), outcome.table(), outcome.rules()));
    }
    if (!rules.isEmpty()) {
      append(RULE_RESULT, RULE_SCHEMA, rules, result.run());
    }
    List<Row> runs = new ArrayList<>();
    lock.abandoned()
        .filter(gone -> !isWrittenDown(gone.run()))
        .ifPresent(gone -> runs.add(row(gone)));
    runs.add(
        RowFactory.create(
            result.run(),
            Timestamp.from(started),
            Timestamp.from(Instant.now()),
            result.exitCode() == ExitCode.DONE ? "DONE" : "FAILED",
            result.exitCode().number(),
            request.command(),
            Jar.identity(),
            tables,
            result.message()));
    append(RUN, RUN_SCHEMA, runs, result.run());
  }

  /** What a run judged and committed, and was killed before it wrote it down. */
  private List<Ledger.Judged> notWrittenDown(List<Ledger.Judged> adopted) {
    if (adopted.isEmpty() || warehouse.latestVersion(RULE_RESULT) < 0) {
      return adopted;
    }
    Set<String> runs = adopted.stream().map(Ledger.Judged::run).collect(Collectors.toSet());
    Set<List<String>> written =
        warehouse
            .readLatest(RULE_RESULT)
            .where(col("run").isInCollection(runs))
            .select("run", "table")
            .distinct()
            .collectAsList()
            .stream()
            .map(row -> List.of(row.getString(0), row.getString(1)))
            .collect(Collectors.toSet());
    return adopted.stream()
        .filter(judged -> !written.contains(List.of(judged.run(), judged.table().toString())))
        .toList();
  }

  private boolean isWrittenDown(String run) {
    return warehouse.latestVersion(RUN) >= 0
        && !warehouse.readLatest(RUN).where(col("run").equalTo(run)).isEmpty();
  }

  private static Row row(Outcome outcome) {
    Map<String, Long> inputs = new LinkedHashMap<>();
    outcome.inputs().forEach((table, version) -> inputs.put(table.toString(), version));
    return RowFactory.create(
        outcome.table().toString(),
        outcome.status().name(),
        outcome.stale(),
        outcome.written(),
        outcome.rows(),
        outcome.quarantined(),
        outcome.version(),
        inputs,
        outcome.message());
  }

  private static Row row(Lock.Holder gone) {
    return RowFactory.create(
        gone.run(),
        Timestamp.from(gone.started()),
        null,
        "ABANDONED",
        null,
        null,
        null,
        List.of(),
        "its process (%d on %s) went away".formatted(gone.pid(), gone.host()));
  }

  private static List<Row> ruleRows(String run, TableName table, List<Outcome.RuleResult> results) {
    List<Row> rows = new ArrayList<>();
    for (Outcome.RuleResult result : results) {
      Long broken = result.broken();
      rows.add(
          RowFactory.create(
              run,
              table.toString(),
              result.rule().name(),
              result.rule().severity().name().toLowerCase(java.util.Locale.ROOT),
              result.rule().text(),
              broken,
              broken == null ? "not_evaluated" : broken == 0 ? "held" : "broken"));
    }
    return rows;
  }

  private void append(TableName table, StructType schema, List<Row> rows, String run) {
    Warehouse.Layout layout = new Warehouse.Layout(schema, Optional.empty());
    warehouse.append(table, layout, spark.createDataFrame(rows, schema).coalesce(1), run);
  }

  /** What is stale and why, and what follows from it; writes nothing. */
  public List<Plan> plan(Request request) {
    Ledger ledger = Ledger.load(spark, warehouse, jobs);
    Planner planner = new Planner(jobs, functionVersions, ledger.states());
    Build build =
        new Build(
            spark,
            warehouse,
            jobs,
            ledger,
            new Inputs(spark),
            Map.of(),
            new Quarantine("plan"),
            "plan",
            Instant.now());
    List<Plan> plans = new ArrayList<>();
    for (Job job : jobs.withInputs(request.tables())) {
      plans.add(
          job.name().isRaw()
              ? planRaw(build, planner, job)
              : planQuery(build, planner, job, request));
    }
    return plans;
  }

  private Plan planRaw(Build build, Planner planner, Job job) {
    List<LandedFile> landed = landing.list(job.source().orElseThrow().path());
    try (RawBuild raw = new RawBuild(build, landing, landed, planner, job, this::note)) {
      List<Stale> stale = raw.stale();
      planner.update(job.name(), raw.expected());
      String note =
          raw.isAbsent()
              ? "absent"
              : raw.filesRead() == 0 ? "" : raw.filesRead() + " new or changed files";
      return new Plan(job.name(), stale, note);
    }
  }

  /**
   * What follows from stale inputs is shown as if every stale period came out different; only a
   * table of facts alone is computed, as that opens no other table.
   */
  private static Plan planQuery(Build build, Planner planner, Job job, Request request) {
    if (planner.isWithoutInput(job)) {
      return new Plan(job.name(), List.of(), "absent");
    }
    List<Stale> stale = planner.stale(job).stream().filter(request::asksFor).toList();
    if (job.inputs().isEmpty() && !stale.isEmpty()) {
      planner.update(job.name(), new QueryBuild(build, planner, job, stale).expected());
    } else {
      planner.expectChange(job, stale);
    }
    return new Plan(job.name(), stale, "");
  }
}
