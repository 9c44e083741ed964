package org.platformatlas.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * What one table promises ({@code contract.yml}).
 *
 * @param row what one row is
 * @param cadences how long its periods are; empty for a table without periods
 * @param validity the two date columns of an interval table: first day, and the day it ends (null:
 *     still valid); empty otherwise
 * @param grain the columns that name a row; empty in a raw table, whose rows are as published
 * @param part the column of the grain by which the table is in parts, empty for none: a row comes
 *     from the rows of its own part in inputs that have parts by the same name, and from any of the
 *     others
 * @param reads per input, the periods one output period needs; inputs not named are read {@code
 *     same}, or {@code whole} if they have no periods
 * @param partition the column the table is partitioned by, empty for none
 */
public record Contract(
    String row,
    Set<Cadence> cadences,
    List<String> validity,
    List<String> grain,
    String part,
    Map<TableName, List<Read>> reads,
    List<ContractColumn> columns,
    List<Rule> rules,
    String partition) {

  /** The column that holds the first day of a row's period. */
  public static final String PERIOD = "period";

  /** The columns that every raw table has beside the publisher's. */
  public static final List<String> OF_EVERY_RAW_TABLE =
      List.of(PERIOD, "extra", "source", "edition", "file", "latest", "loaded_at");

  private static final Map<String, String> PARTITIONS =
      Map.of(
          "partition_month", "trunc(period, 'MM')",
          "partition_year", "trunc(period, 'YYYY')");

  static Contract parse(Yaml yaml, boolean raw) {
    String row = yaml.text("row");
    Set<Cadence> cadences = new LinkedHashSet<>();
    for (String text : yaml.texts("cadence")) {
      Optional.ofNullable(yaml.parsed("cadence", text, Cadence::parse, null))
          .ifPresent(cadences::add);
    }
    List<ContractColumn> columns = new ArrayList<>();
    yaml.nodes("columns").forEach((name, node) -> columns.add(column(name, node)));
    if (columns.isEmpty()) {
      yaml.problem("Missing 'columns'");
    }
    Map<TableName, List<Read>> reads = new LinkedHashMap<>();
    yaml.textsMap("reads")
        .forEach(
            (name, texts) -> {
              TableName input = yaml.parsed("reads", name, TableName::parse, null);
              List<Read> read = new ArrayList<>();
              texts.forEach(
                  text ->
                      Optional.ofNullable(yaml.parsed("reads " + name, text, Read::parse, null))
                          .ifPresent(read::add));
              if (input != null && !read.isEmpty()) {
                reads.put(input, read);
              }
            });
    List<String> grain = yaml.texts("grain");
    Contract contract =
        new Contract(
            row,
            cadences,
            yaml.texts("validity"),
            grain,
            yaml.text("part", ""),
            reads,
            columns,
            rules(yaml.node("rules"), raw ? List.of() : grain),
            yaml.text("partition", defaultPartition(cadences)));
    contract.check(yaml, raw);
    yaml.finish();
    return contract;
  }

  private static ContractColumn column(String name, Yaml node) {
    DataType type = node.parsed("type", node.text("type"), DataType::fromDDL, DataTypes.StringType);
    ContractColumn column =
        new ContractColumn(name, type, node.text("unit", ""), node.text("meaning"));
    node.finish();
    return column;
  }

  private static List<Rule> rules(Yaml yaml, List<String> grain) {
    List<Rule> rules = new ArrayList<>();
    if (!grain.isEmpty()) {
      rules.add(Rule.unique(grain));
    }
    for (Rule.Severity severity : Rule.Severity.values()) {
      Yaml node = yaml.node(severity.name().toLowerCase(java.util.Locale.ROOT));
      for (String name : node.keys()) {
        Rule rule =
            node.isMapping(name)
                ? ofGroups(severity, name, node.node(name))
                : new Rule(severity, name, List.of(), node.text(name));
        node.parsed("rule '" + name + "'", rule.condition(), Sql::functions, Set.of());
        rules.add(rule);
      }
    }
    yaml.finish();
    return rules;
  }

  private static Rule ofGroups(Rule.Severity severity, String name, Yaml node) {
    Rule rule = new Rule(severity, name, node.texts("by"), node.text("holds"));
    if (!rule.isOfGroups()) {
      node.problem("Missing 'by' (the columns that make a group)");
    }
    if (severity == Rule.Severity.QUARANTINE) {
      node.problem("A rule of groups cannot quarantine (only rows go there; fail or warn)");
    }
    node.finish();
    return rule;
  }

  private static String defaultPartition(Set<Cadence> cadences) {
    if (cadences.contains(Cadence.DAY) || cadences.contains(Cadence.WEEK)) {
      return "partition_month";
    }
    boolean coarse = cadences.isEmpty() || cadences.equals(Set.of(Cadence.YEAR));
    return coarse ? "" : "partition_year";
  }

  private void check(Yaml yaml, boolean raw) {
    Set<String> names = new LinkedHashSet<>(columnNames());
    if (names.size() < columns.size()) {
      yaml.problem("Two columns have the same name");
    }
    for (String name : names) {
      if (!name.matches("[a-z][a-z0-9_]*")) {
        yaml.problem("Invalid column name '%s' (lower-case letters, digits and _)".formatted(name));
      }
      if (PARTITIONS.containsKey(name) || (raw && OF_EVERY_RAW_TABLE.contains(name))) {
        yaml.problem("Invalid column name '%s' (the engine adds one of that name)".formatted(name));
      }
    }
    if (raw == !grain.isEmpty()) {
      yaml.problem(
          raw
              ? "A raw table has no 'grain' (its rows are as published)"
              : "Missing 'grain' (the columns that name one row)");
    }
    for (String name : grain) {
      if (!names.contains(name)) {
        yaml.problem("Cannot resolve grain column '%s'. Columns: %s".formatted(name, names));
      }
    }
    if (raw && !yaml.has("cadence")) {
      yaml.problem("Missing 'cadence' (a raw table has periods)");
    }
    if (!raw && !grain.isEmpty() && yaml.has("cadence") != grain.contains(PERIOD)) {
      yaml.problem("A table has a cadence just when 'period' is in its grain");
    }
    if (!validity.isEmpty() && (validity.size() != 2 || !names.containsAll(validity))) {
      yaml.problem("Invalid validity %s (two of the columns: first day, end)".formatted(validity));
    }
    checkPart(yaml);
    if (!partition.isEmpty() && !partition.equals("none") && !PARTITIONS.containsKey(partition)) {
      yaml.problem(
          "Invalid partition '%s' (partition_month, partition_year or none)".formatted(partition));
    }
    Set<String> ruleNames = new LinkedHashSet<>();
    for (Rule rule : rules) {
      if (!ruleNames.add(rule.name())) {
        yaml.problem("Two rules are named '%s'".formatted(rule.name()));
      }
      if (rule.isOfGroups() && hasPeriods() && !rule.by().contains(PERIOD)) {
        yaml.problem(
            "Rule '%s' needs 'period' in its 'by' (periods are judged as they are rebuilt)"
                .formatted(rule.name()));
      }
    }
  }

  /** Parts are rebuilt apart, and what is judged or replaced must then be of one part. */
  private void checkPart(Yaml yaml) {
    if (!hasParts()) {
      return;
    }
    boolean text =
        columns.stream()
            .anyMatch(c -> c.name().equals(part) && c.type().equals(DataTypes.StringType));
    if (!text || !grain.contains(part)) {
      yaml.problem("Invalid part '%s' (a column of the grain, of type string)".formatted(part));
      return;
    }
    for (Rule rule : hasPeriods() ? rules : List.<Rule>of()) {
      if (rule.severity() == Rule.Severity.QUARANTINE) {
        yaml.problem(
            "Rule '%s' cannot quarantine (the table is in parts; fail or warn)"
                .formatted(rule.name()));
      } else if (rule.isOfGroups() && !rule.by().contains(part)) {
        yaml.problem(
            "Rule '%s' needs '%s' in its 'by' (parts are judged as they are rebuilt)"
                .formatted(rule.name(), part));
      }
    }
  }

  public boolean hasParts() {
    return !part.isEmpty();
  }

  public boolean hasPeriods() {
    return !cadences.isEmpty();
  }

  public boolean isInterval() {
    return !validity.isEmpty();
  }

  /** The inputs that give it nothing but periods. */
  Set<TableName> spanned() {
    Set<TableName> spanned = new LinkedHashSet<>();
    reads.forEach(
        (input, read) -> {
          if (read.stream().allMatch(one -> one.kind() == Read.Kind.SPAN)) {
            spanned.add(input);
          }
        });
    return spanned;
  }

  public List<String> columnNames() {
    return columns.stream().map(ContractColumn::name).toList();
  }

  public List<Rule> rules(Rule.Severity severity) {
    return rules.stream().filter(rule -> rule.severity() == severity).toList();
  }

  /** The expression that makes the partition column, if the table has one. */
  public Optional<String> partitionExpression() {
    return Optional.ofNullable(PARTITIONS.get(partition));
  }

  /** Everything that can change a result, and no prose. */
  String computingParts() {
    StringBuilder parts = new StringBuilder();
    parts.append(cadences).append(validity).append(grain).append(part).append(partition);
    columns.forEach(column -> parts.append(column.name()).append(column.type().sql()).append(';'));
    reads.forEach((input, read) -> parts.append(input).append(read));
    for (Rule rule : rules) {
      if (rule.severity() != Rule.Severity.WARN) {
        parts.append(rule.severity()).append(rule.by()).append(Sql.normalised(rule.condition()));
      }
    }
    return parts.toString();
  }
}
