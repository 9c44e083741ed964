package org.platformatlas.run;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.partitioningBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.types.StructType;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Rule;
import org.platformatlas.job.TableName;
import org.platformatlas.plan.Content;
import org.platformatlas.plan.Entry;
import org.platformatlas.plan.TableState;
import scala.Option;

/**
 * What is known of every table: {@code ops.period}, brought up to date with the commits made since
 * it was last written. The commits are the truth; the table is their index.
 */
final class Ledger {
  static final TableName PERIOD = new TableName("ops", "period");
  private static final String MARK = "platform-atlas";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Commits that move rows between files and change none. */
  private static final Set<String> HARMLESS =
      Set.of("OPTIMIZE", "VACUUM START", "VACUUM END", "SET TBLPROPERTIES");

  private static final StructType SCHEMA =
      Comments.schema(
          "table STRING, period DATE, file STRING, recipe STRING, content STRING, row_count BIGINT,"
              + " quarantined_count BIGINT, version BIGINT, file_size BIGINT, file_modified BIGINT,"
              + " delivery INT, is_old BOOLEAN",
          Map.ofEntries(
              Map.entry("table", "schema.table"),
              Map.entry(
                  "period",
                  "first day of the period; first day of validity in an interval table; null for a"
                      + " table without periods"),
              Map.entry(
                  "file",
                  "the landed file in a raw table, the part in a table in parts; else null"),
              Map.entry("recipe", "hash by part of everything that decides the rows"),
              Map.entry("content", "order-free hash of the rows"),
              Map.entry("row_count", "rows kept"),
              Map.entry("quarantined_count", "rows in ops.quarantine"),
              Map.entry("version", "Delta version of the table when this was last confirmed"),
              Map.entry("file_size", "bytes, in raw tables only"),
              Map.entry("file_modified", "milliseconds since 1970, in raw tables only"),
              Map.entry("delivery", "how many contents the file has had, in raw tables only"),
              Map.entry(
                  "is_old",
                  "whether the period is of an earlier year than the newest of a table of more than"
                      + " 1,000 entries; lies apart, as most nights do not change it")));

  /** Of a table of more entries than these, those of earlier years lie apart. */
  private static final int MANY = 1_000;

  private final SparkSession spark;
  private final Warehouse warehouse;
  private final Jobs jobs;
  private final Map<TableName, List<Entry>> entries = new HashMap<>();
  private final Map<TableName, Long> versions = new HashMap<>();
  private final Map<TableName, String> foreign = new HashMap<>();
  private final Map<TableName, TableState> states = new HashMap<>();
  private final Set<TableName> changed = new TreeSet<>();
  private final List<Judged> judged = new ArrayList<>();

  /** What the index held when it was read, by partition; nothing if it lies otherwise. */
  private final Map<Partition, List<Entry>> written = new HashMap<>();

  /** What is written at once: the newer or the older entries of a table. */
  private record Partition(TableName table, boolean isOld) {}

  /** What the rules of a table came to in a run. */
  record Judged(String run, TableName table, List<Outcome.RuleResult> results) {}

  private Ledger(SparkSession spark, Warehouse warehouse, Jobs jobs) {
    this.spark = spark;
    this.warehouse = warehouse;
    this.jobs = jobs;
  }

  /** Reads the index and adopts what was committed since. */
  static Ledger load(SparkSession spark, Warehouse warehouse, Jobs jobs) {
    Ledger ledger = new Ledger(spark, warehouse, jobs);
    if (warehouse.latestVersion(PERIOD) >= 0) {
      Dataset<Row> index = warehouse.readLatest(PERIOD);
      boolean isInPartitions = List.of(index.columns()).contains("is_old");
      for (InternalRow row : collect(index)) {
        TableName table = TableName.parse(text(row, 0));
        Entry entry =
            new Entry(
                row.isNullAt(1) ? null : LocalDate.ofEpochDay(row.getInt(1)),
                text(row, 2),
                text(row, 3),
                Content.parse(text(row, 4)),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getInt(10));
        ledger.entries.computeIfAbsent(table, name -> new ArrayList<>()).add(entry);
        ledger.versions.merge(table, entry.version(), Math::max);
        if (isInPartitions) {
          ledger
              .written
              .computeIfAbsent(new Partition(table, row.getBoolean(11)), p -> new ArrayList<>())
              .add(entry);
        }
      }
    }
    jobs.all().forEach(job -> ledger.adopt(job.name()));
    return ledger;
  }

