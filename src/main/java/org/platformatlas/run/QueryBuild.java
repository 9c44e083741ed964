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
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExpressionSet;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.platformatlas.AtlasException;
import org.platformatlas.ExitCode;
import org.platformatlas.job.Contract;
import org.platformatlas.job.Job;
import org.platformatlas.job.Rule;
import org.platformatlas.job.TableName;
import org.platformatlas.plan.Content;
import org.platformatlas.plan.Entry;
import org.platformatlas.plan.Piece;
import org.platformatlas.plan.Planner;
import org.platformatlas.plan.Ranges;
import org.platformatlas.plan.Stale;
import org.platformatlas.plan.TableState;

/**
 * Builds the stale pieces of a computed table in one query, one commit: of a table in parts, each
 * part that is stale in some period in all periods in which some part is.
 */
final class QueryBuild {
  private final Build build;
  private final Planner planner;
  private final Job job;
  private final TableState state;
  private final List<Stale> stale;
  private final Set<TableName> sharingParts;
  private final NavigableSet<LocalDate> rebuilt = new TreeSet<>();
  private final NavigableSet<String> rebuiltParts = new TreeSet<>();

  QueryBuild(Build build, Planner planner, Job job, List<Stale> stale) {
    this.build = build;
    this.planner = planner;
    this.job = job;
    this.state = planner.state(job.name());
    this.stale = stale;
    this.sharingParts = build.jobs().sharingParts(job);
    for (Stale one : job.contract().hasPeriods() ? stale : List.<Stale>of()) {
      rebuilt.add(one.period());
      if (isBuiltByPart()) {
        rebuiltParts.add(one.piece().part());
      }
    }
  }

  private boolean isBuiltByPart() {
    return !sharingParts.isEmpty();
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
    Map<TableName, Ranges> read = read();
    long rows =
        read.entrySet().stream()
            .mapToLong(input -> planner.state(input.getKey()).rows(input.getValue()))
            .sum();
    try (FewRows few = FewRows.of(build.spark(), rows)) {
      return run(known, read, few.areFew());
    }
  }

  private Outcome run(NavigableSet<LocalDate> known, Map<TableName, Ranges> read, boolean areFew) {
    Judge judge = judge();
    // To prove it takes longer than to count few rows.
    if (!areFew && provesGrain(ofUnknown(), job)) {
      judge = judge.trusting(Rule.unique(job.contract().grain()));
    }
    Map<TableName, Long> versions = bindInputs(read, areFew);
    Dataset<Row> result = query(build.inputs(), job);
    if (job.contract().hasPeriods()) {
      // A row without a period must reach the judge, not fall through the filter.
      Ranges ranges = Ranges.of(rebuilt, known);
      result = ranges.all() ? result : result.where("period IS NULL OR " + ranges.condition());
    }
    try (Kept kept = Kept.of(result, areFew)) {
      return judged(judge.judge(kept.rows(), pieceColumns()), known, versions);
    }
  }

  /** The columns that say to which piece a row belongs. */
  private List<String> pieceColumns() {
    List<String> columns = new ArrayList<>();
    if (job.contract().hasPeriods()) {
      columns.add(Contract.PERIOD);
    }
    if (job.contract().hasParts()) {
      columns.add(job.contract().part());
    }
    return columns;
  }

  private Judge judge() {
    return Judge.of(job.contract().rules(), Inputs.content(job));
  }

