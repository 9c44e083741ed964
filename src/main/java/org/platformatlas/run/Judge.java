package org.platformatlas.run;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.transform_values;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.platformatlas.job.Contract;
import org.platformatlas.job.ContractColumn;
import org.platformatlas.job.Rule;
import org.platformatlas.plan.Content;
import org.platformatlas.plan.Entry;
import org.platformatlas.plan.Piece;

/**
 * Judges a result: by one aggregate over it, how many rows are kept, which rules of rows are broken
 * how often, and the hash of what is kept; by one more for the rules of each kind of group.
 */
final class Judge {
  /** The names of the quarantine rules a row breaks; such a row is not kept. */
  private static final String BROKEN = "_broken";

  private static final long LOW_HALF = 0xFFFFFFFFL;

  private final List<Rule> rules;
  private final List<String> hashed;
  private final Set<String> proven;
  private final Map<String, Column> builtIn;
  private final Column judged;

  /** What is found in one group: a period, or the rows of a file or part, in one period or all. */
  record Group(String part, LocalDate period, long rows, long quarantined, Content content) {}

  /**
   * What is found in a result.
   *
   * @param marked its rows, with the quarantine rules each breaks
   * @param results of every rule
   * @param refusal why the table must stay as it was, with three examples a rule; null if it need
   *     not
   * @param warning which rules that only warn could not be evaluated, and why; else empty
   */
  record Judgement(
      Dataset<Row> marked,
      List<Group> groups,
      List<Outcome.RuleResult> results,
      String refusal,
      String warning) {
    Dataset<Row> kept() {
      return marked.where(Judge.kept()).drop(BROKEN);
    }

    /** The rows not kept, their reasons in a column of that name. */
    Dataset<Row> quarantined() {
      return marked.where(not(Judge.kept())).withColumnRenamed(BROKEN, "reasons");
    }
  }

  private Judge(
      List<Rule> rules,
      List<String> hashed,
      Set<String> proven,
      Map<String, Column> builtIn,
      Column judged) {
    this.rules = rules;
    this.hashed = hashed;
    this.proven = proven;
    this.builtIn = builtIn;
    this.judged = judged;
  }

  /**
   * @param hashed the columns whose values are the content
   */
  static Judge of(List<Rule> rules, List<String> hashed) {
    return new Judge(rules, hashed, Set.of(), Map.of(), lit(true));
  }

  /** This judge, taking it as proven that a rule holds. */
  Judge trusting(Rule rule) {
    return new Judge(rules, hashed, Set.of(rule.name()), builtIn, judged);
  }

  /**
   * This judge with quarantine rules that every table of the kind has.
   *
   * @param conditions what must hold, by name
   * @param readable the rows to which the contract's own rules apply
   */
  Judge with(Map<String, Column> conditions, Column readable) {
    return new Judge(rules, hashed, proven, conditions, readable);
  }

  /**
   * Judges rows by the given columns (file or part, {@code period}). A rule that cannot be
   * evaluated does not keep the others from being so, but the table from being written, unless it
   * only warns.
   */
  Judgement judge(Dataset<Row> rows, List<String> by) {
    try {
      return judge(rows, by, Map.of());
    } catch (Exception e) {
      // What fails without rules is no rule's fault, and fails here again.
      aggregate(mark(rows, List.of()), by, List.of(), Map.of());
      Map<Rule, String> failures = failures(rows);
      if (failures.isEmpty()) {
        throw e;
      }
      return judge(rows, by, failures);
    }
  }

  /** The rules that cannot be evaluated, each tried alone, and why. */
  private Map<Rule, String> failures(Dataset<Row> rows) {
    Map<Rule, String> failures = new LinkedHashMap<>();
    List<Rule> evaluated = new ArrayList<>(rules);
    for (Rule rule : rules) {
      if (rule.severity() == Rule.Severity.QUARANTINE
          && fails(rule, rows.where(judged), failures)) {
        evaluated.remove(rule);
      }
    }
    Dataset<Row> kept = mark(rows, evaluated).where(kept());
    for (Rule rule : rules) {
      if (rule.severity() != Rule.Severity.QUARANTINE) {
        fails(rule, kept, failures);
      }
    }
    return failures;
  }

  private static boolean fails(Rule rule, Dataset<Row> rows, Map<Rule, String> failures) {
    try {
      brokenGroups(rows, rule.by(), List.of(rule)).collectAsList();
      return false;
    } catch (Exception e) {
      failures.put(rule, Failure.line(e));
      return true;
    }
  }