  /** Rows as they are, of which only what is asked for is made objects. */
  private static InternalRow[] collect(Dataset<Row> rows) {
    QueryExecution query = ((org.apache.spark.sql.classic.Dataset<Row>) rows).queryExecution();
    return SQLExecution.withNewExecutionId(
        query, Option.empty(), () -> query.executedPlan().executeCollect());
  }

  private static String text(InternalRow row, int column) {
    return row.isNullAt(column) ? null : row.getUTF8String(column).toString();
  }

  private void adopt(TableName table) {
    long known = versions.getOrDefault(table, -1L);
    long latest = warehouse.latestVersion(table);
    if (latest < known) {
      entries.remove(table);
      versions.remove(table);
      changed.add(table);
      known = -1;
    }
    for (long version = known + 1; version <= latest; version++) {
      Warehouse.Commit commit = warehouse.commit(table, version);
      Optional<JsonNode> ours = ours(commit);
      if (ours.isPresent()) {
        merge(table, entries(ours.get(), version), version);
        judged.add(new Judged(ours.get().path("run").asText(), table, results(ours.get())));
      } else if (!HARMLESS.contains(commit.operation())) {
        foreign.put(
            table, "commit %d (%s) is not of this system".formatted(version, commit.operation()));
      } else if (!foreign.containsKey(table)) {
        versions.put(table, version);
      }
    }
  }

  /** What rules came to in commits that were not yet in the index. */
  List<Judged> judged() {
    return judged;
  }

  /** Takes newly built entries in, each in the place of the one it replaces. */
  synchronized void merge(TableName table, List<Entry> built, long version) {
    Job job = jobs.get(table);
    Map<Object, List<Entry>> byPlace = new LinkedHashMap<>();
    boolean byPart = !jobs.sharingParts(job).isEmpty();
    for (Entry entry : entries.getOrDefault(table, List.of())) {
      // What was known before the table came to be built by part is of no part.
      if (!byPart || entry.part() != null) {
        byPlace.computeIfAbsent(place(job, byPart, entry), p -> new ArrayList<>()).add(entry);
      }
    }
    built.forEach(entry -> byPlace.remove(place(job, byPart, entry)));
    for (Entry entry : built) {
      byPlace
          .computeIfAbsent(place(job, byPart, entry), p -> new ArrayList<>())
          .add(entry.at(version));
    }
    entries.put(table, byPlace.values().stream().flatMap(List::stream).toList());
    versions.put(table, version);
    foreign.remove(table);
    changed.add(table);
    states.remove(table);
  }

  /** What one build replaces: a file of a raw table, a piece, or all of a table without periods. */
  private static Object place(Job job, boolean byPart, Entry entry) {
    if (job.name().isRaw()) {
      return entry.part();
    }
    if (!job.contract().hasPeriods()) {
      return "all";
    }
    return byPart ? entry.piece() : entry.period();
  }

  synchronized Map<TableName, TableState> states() {
    Map<TableName, TableState> all = new HashMap<>();
    jobs.all().forEach(job -> all.put(job.name(), state(job.name())));
    return all;
  }

  synchronized TableState state(TableName table) {
    return states.computeIfAbsent(
        table,
        name ->
            TableState.of(
                entries.getOrDefault(name, List.of()),
                versions.getOrDefault(name, -1L),
                Optional.ofNullable(foreign.get(name)),
                jobs.get(name).contract().isInterval()));
  }

  /** Writes the entries that changed, and what lies with them, in one commit. */
  void save(String run) {
    if (changed.isEmpty()) {
      return;
    }
    boolean isAll = written.isEmpty();
    Map<Partition, List<Entry>> due = new LinkedHashMap<>();
    for (TableName table : isAll ? entries.keySet() : changed) {
      entries.getOrDefault(table, List.of()).stream()
          .collect(partitioningBy(isOld(table)))
          .forEach((isOld, now) -> due.put(new Partition(table, isOld), now));
    }
    due.entrySet().removeIf(p -> p.getValue().equals(written.getOrDefault(p.getKey(), List.of())));
    changed.clear();
    if (due.isEmpty()) {
      return;
    }
    List<Row> rows = new ArrayList<>();
    due.forEach((partition, now) -> now.forEach(entry -> rows.add(row(partition, entry))));
    Dataset<Row> index = spark.createDataFrame(rows, SCHEMA).coalesce(1);
    Optional<String> which = isAll ? Optional.empty() : Optional.of(condition(due.keySet()));
    warehouse.replacePartitions(PERIOD, SCHEMA, List.of("table", "is_old"), which, index, run);
    written.putAll(due);
  }