  /** What will be known of a table that is made of facts alone; nothing is written. */
  TableState expected() {
    build.inputs().bindFacts(job);
    Judge.Judgement judgement = judge().judge(query(build.inputs(), job), pieceColumns());
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
  private Map<TableName, Ranges> read() {
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
    boolean allParts = rebuiltParts.containsAll(planner.parts(job));
    for (TableName input : job.inputs()) {
      Job inputJob = build.jobs().get(input);
      if (read.containsKey(input)) {
        long version = planner.state(input).version();
        String path = build.warehouse().path(input);
        Optional<Column> chosen =
            !allParts && sharingParts.contains(input)
                ? Optional.of(col(job.contract().part()).isInCollection(rebuiltParts))
                : Optional.empty();
        build.inputs().bind(inputJob, path, version, read.get(input), chosen, inOnePiece);
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
      Judge.Judgement judgement, NavigableSet<LocalDate> known, Map<TableName, Long> versions) {
    if (judgement.refusal() != null) {
      return Outcome.refused(job, state.version(), judgement);
    }
    boolean periods = job.contract().hasPeriods();
    List<Judge.Group> groups = judgement.groups();
    checkPieces(groups);
    List<Entry> built = entries(groups);
    boolean rewrite = !build.lies(job, state) || state.foreign().isPresent();
    Set<Piece> changed = changed(built, rewrite);
    List<Entry> all = withDays(judgement, built);
    quarantine(judgement);
    long version = state.version();
    if (!changed.isEmpty()) {
      version = write(judgement, all, changed, known, rewrite);
    }
    build.remember(job, all, version);
    return new Outcome(
        job.name(),
        changed.isEmpty() ? Outcome.Status.UNCHANGED : Outcome.Status.WRITTEN,
        stale.size(),
        (int) changed.stream().map(Piece::period).distinct().count(),
        built.stream().mapToLong(Entry::rows).sum(),
        built.stream().mapToLong(Entry::quarantined).sum(),
        version,
        versions,
        judgement.results(),
        judgement.warning());
  }

  /**
   * The pieces whose rows differ from what the table holds; without periods, that is all or none.
   */
  private Set<Piece> changed(List<Entry> built, boolean rewrite) {
    Set<Piece> changed = new HashSet<>();
    if (!job.contract().hasPeriods()) {
      Content whole = built.stream().map(Entry::content).reduce(Content.EMPTY, Content::plus);
      if (rewrite || !whole.equals(state.whole())) {
        changed.add(new Piece(null, null));
      }
      return changed;
    }
    Map<Piece, Entry> before = state.byPiece();
    for (Entry entry : built) {
      Entry old = before.get(entry.piece());
      if (rewrite || !entry.content().equals(old == null ? Content.EMPTY : old.content())) {
        changed.add(entry.piece());
      }
      before.remove(entry.piece());
    }
    if (!isBuiltByPart()) {
      before.keySet().stream().filter(p -> rebuilt.contains(p.period())).forEach(changed::add);
    }
    return changed;
  }

  /** Refuses rows of a piece that is not asked for: they would never be replaced. */
  private void checkPieces(List<Judge.Group> groups) {
    if (!job.contract().hasPeriods()) {
      return;
    }
    Set<Piece> pieces = new HashSet<>(state.byPiece().keySet());
    stale.forEach(one -> pieces.add(one.piece()));
    for (Judge.Group group : groups) {
      boolean asked = group.period() != null && rebuilt.contains(group.period());
      boolean ofPart =
          isBuiltByPart()
              ? pieces.contains(new Piece(group.part(), group.period()))
              : !job.contract().hasParts() || group.part() != null;
      if (!asked || !ofPart) {
        throw new AtlasException(
            ExitCode.RULE_BROKEN,
            "%s/query.sql: %d rows have period %s%s, which is none of its inputs' %s."
                .formatted(
                    job.where(),
                    group.rows() + group.quarantined(),
                    group.period(),
                    asked ? ", %s '%s'".formatted(job.contract().part(), group.part()) : "",
                    asked ? "parts" : "periods"));
      }
    }
  }

  /** The query over inputs of which no more is known than their contracts say. */
  private Dataset<Row> ofUnknown() {
    if (build.analysed().containsKey(job.name())) {
      return build.analysed().get(job.name());
    }
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
    // A table that is stale by period has the parts in it that it is found to have.
    Map<Piece, List<Judge.Group>> found = new HashMap<>();
    for (Judge.Group group : groups) {
      Piece piece = new Piece(isBuiltByPart() ? group.part() : null, group.period());
      found.computeIfAbsent(piece, place -> new ArrayList<>()).add(group);
    }
    List<Entry> entries = new ArrayList<>();
    for (Stale one : stale) {
      String recipe = one.recipe().toString();
      if (!found.containsKey(one.piece())) {
        entries.add(Entry.of(one.piece(), recipe, Content.EMPTY, 0, 0));
      }
      for (Judge.Group group : found.getOrDefault(one.piece(), List.of())) {
        Piece piece = new Piece(group.part(), group.period());
        entries.add(Entry.of(piece, recipe, group.content(), group.rows(), group.quarantined()));
      }
    }
    return entries;
  }

  private long write(
      Judge.Judgement judgement,
      List<Entry> entries,
      Set<Piece> changed,
      NavigableSet<LocalDate> known,
      boolean rewrite) {
    Warehouse.Layout layout = Build.layout(job);
    String metadata = build.metadata(entries, judgement.results());
    long count = entries.stream().mapToLong(Entry::rows).sum();
    Dataset<Row> all = Build.laidOut(layout, judgement.kept(), count);
    if (!job.contract().hasPeriods() || !state.exists()) {
      return build.warehouse().overwrite(job.name(), layout, all, metadata);
    }
    NavigableSet<LocalDate> periods = new TreeSet<>();
    NavigableSet<String> parts = new TreeSet<>();
    for (Piece piece : changed) {
      periods.add(piece.period());
      if (piece.part() != null) {
        parts.add(piece.part());
      }
    }
    Ranges replaced = Ranges.of(periods, known);
    boolean allParts = parts.containsAll(planner.parts(job));
    if (replaced.all() && allParts) {
      return build.warehouse().overwrite(job.name(), layout, all, metadata);
    }
    if (rewrite) {
      throw AtlasException.usage(
          "%s must be rewritten whole (%s). Run again without --from and --to."
              .formatted(
                  job.name(), state.foreign().orElse("its columns or its partition changed")));
    }
    String condition =
        allParts
            ? replaced.condition()
            : "(%s) AND %s".formatted(replaced.condition(), isOneOf(parts));
    boolean same = periods.equals(rebuilt) && (allParts || parts.equals(rebuiltParts));
    Dataset<Row> rows = same ? all : all.where(condition);
    boolean replaces =
        state.entries().stream()
            .filter(entry -> entry.rows() > 0 && periods.contains(entry.period()))
            .map(Entry::part)
            .anyMatch(part -> allParts || part == null || parts.contains(part));
    return replaces
        ? build.warehouse().replace(job.name(), layout, condition, rows, metadata)
        : build.warehouse().append(job.name(), layout, rows, metadata);
  }

  /** The condition that a row is of one of these parts, as Delta takes it: as text. */
  private String isOneOf(NavigableSet<String> parts) {
    return parts.stream()
        .map(part -> Literal$.MODULE$.apply(part).sql())
        .collect(Collectors.joining(", ", job.contract().part() + " IN (", ")"));
  }

  private void quarantine(Judge.Judgement judgement) {
    boolean periods = job.contract().hasPeriods();
    boolean had =
        state.entries().stream()
            .anyMatch(e -> e.quarantined() > 0 && (!periods || rebuilt.contains(e.period())));
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
