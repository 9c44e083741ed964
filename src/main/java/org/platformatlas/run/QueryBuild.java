package org.platformatlas.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static scala.jdk.javaapi.CollectionConverters.asJava;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExpressionSet;
import org.apache.spark.storage.StorageLevel;
import org.platformatlas.AtlasException;
import org.platformatlas.ExitCode;
import org.platformatlas.job.Contract;
import org.platformatlas.job.Job;
import org.platformatlas.job.Rule;
import org.platformatlas.job.TableName;
import org.platformatlas.plan.Content;
import org.platformatlas.plan.Entry;
import org.platformatlas.plan.Planner;
import org.platformatlas.plan.Ranges;
import org.platformatlas.plan.Stale;
import org.platformatlas.plan.TableState;

/** Builds the stale periods of a computed table: all of them in one query, one commit. */
final class QueryBuild {
  private final Build build;
  private final Planner planner;
  private final Job job;
  private final TableState state;
  private final List<Stale> stale;

  QueryBuild(Build build, Planner planner, Job job, List<Stale> stale) {
    this.build = build;
    this.planner = planner;
    this.job = job;
    this.state = planner.state(job.name());
    this.stale = stale;
  }

  Outcome run() {
    if (planner.isWithoutInput(job)) {
      return Outcome.of(job, Outcome.Status.ABSENT, -1, "none of its inputs is there");
    }
    if (stale.isEmpty()) {
      return Outcome.of(job, Outcome.Status.UNCHANGED, state.version(), "");
    }
    NavigableSet<LocalDate> known =
        job.contract().hasPeriods() ? planner.periods(job) : new TreeSet<>();
    NavigableSet<LocalDate> rebuilt = new TreeSet<>();
    stale.stream().filter(s -> s.period() != null).forEach(s -> rebuilt.add(s.period()));
    Map<TableName, Ranges> read = read(rebuilt);
    long rows =
        read.entrySet().stream()
            .mapToLong(input -> planner.state(input.getKey()).rows(input.getValue()))
            .sum();
    try (FewRows few = FewRows.of(build.spark(), rows)) {
      return run(rebuilt, known, read, few.areFew());
    }
  }