  private Judgement judge(Dataset<Row> rows, List<String> by, Map<Rule, String> failures) {
    List<Rule> evaluated = rules.stream().filter(rule -> !failures.containsKey(rule)).toList();
    Dataset<Row> marked = mark(rows, evaluated);
    Map<Rule, Long> broken = new HashMap<>();
    List<Group> groups = aggregate(marked, by, evaluated, broken);
    Dataset<Row> kept = marked.where(kept());
    Map<List<String>, List<Rule>> ofGroups =
        evaluated.stream()
            .filter(rule -> rule.isOfGroups() && !proven.contains(rule.name()))
            .collect(Collectors.groupingBy(Rule::by));
    ofGroups.forEach(
        (columns, alike) -> {
          Row counts = brokenGroups(kept, columns, alike).collectAsList().get(0);
          for (int i = 0; i < alike.size(); i++) {
            broken.put(alike.get(i), counts.getLong(i));
          }
        });
    List<Outcome.RuleResult> results = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (Rule rule : rules) {
      String failure = failures.get(rule);
      Long count = failure == null ? broken.getOrDefault(rule, 0L) : null;
      results.add(new Outcome.RuleResult(rule, count));
      if (failure != null) {
        (rule.severity() == Rule.Severity.WARN ? warnings : refusals)
            .add("rule '%s' cannot be evaluated: %s".formatted(rule.name(), failure));
      } else if (rule.severity() == Rule.Severity.FAIL && count > 0) {
        refusals.add(refusal(kept, rule, count));
      }
    }
    String refusal = refusals.isEmpty() ? null : String.join(System.lineSeparator(), refusals);
    return new Judgement(marked, groups, results, refusal, String.join("; ", warnings));
  }

  private static String refusal(Dataset<Row> kept, Rule rule, long count) {
    Dataset<Row> broken =
        rule.isOfGroups()
            ? kept.groupBy(columns(rule.by())).agg(expr(rule.condition()).as("_holds"))
            : kept.withColumn("_holds", expr(rule.condition()));
    List<String> examples =
        broken
            .where(broken(col("_holds")))
            .drop("_holds", BROKEN)
            .toJSON()
            .orderBy("value")
            .limit(3)
            .collectAsList();
    return "rule '%s' (%s) is broken by %d %s%s, such as%n  %s"
        .formatted(
            rule.name(),
            rule.text(),
            count,
            rule.isOfGroups() ? "group" : "row",
            count == 1 ? "" : "s",
            String.join(System.lineSeparator() + "  ", examples));
  }

  /** For rules of the same groups, one row: how many groups (or rows) break each. */
  private static Dataset<Row> brokenGroups(Dataset<Row> rows, List<String> by, List<Rule> alike) {
    List<Column> conditions = new ArrayList<>();
    List<Column> counts = new ArrayList<>();
    for (int i = 0; i < alike.size(); i++) {
      conditions.add(broken(expr(alike.get(i).condition())).as("_" + i));
      counts.add(count_if(col("_" + i)));
    }
    Dataset<Row> judged =
        by.isEmpty()
            ? rows.select(conditions.toArray(Column[]::new))
            : rows.groupBy(columns(by)).agg(conditions.get(0), rest(conditions));
    return judged.agg(counts.get(0), rest(counts));
  }

  private Dataset<Row> mark(Dataset<Row> rows, List<Rule> evaluated) {
    List<Column> names = new ArrayList<>();
    builtIn.forEach((name, holds) -> names.add(when(broken(holds), lit(name))));
    for (Rule rule : evaluated) {
      if (rule.severity() == Rule.Severity.QUARANTINE) {
        names.add(when(judged, when(broken(expr(rule.condition())), lit(rule.name()))));
      }
    }
    Column broken =
        names.isEmpty()
            ? array().cast(DataTypes.createArrayType(DataTypes.StringType))
            : array_compact(array(names.toArray(Column[]::new)));
    return rows.withColumn(BROKEN, broken);
  }

  /** A rule that is null for a row is not broken by it. */
  private static Column broken(Column condition) {
    return not(coalesce(condition, lit(true)));
  }

  private static Column kept() {
    return size(col(BROKEN)).equalTo(0);
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(name -> col(name)).toArray(Column[]::new);
  }

  private static Column[] rest(List<Column> columns) {
    return columns.subList(1, columns.size()).toArray(Column[]::new);
  }

