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
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.transform_values;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.platformatlas.job.Contract;
import org.platformatlas.job.Rule;
import org.platformatlas.plan.Content;
import org.platformatlas.plan.Entry;

/**
 * Judges a result by one aggregate over it: how many rows, which rules are broken how often, and
 * the hash of what is kept, per group.
 */
final class Judge {
  /** The names of the quarantine rules a row breaks; such a row is not kept. */
  static final String BROKEN = "_broken";

  private static final List<String> PERIOD_ONLY = List.of(Contract.PERIOD);
  private static final long LOW_HALF = 0xFFFFFFFFL;

  private final List<Rule> rules;
  private final List<String> hashed;

  /** What is found in one group: a period, or a file's rows in one period. */
  record Group(
      String file,
      LocalDate period,
      long rows,
      long quarantined,
      Content content,
      Map<String, Long> broken) {}

  /**
   * @param hashed the columns whose values are the content
   */
  Judge(List<Rule> rules, List<String> hashed) {
    this.rules = rules;
    this.hashed = hashed;
  }

  /** Names for every row the quarantine rules it breaks. */
  Dataset<Row> mark(Dataset<Row> rows) {
    return mark(rows, Map.of(), lit(true));
  }

  /**
   * Names for every row the quarantine rules it breaks.
   *
   * @param builtIn further rules, by name, that every table of the kind has
   * @param judged the rows to which the contract's rules apply
   */
  Dataset<Row> mark(Dataset<Row> rows, Map<String, Column> builtIn, Column judged) {
    List<Column> names = new ArrayList<>();
    builtIn.forEach((name, holds) -> names.add(when(broken(holds), lit(name))));
    for (Rule rule : rules) {
      if (rule.severity() == Rule.Severity.QUARANTINE) {
        names.add(when(judged.and(broken(expr(rule.condition()))), lit(rule.name())));
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

  static Column kept() {
    return size(col(BROKEN)).equalTo(0);
  }

  /** Runs the aggregate over marked rows, by the given columns ({@code file}, {@code period}). */
  List<Group> judge(Dataset<Row> marked, List<String> by) {
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
    for (Rule rule : rules) {
      measures.add(
          count_if(
              rule.severity() == Rule.Severity.QUARANTINE
                  ? array_contains(col(BROKEN), rule.name())
                  : kept().and(broken(expr(rule.condition())))));
    }
    Column[] keys = by.stream().map(name -> col(name)).toArray(Column[]::new);
    List<Group> groups = new ArrayList<>();
    for (Row row :
        hashedRows
            .groupBy(keys)
            .agg(measures.get(0), measures.subList(1, measures.size()).toArray(Column[]::new))
            .collectAsList()) {
      groups.add(group(row, by));
    }
    return groups;
  }

  /**
   * For an interval table, the content of the rows valid from each day on which that changes. A row
   * counts from its first day until the day it ends; when it ends is no part of its content, so
   * that an end that becomes known stales nothing before it.
   */
  static List<Entry> days(Contract contract, Dataset<Row> marked) {
    String from = contract.validity().get(0);
    String to = contract.validity().get(1);
    List<String> columns = new ArrayList<>(contract.columnNames());
    columns.remove(to);
    Judge judge = new Judge(List.of(), columns);
    NavigableMap<LocalDate, Content> changes = new TreeMap<>();
    Dataset<Row> valid =
        marked.where(col(from).isNull().or(coalesce(col(to).gt(col(from)), lit(true))));
    for (Group group : judge.judge(valid.withColumn(Contract.PERIOD, col(from)), PERIOD_ONLY)) {
      LocalDate since = group.period() == null ? LocalDate.of(1, 1, 1) : group.period();
      changes.merge(since, group.content(), Content::plus);
    }
    Dataset<Row> ending = valid.where(col(to).isNotNull());
    for (Group group : judge.judge(ending.withColumn(Contract.PERIOD, col(to)), PERIOD_ONLY)) {
      changes.merge(group.period(), Content.EMPTY.minus(group.content()), Content::plus);
    }
    List<Entry> days = new ArrayList<>();
    Content content = Content.EMPTY;
    for (Map.Entry<LocalDate, Content> change : changes.entrySet()) {
      content = content.plus(change.getValue());
      days.add(Entry.ofDay(change.getKey(), content));
    }
    return days;
  }

  private Group group(Row row, List<String> by) {
    String file = by.contains("file") ? row.getString(by.indexOf("file")) : null;
    int periodAt = by.indexOf(Contract.PERIOD);
    LocalDate period =
        periodAt < 0 || row.isNullAt(periodAt) ? null : row.getDate(periodAt).toLocalDate();
    int at = by.size();
    Content content = new Content(joined(row, at), joined(row, at + 2));
    Map<String, Long> broken = new LinkedHashMap<>();
    for (int i = 0; i < rules.size(); i++) {
      broken.put(rules.get(i).name(), row.getLong(at + 6 + i));
    }
    return new Group(file, period, row.getLong(at + 4), row.getLong(at + 5), content, broken);
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
      boolean nested =
          type instanceof MapType || type instanceof ArrayType || type instanceof StructType;
      arguments.add(col(name).isNull());
      arguments.add(
          nested
              ? to_json(struct(ordered(col(name), type)), Map.of("ignoreNullFields", "false"))
              : col(name));
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