  private static String condition(Set<Partition> partitions) {
    return partitions.stream()
        .collect(groupingBy(Partition::isOld, mapping(p -> "'" + p.table() + "'", joining(", "))))
        .entrySet()
        .stream()
        .map(of -> "is_old = %s AND table IN (%s)".formatted(of.getKey(), of.getValue()))
        .collect(joining(" OR "));
  }

  private Predicate<Entry> isOld(TableName table) {
    List<Entry> all = entries.getOrDefault(table, List.of());
    Optional<LocalDate> thisYear =
        all.stream()
            .map(Entry::period)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
            .filter(newest -> all.size() > MANY)
            .map(newest -> newest.withDayOfYear(1));
    return entry -> entry.period() != null && thisYear.map(entry.period()::isBefore).orElse(false);
  }

  private static Row row(Partition partition, Entry entry) {
    return RowFactory.create(
        partition.table().toString(),
        entry.period() == null ? null : Date.valueOf(entry.period()),
        entry.part(),
        entry.recipe(),
        entry.content().toString(),
        entry.rows(),
        entry.quarantined(),
        entry.version(),
        entry.size(),
        entry.modified(),
        entry.delivery(),
        partition.isOld());
  }

  /** The text that a data commit carries, from which {@link #adopt} makes its entries again. */
  static String encode(
      String run, Collection<Entry> built, Collection<Outcome.RuleResult> results) {
    String prefix = commonPrefix(built.stream().map(Entry::recipe).toList());
    ObjectNode root = JSON.createObjectNode();
    ObjectNode body = root.putObject(MARK);
    body.put("run", run).put("recipe", prefix);
    ArrayNode rules = body.putArray("rules");
    for (Outcome.RuleResult result : results) {
      Rule rule = result.rule();
      rules
          .addArray()
          .add(rule.severity().name())
          .add(rule.name())
          .add(rule.text())
          .add(result.broken());
    }
    ArrayNode list = body.putArray("entries");
    for (Entry entry : built) {
      list.addArray()
          .add(entry.period() == null ? null : entry.period().toString())
          .add(entry.part())
          .add(entry.recipe().isEmpty() ? null : entry.recipe().substring(prefix.length()))
          .add(entry.content().toString())
          .add(entry.rows())
          .add(entry.quarantined())
          .add(entry.size())
          .add(entry.modified())
          .add(entry.delivery());
    }
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String commonPrefix(List<String> texts) {
    String prefix = null;
    for (String text : texts) {
      if (text.isEmpty()) {
        continue;
      }
      int end = 0;
      String shorter = prefix == null ? text : prefix;
      while (end < Math.min(shorter.length(), text.length())
          && shorter.charAt(end) == text.charAt(end)) {
        end++;
      }
      prefix = shorter.substring(0, end);
    }
    return prefix == null ? "" : prefix;
  }

  private static Optional<JsonNode> ours(Warehouse.Commit commit) {
    try {
      JsonNode body = JSON.readTree(commit.userMetadata()).path(MARK);
      return body.has("entries") ? Optional.of(body) : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static List<Outcome.RuleResult> results(JsonNode body) {
    List<Outcome.RuleResult> results = new ArrayList<>();
    for (JsonNode node : body.path("rules")) {
      Rule.Severity severity = Rule.Severity.valueOf(node.get(0).asText());
      results.add(
          new Outcome.RuleResult(
              new Rule(severity, node.get(1).asText(), List.of(), node.get(2).asText()),
              node.get(3).isNull() ? null : node.get(3).asLong()));
    }
    return results;
  }

  private static List<Entry> entries(JsonNode body, long version) {
    String prefix = body.path("recipe").asText();
    List<Entry> entries = new ArrayList<>();
    for (JsonNode node : body.path("entries")) {
      entries.add(
          new Entry(
              node.get(0).isNull() ? null : LocalDate.parse(node.get(0).asText()),
              node.get(1).isNull() ? null : node.get(1).asText(),
              node.get(2).isNull() ? "" : prefix + node.get(2).asText(),
              Content.parse(node.get(3).asText()),
              node.get(4).asLong(),
              node.get(5).asLong(),
              version,
              node.get(6).asLong(),
              node.get(7).asLong(),
              node.get(8).asInt()));
    }
    return entries;
  }
}
