package org.platformatlas.run;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.platformatlas.job.Cadence;
import org.platformatlas.job.Contract;
import org.platformatlas.job.Job;
import org.platformatlas.plan.Content;
import org.platformatlas.plan.Entry;
import org.platformatlas.plan.Piece;
import org.platformatlas.plan.Planner;
import org.platformatlas.plan.Ranges;
import org.platformatlas.plan.Recipe;
import org.platformatlas.plan.Stale;
import org.platformatlas.plan.TableState;
import org.platformatlas.source.LandedFile;
import org.platformatlas.source.Landing;
import org.platformatlas.source.Reader;

/**
 * Builds a raw table by file. Only files that are new or changed, or whose reader's rules changed,
 * are read; only (file, period) pairs whose rows differ are written, and the rows they replace
 * stay, no longer {@code latest}. After a commit that is not ours the table is written anew, from
 * its last version that is.
 */
final class RawBuild implements AutoCloseable {
  /** At least, of a file that may be compressed. */
  private static final long BYTES_OF_A_ROW = 10;

  private final Build build;
  private final Job job;
  private final TableState state;
  private final String recipe;
  private final List<LandedFile> files;
  private final int landed;
  private final FewRows few;
  private Kept records;
  private Judge.Judgement judgement;

  RawBuild(
      Build build,
      Landing landing,
      List<LandedFile> landed,
      Planner planner,
      Job job,
      Consumer<String> notes) {
    this.build = build;
    this.job = job;
    this.state = planner.state(job.name());
    this.recipe = planner.definition(job).toString();
    this.landed = landed.size();
    this.files = toRead(job, landed, planner);
    long bytes = files.stream().mapToLong(LandedFile::size).sum();
    this.few = FewRows.of(build.spark(), bytes / BYTES_OF_A_ROW);
    if (files.isEmpty()) {
      return;
    }
    boolean isExamined = false;
    try {
      examine(new Reader(build.spark(), landing, job, notes));
      isExamined = true;
    } finally {
      if (!isExamined) {
        close();
      }
    }
  }

  /** The landed files that are not known as they are now. */
  static List<LandedFile> toRead(Job job, List<LandedFile> landed, Planner planner) {
    Map<String, List<Entry>> known = planner.state(job.name()).byFile();
    String recipe = planner.definition(job).toString();
    return landed.stream().filter(file -> !isKnown(file, known.get(file.file()), recipe)).toList();
  }

  private static boolean isKnown(LandedFile file, List<Entry> entries, String recipe) {
    return entries != null
        && entries.stream()
            .allMatch(
                e ->
                    e.size() == file.size()
                        && e.modified() == file.modified()
                        && e.recipe().equals(recipe));
  }

  private void examine(Reader reader) {
    Column periodBegins = lit(false);
    for (Cadence cadence : job.contract().cadences()) {
      periodBegins = periodBegins.or(expr(beginsOn(cadence)));
    }
    Map<String, Column> builtIn = new LinkedHashMap<>();
    Column readable = col(Reader.UNREADABLE).isNull();
    builtIn.put("readable", readable);
    builtIn.put("has_period", not(readable).or(coalesce(periodBegins, lit(false))));
    records = Kept.of(reader.read(files), few.areFew());
    reader.checkDocuments(records.rows());
    judgement =
        Judge.of(job.contract().rules(), Inputs.content(job))
            .with(builtIn, readable)
            .judge(records.rows(), List.of(Reader.FILE, Contract.PERIOD));
  }

  private static String beginsOn(Cadence cadence) {
    return switch (cadence) {
      case DAY -> "period IS NOT NULL";
      case WEEK, MONTH, QUARTER, YEAR -> "period = trunc(period, '" + cadence + "')";
    };
  }

  boolean isAbsent() {
    return landed == 0 && !state.exists();
  }

  /** How many files had to be read. */
  int filesRead() {
    return files.size();
  }

  private List<Judge.Group> groups() {
    return judgement == null ? List.of() : judgement.groups();
  }

  private List<Outcome.RuleResult> results() {
    return judgement == null ? List.of() : judgement.results();
  }

  /** What the files read now say, and what is known of those not read. */
  Map<String, List<Entry>> entries() {
    Map<String, List<Entry>> known = state.byFile();
    Map<String, List<Judge.Group>> found =
        groups().stream().collect(Collectors.groupingBy(Judge.Group::part));
    Map<String, List<Entry>> entries = new TreeMap<>();
    for (LandedFile file : files) {
      List<Entry> old = known.getOrDefault(file.file(), List.of());
      List<Judge.Group> now = found.getOrDefault(file.file(), List.of());
      int delivery = delivery(old, now);
      List<Entry> ofFile = new ArrayList<>();
      for (Judge.Group group : now) {
        ofFile.add(entry(file, group, delivery));
      }
      if (ofFile.isEmpty()) {
        ofFile.add(entry(file, new Judge.Group(file.file(), null, 0, 0, Content.EMPTY), delivery));
      }
      for (Entry entry : old) {
        // A period that the file no longer speaks of is remembered as having no rows.
        if (ofFile.stream().noneMatch(e -> Objects.equals(e.period(), entry.period()))) {
          ofFile.add(
              entry(
                  file,
                  new Judge.Group(file.file(), entry.period(), 0, 0, Content.EMPTY),
                  delivery));
        }
      }
      entries.put(file.file(), ofFile);
    }
    return entries;
  }