  private Outcome run(
      NavigableSet<LocalDate> rebuilt,
      NavigableSet<LocalDate> known,
      Map<TableName, Ranges> read,
      boolean areFew) {
    Judge judge = judge();
    Dataset<Row> analysed = build.analysed().get(job.name());
    // To prove it anew takes longer than to count few rows.
    if ((analysed != null || !areFew)
        && provesGrain(analysed == null ? ofUnknown() : analysed, job)) {
      judge = judge.trusting(Rule.unique(job.contract().grain()));
    }
    Map<TableName, Long> versions = bindInputs(read, areFew);
    Dataset<Row> result = query(build.inputs(), job);
    if (job.contract().hasPeriods()) {
      // A row without a period must reach the judge, not fall through the filter.
      Ranges ranges = Ranges.of(rebuilt, known);
      result = ranges.all() ? result : result.where("period IS NULL OR " + ranges.condition());
    }
    result.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      List<String> by = job.contract().hasPeriods() ? List.of(Contract.PERIOD) : List.of();
      return judged(judge.judge(detached(result), by), rebuilt, known, versions);
    } finally {
      result.unpersist();
    }
  }

  /** Persisted rows without the query that made them, which every step would analyse again. */
  private static Dataset<Row> detached(Dataset<Row> persisted) {
    var rows = (org.apache.spark.sql.classic.Dataset<Row>) persisted;
    return org.apache.spark.sql.classic.Dataset.ofRows(
        rows.sparkSession(), rows.queryExecution().withCachedData());
  }

  private Judge judge() {
    return Judge.of(job.contract().rules(), Inputs.content(job));
  }

  /** What will be known of a table that is made of facts alone; nothing is written. */
  TableState expected() {
    build.inputs().bindFacts(job);
    Judge.Judgement judgement = judge().judge(query(build.inputs(), job), List.of());
    List<Entry> all = withDays(judgement, entries(judgement.groups()));
    return TableState.of(
        all, Math.max(0, state.version()), Optional.empty(), job.contract().isInterval());
  }

  private List<Entry> withDays(Judge.Judgement judgement, List<Entry> built) {
    List<Entry> all = new ArrayList<>(built);
    if (job.contract().isInterval()) {
      all.addAll(Judge.days(job.contract(), judgement.kept()));
    }
    return all;
  }

  /** The inputs that there are, and which of their periods are read for those rebuilt. */
  private Map<TableName, Ranges> read(NavigableSet<LocalDate> rebuilt) {
    Map<TableName, Ranges> read = new TreeMap<>();
    for (TableName input : job.inputs()) {
      if (planner.state(input).exists()) {
        boolean periods =
            job.contract().hasPeriods() && build.jobs().get(input).contract().hasPeriods();
        read.put(input, periods ? planner.bound(job, input, rebuilt) : Ranges.ALL);
      }
    }
    return read;
  }

  private Map<TableName, Long> bindInputs(Map<TableName, Ranges> read, boolean inOnePiece) {
    Map<TableName, Long> versions = new TreeMap<>();
    for (TableName input : job.inputs()) {
      Job inputJob = build.jobs().get(input);
      if (read.containsKey(input)) {
        long version = planner.state(input).version();
        String path = build.warehouse().path(input);
        build.inputs().bind(inputJob, path, version, read.get(input), inOnePiece);
        versions.put(input, version);
      } else {
        build.inputs().bindEmpty(inputJob);
      }
    }
    build.inputs().bindFacts(job);
    return versions;
  }

  /**
   * The query over whatever its inputs are bound to, with the contract's columns in their order.
   */
  static Dataset<Row> query(Inputs inputs, Job job) {
    Dataset<Row> result = inputs.rows(job.query().orElseThrow().plan(), job.parameters());
    Optional<String> mismatch = Columns.mismatch(job.contract(), result.schema());
    if (mismatch.isPresent()) {
      throw AtlasException.usage(mismatch.get());
    }
    List<String> names = job.contract().columnNames();
    return names.equals(List.of(result.columns()))
        ? result
        : result.select(names.stream().map(name -> col(name)).toArray(Column[]::new));
  }

  private Outcome judged(
      Judge.Judgement judgement,
      NavigableSet<LocalDate> rebuilt,
      NavigableSet<LocalDate> known,
      Map<TableName, Long> versions) {
    if (judgement.refusal() != null) {
      return Outcome.refused(job, state.version(), judgement);
    }
    boolean periods = job.contract().hasPeriods();
    List<Judge.Group> groups = judgement.groups();
    checkPeriods(groups, rebuilt);
    List<Entry> built = entries(groups);
    Map<LocalDate, Entry> before = state.byPeriod();
    boolean rewrite = !build.lies(job, state) || state.foreign().isPresent();
    NavigableSet<LocalDate> changed = new TreeSet<>();
    boolean changedWhole = false;
    for (Entry entry : built) {
      Entry old = periods ? before.get(entry.period()) : state.undated().orElse(null);
      if (rewrite || !entry.content().equals(old == null ? Content.EMPTY : old.content())) {
        changedWhole |= !periods;
        if (periods) {
          changed.add(entry.period());
        }
      }
    }
    List<Entry> all = withDays(judgement, built);
    quarantine(judgement, before, periods);
    long version = state.version();
    boolean write = rewrite || changedWhole || !changed.isEmpty();
    if (write) {
      version = write(judgement, all, changed, rebuilt, known, rewrite);
    }
    build.remember(job, all, version);
    return new Outcome(
        job.name(),
        write ? Outcome.Status.WRITTEN : Outcome.Status.UNCHANGED,
        stale.size(),
        periods ? changed.size() : write ? 1 : 0,
        built.stream().mapToLong(Entry::rows).sum(),
        built.stream().mapToLong(Entry::quarantined).sum(),
        version,
        versions,
        judgement.results(),
        judgement.warning());
  }

  private void checkPeriods(List<Judge.Group> groups, NavigableSet<LocalDate> rebuilt) {
    if (!job.contract().hasPeriods()) {
      return;
    }
    for (Judge.Group group : groups) {
      if (group.period() == null || !rebuilt.contains(group.period())) {
        throw new AtlasException(
            ExitCode.RULE_BROKEN,
            "%s/query.sql: %d rows have period %s, which is none of its inputs' periods."
                .formatted(job.where(), group.rows() + group.quarantined(), group.period()));
      }
    }
  }

  /** The query over inputs of which no more is known than their contracts say. */
  private Dataset<Row> ofUnknown() {
    Inputs unknown = new Inputs(build.spark());
    job.inputs().forEach(input -> unknown.bindUnknown(build.jobs().get(input)));
    unknown.bindFacts(job);
    return query(unknown, job);
  }

  /** Whether a query's plan shows that its grain is unique, given that those it reads are. */
  static boolean provesGrain(Dataset<Row> result, Job job) {
    Set<String> grain = new HashSet<>(job.contract().grain());
    var plan =
        ((org.apache.spark.sql.classic.Dataset<Row>) result).queryExecution().optimizedPlan();
    for (ExpressionSet key : asJava(plan.distinctKeys())) {
      boolean within = true;
      for (Object expression : asJava(key.toSeq())) {
        within &= expression instanceof Attribute attribute && grain.contains(attribute.name());
      }
      if (within) {
        return true;
      }
    }
    return false;
  }

  private List<Entry> entries(List<Judge.Group> groups) {
    Map<LocalDate, Judge.Group> byPeriod = new HashMap<>();
    groups.forEach(group -> byPeriod.put(group.period(), group));
    List<Entry> entries = new ArrayList<>();
    for (Stale one : stale) {
      Judge.Group group = byPeriod.get(one.period());
      entries.add(
          group == null
              ? Entry.ofPeriod(one.period(), one.recipe().toString(), Content.EMPTY, 0, 0)
              : Entry.ofPeriod(
                  one.period(),
                  one.recipe().toString(),
                  group.content(),
                  group.rows(),
                  group.quarantined()));
    }
    return entries;
  }

  private long write(
      Judge.Judgement judgement,
      List<Entry> entries,
      NavigableSet<LocalDate> changed,
      NavigableSet<LocalDate> rebuilt,
      NavigableSet<LocalDate> known,
      boolean rewrite) {
    Warehouse.Layout layout = Build.layout(job);
    String metadata = build.metadata(entries, judgement.results());
    long count = entries.stream().mapToLong(Entry::rows).sum();
    Dataset<Row> all = Build.laidOut(layout, judgement.kept(), count);
    if (!job.contract().hasPeriods() || !state.exists()) {
      return build.warehouse().overwrite(job.name(), layout, all, metadata);
    }
    Ranges replaced = Ranges.of(changed, known);
    if (rewrite && !replaced.all()) {
      throw AtlasException.usage(
          "%s must be rewritten whole (%s). Run again without --from and --to."
              .formatted(
                  job.name(), state.foreign().orElse("its columns or its partition changed")));
    }
    if (replaced.all()) {
      return build.warehouse().overwrite(job.name(), layout, all, metadata);
    }
    Dataset<Row> rows = changed.equals(rebuilt) ? all : all.where(replaced.condition());
    return build.warehouse().replace(job.name(), layout, replaced.condition(), rows, metadata);
  }

  private void quarantine(
      Judge.Judgement judgement, Map<LocalDate, Entry> before, boolean periods) {
    boolean had =
        stale.stream()
            .anyMatch(
                s -> before.containsKey(s.period()) && before.get(s.period()).quarantined() > 0);
    boolean has = judgement.groups().stream().anyMatch(g -> g.quarantined() > 0);
    if (!had && !has) {
      return;
    }
    Column[] columns =
        job.contract().columnNames().stream().map(name -> col(name)).toArray(Column[]::new);
    Dataset<Row> rows =
        judgement
            .quarantined()
            .select(
                (periods ? col(Contract.PERIOD) : lit(null)).cast("date").as(Contract.PERIOD),
                lit(null).cast("string").as("file"),
                col("reasons"),
                to_json(struct(columns)).as("record"));
    Column replaced =
        periods
            ? col(Contract.PERIOD)
                .isInCollection(stale.stream().map(s -> java.sql.Date.valueOf(s.period())).toList())
            : lit(true);
    build
        .quarantine()
        .replace(build.warehouse(), job.name(), rows, replaced, state.hasQuarantined());
  }
}