  /** Runs the aggregate over marked rows; how often rules of rows are broken is added up. */
  private List<Group> aggregate(
      Dataset<Row> marked, List<String> by, List<Rule> evaluated, Map<Rule, Long> broken) {
    List<Rule> ofRows = evaluated.stream().filter(rule -> !rule.isOfGroups()).toList();
    List<Column> measures = new ArrayList<>();
    Column hash = xxhash64(hashArguments(marked.schema()));
    Dataset<Row> hashedRows = marked.withColumn("_first", hash);
    hashedRows = hashedRows.withColumn("_second", xxhash64(col("_first")));
    for (String half : List.of("_first", "_second")) {
      measures.add(sum(when(kept(), col(half).bitwiseAND(LOW_HALF))));
      measures.add(sum(when(kept(), expr("shiftrightunsigned(" + half + ", 32)"))));
    }
    measures.add(count_if(kept()));
    measures.add(count_if(not(kept())));
    for (Rule rule : ofRows) {
      measures.add(
          count_if(
              rule.severity() == Rule.Severity.QUARANTINE
                  ? array_contains(col(BROKEN), rule.name())
                  // Not AND, of which Spark may evaluate the second part for rows not kept.
                  : when(kept(), broken(expr(rule.condition())))));
    }
    List<Group> groups = new ArrayList<>();
    for (Row row :
        hashedRows.groupBy(columns(by)).agg(measures.get(0), rest(measures)).collectAsList()) {
      groups.add(group(row, by));
      for (int i = 0; i < ofRows.size(); i++) {
        broken.merge(ofRows.get(i), row.getLong(by.size() + 6 + i), Long::sum);
      }
    }
    return groups;
  }

  /**
   * For an interval table, the content of the rows valid from each day on which that changes. A row
   * counts from its first day until the day it ends; when it ends is no part of its content, so
   * that an end that becomes known stales nothing before it.
   */
  static List<Entry> days(Contract contract, Dataset<Row> kept) {
    String from = contract.validity().get(0);
    String to = contract.validity().get(1);
    List<String> columns = new ArrayList<>(contract.columnNames());
    columns.remove(to);
    Judge judge = of(List.of(), columns);
    List<String> by = new ArrayList<>(List.of(Contract.PERIOD));
    if (contract.hasParts()) {
      by.add(contract.part());
    }
    Map<String, NavigableMap<LocalDate, Content>> changes = new HashMap<>();
    Dataset<Row> valid =
        kept.where(col(from).isNull().or(coalesce(col(to).gt(col(from)), lit(true))));
    for (Group group : judge.judge(valid.withColumn(Contract.PERIOD, col(from)), by).groups()) {
      LocalDate since = group.period() == null ? LocalDate.of(1, 1, 1) : group.period();
      changes
          .computeIfAbsent(group.part(), part -> new TreeMap<>())
          .merge(since, group.content(), Content::plus);
    }
    Dataset<Row> ending = valid.where(col(to).isNotNull());
    for (Group group : judge.judge(ending.withColumn(Contract.PERIOD, col(to)), by).groups()) {
      changes
          .computeIfAbsent(group.part(), part -> new TreeMap<>())
          .merge(group.period(), Content.EMPTY.minus(group.content()), Content::plus);
    }
    List<Entry> days = new ArrayList<>();
    changes.forEach(
        (part, ofPart) -> {
          Content content = Content.EMPTY;
          for (Map.Entry<LocalDate, Content> change : ofPart.entrySet()) {
            content = content.plus(change.getValue());
            days.add(Entry.ofDay(new Piece(part, change.getKey()), content));
          }
        });
    return days;
  }

  private static Group group(Row row, List<String> by) {
    String part = null;
    LocalDate period = null;
    for (int i = 0; i < by.size(); i++) {
      if (!by.get(i).equals(Contract.PERIOD)) {
        part = row.getString(i);
      } else if (!row.isNullAt(i)) {
        period = row.getDate(i).toLocalDate();
      }
    }
    int at = by.size();
    Content content = new Content(joined(row, at), joined(row, at + 2));
    return new Group(part, period, row.getLong(at + 4), row.getLong(at + 5), content);
  }

  /** The sum of 64-bit hashes modulo 2^64, from the sums of their halves. */
  private static long joined(Row row, int at) {
    return row.isNullAt(at) ? 0 : row.getLong(at) + (row.getLong(at + 1) << 32);
  }

  /** Nulls leave a hash as it is, so each value goes with whether it is one. */
  private Column[] hashArguments(StructType schema) {
    List<Column> arguments = new ArrayList<>();
    for (String name : hashed) {
      DataType type = schema.apply(name).dataType();
      arguments.add(col(name).isNull());
      arguments.add(
          ContractColumn.isNested(type) ? Json.of(struct(ordered(col(name), type))) : col(name));
    }
    return arguments.toArray(Column[]::new);
  }

  /** A value in which maps are lists of entries in order, as their order says nothing. */
  private static Column ordered(Column value, DataType type) {
    if (type instanceof MapType map) {
      return array_sort(
          map_entries(transform_values(value, (k, v) -> ordered(v, map.valueType()))));
    }
    return type instanceof ArrayType array
        ? transform(value, element -> ordered(element, array.elementType()))
        : value;
  }
}