  private Entry entry(LandedFile file, Judge.Group group, int delivery) {
    return new Entry(
        group.period(),
        file.file(),
        recipe,
        group.content(),
        group.rows(),
        group.quarantined(),
        -1,
        file.size(),
        file.modified(),
        delivery);
  }

  private static int delivery(List<Entry> old, List<Judge.Group> now) {
    if (old.isEmpty()) {
      return 1;
    }
    Map<LocalDate, Content> before = new HashMap<>();
    old.stream().filter(e -> e.rows() > 0).forEach(e -> before.put(e.period(), e.content()));
    Map<LocalDate, Content> after = new HashMap<>();
    now.stream().filter(g -> g.rows() > 0).forEach(g -> after.put(g.period(), g.content()));
    return before.equals(after) ? old.get(0).delivery() : old.get(0).delivery() + 1;
  }

  /** The pieces whose rows differ from what the table holds. */
  Set<Piece> changed(Map<String, List<Entry>> entries) {
    Map<Piece, Content> before = new HashMap<>();
    state.entries().forEach(e -> before.put(e.piece(), e.content()));
    Set<Piece> changed =
        new TreeSet<>(java.util.Comparator.comparing(Piece::part).thenComparing(Piece::period));
    for (List<Entry> ofFile : entries.values()) {
      for (Entry entry : ofFile) {
        Piece piece = entry.piece();
        boolean same = before.getOrDefault(piece, Content.EMPTY).equals(entry.content());
        if (entry.period() != null && !same) {
          changed.add(piece);
        }
      }
    }
    return changed;
  }

  /** The periods whose rows differ, as a plan shows them. */
  List<Stale> stale() {
    Map<LocalDate, Set<String>> files = new TreeMap<>();
    for (Piece piece : changed(entries())) {
      files.computeIfAbsent(piece.period(), period -> new TreeSet<>()).add(piece.part());
    }
    List<Stale> stale = new ArrayList<>();
    if (state.foreign().isPresent()) {
      state.contents().keySet().stream()
          .filter(period -> !files.containsKey(period))
          .forEach(
              period ->
                  stale.add(
                      new Stale(
                          new Piece(null, period), Recipe.parse(recipe), state.foreign().get())));
    }
    files.forEach(
        (period, names) ->
            stale.add(
                new Stale(
                    new Piece(null, period), Recipe.parse(recipe), String.join(", ", names))));
    return stale;
  }

  /** What will be known of the table once it is built. */
  TableState expected() {
    Map<String, List<Entry>> byFile = state.byFile();
    byFile.putAll(entries());
    return TableState.of(
        byFile.values().stream().flatMap(List::stream).toList(),
        isAbsent() ? -1 : Math.max(0, state.version()),
        Optional.empty(),
        false);
  }

  Outcome run() {
    if (isAbsent()) {
      return Outcome.of(
          job, Outcome.Status.ABSENT, -1, "no file matches " + job.source().orElseThrow().path());
    }
    if (files.isEmpty() && state.exists() && state.foreign().isEmpty()) {
      return Outcome.of(job, Outcome.Status.UNCHANGED, state.version(), "");
    }
    Map<String, List<Entry>> entries = entries();
    List<Entry> built = entries.values().stream().flatMap(List::stream).toList();
    if (judgement != null && judgement.refusal() != null) {
      return Outcome.refused(job, state.version(), judgement);
    }
    Set<Piece> changed = changed(entries);
    quarantine();
    boolean lies = build.lies(job, state) && state.foreign().isEmpty();
    boolean write = !changed.isEmpty() || !lies;
    long version = write ? write(built, changed, lies) : state.version();
    build.remember(job, built, version);
    return new Outcome(
        job.name(),
        write ? Outcome.Status.WRITTEN : Outcome.Status.UNCHANGED,
        files.size(),
        (int) changed.stream().map(Piece::period).distinct().count(),
        built.stream().mapToLong(Entry::rows).sum(),
        built.stream().mapToLong(Entry::quarantined).sum(),
        version,
        Map.of(),
        results(),
        "%d file%s read%s"
            .formatted(
                files.size(),
                files.size() == 1 ? "" : "s",
                judgement == null || judgement.warning().isEmpty()
                    ? ""
                    : "; " + judgement.warning()));
  }

  private long write(List<Entry> built, Set<Piece> changed, boolean lies) {
    Warehouse.Layout layout = Build.layout(job);
    Dataset<Row> added =
        judgement == null
            ? build.spark().createDataFrame(List.of(), layout.schema())
            : added(built, changed);
    String metadata = build.metadata(built, results());
    NavigableSet<LocalDate> periods = new TreeSet<>();
    changed.forEach(piece -> periods.add(piece.period()));
    NavigableSet<LocalDate> known = new TreeSet<>(state.contents().keySet());
    known.addAll(periods);
    Set<Piece> superseded =
        state.entries().stream()
            .filter(e -> e.rows() > 0)
            .map(e -> e.piece())
            .filter(changed::contains)
            .collect(Collectors.toSet());
    long count = built.stream().mapToLong(Entry::rows).sum();
    if (lies && superseded.isEmpty()) {
      return build
          .warehouse()
          .append(job.name(), layout, Build.laidOut(layout, added, count), metadata);
    }
    Ranges ranges = lies ? Ranges.of(periods, known) : Ranges.ALL;
    Dataset<Row> rows = added;
    if (state.exists()) {
      Dataset<Row> before =
          build.warehouse().read(job.name(), state.version()).where(ranges.condition());
      Column isSuperseded = col("_file").isNotNull();
      rows =
          before
              .join(broadcast(pieces(superseded)), samePiece(before), "left")
              .withColumn("latest", col("latest").and(not(isSuperseded)))
              .drop("_file", "_period")
              .unionByName(added, true);
      count += state.entries().stream().mapToLong(Entry::rows).sum();
    }
    rows = Build.laidOut(layout, rows, count);
    return ranges.all()
        ? build.warehouse().overwrite(job.name(), layout, rows, metadata)
        : build.warehouse().replace(job.name(), layout, ranges.condition(), rows, metadata);
  }

  /** The rows of the changed pieces, as the table holds them. */
  private Dataset<Row> added(List<Entry> built, Set<Piece> changed) {
    Map<String, Integer> later = new TreeMap<>();
    built.stream().filter(e -> e.delivery() > 1).forEach(e -> later.put(e.part(), e.delivery()));
    Dataset<Row> kept = judgement.kept();
    long pieces = built.stream().filter(e -> e.rows() > 0).count();
    if (changed.size() < pieces) {
      kept = kept.join(broadcast(pieces(changed)), samePiece(kept), "left_semi");
    }
    List<Row> deliveries = new ArrayList<>();
    later.forEach((file, delivery) -> deliveries.add(RowFactory.create(file, "#" + delivery)));
    if (!deliveries.isEmpty()) {
      Dataset<Row> suffix =
          build
              .spark()
              .createDataFrame(
                  deliveries,
                  DataTypes.createStructType(
                      List.of(
                          DataTypes.createStructField("_file", DataTypes.StringType, false),
                          DataTypes.createStructField("_suffix", DataTypes.StringType, false))));
      kept =
          kept.join(broadcast(suffix), col(Reader.FILE).equalTo(col("_file")), "left")
              .withColumn(
                  Reader.EDITION,
                  concat(
                      coalesce(col(Reader.EDITION), lit("")), coalesce(col("_suffix"), lit(""))));
    }
    return kept.withColumn("source", lit(job.name().table()))
        .withColumn("latest", lit(true))
        .withColumn("loaded_at", lit(build.started()));
  }

  private static Column samePiece(Dataset<Row> rows) {
    return rows.col(Reader.FILE)
        .equalTo(col("_file"))
        .and(rows.col(Contract.PERIOD).equalTo(col("_period")));
  }

  private Dataset<Row> pieces(Set<Piece> pieces) {
    List<Row> rows = new ArrayList<>();
    pieces.forEach(p -> rows.add(RowFactory.create(p.part(), Date.valueOf(p.period()))));
    return build
        .spark()
        .createDataFrame(
            rows,
            DataTypes.createStructType(
                List.of(
                    DataTypes.createStructField("_file", DataTypes.StringType, false),
                    DataTypes.createStructField("_period", DataTypes.DateType, false))));
  }

  private void quarantine() {
    Set<String> read = files.stream().map(LandedFile::file).collect(Collectors.toSet());
    boolean before =
        state.entries().stream().anyMatch(e -> read.contains(e.part()) && e.quarantined() > 0);
    boolean now = groups().stream().anyMatch(g -> g.quarantined() > 0);
    if (!before && !now) {
      return;
    }
    List<Column> published = new ArrayList<>();
    job.contract().columnNames().forEach(name -> published.add(col(name)));
    published.add(col(Reader.EXTRA));
    Dataset<Row> rows =
        judgement
            .quarantined()
            .select(
                col(Contract.PERIOD),
                col(Reader.FILE),
                col("reasons"),
                when(col(Reader.UNREADABLE).isNotNull(), col(Reader.UNREADABLE))
                    .otherwise(to_json(struct(published.toArray(Column[]::new))))
                    .as("record"));
    build
        .quarantine()
        .replace(
            build.warehouse(),
            job.name(),
            rows,
            col(Reader.FILE).isInCollection(read),
            state.hasQuarantined());
  }

  @Override
  public void close() {
    if (records != null) {
      records.close();
    }
    few.close();
  }
}
