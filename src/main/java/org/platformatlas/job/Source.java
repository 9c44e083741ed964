package org.platformatlas.job;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How published files become a raw table ({@code source.yml}).
 *
 * @param path a glob under the landing folder
 * @param required whether a run without any such file stops
 * @param format csv, json (one document a line), lines ({@code line}, a number from 1, and {@code
 *     text}), parquet or sql (a dump of tables: {@code #table} and its columns)
 * @param options how the format is written: header, delimiter, multiline, encoding, quote, escape
 * @param names the published names of a column, where they differ from the contract's; a file has
 *     one of them
 * @param rest the column, a map of texts, that takes all columns not named: of a wide table, whose
 *     columns are its members; empty for none
 * @param must columns without which a file is not read; of a JSON file, some document must have it
 * @param edition an expression over the columns and {@code file} that orders the deliveries of the
 *     same fact
 * @param period an expression over the columns and {@code file}: the first day of the period
 */
public record Source(
    String publisher,
    String licence,
    String path,
    boolean required,
    String format,
    Map<String, String> options,
    Map<String, List<String>> names,
    String rest,
    List<String> must,
    String edition,
    String period) {
  /** A map of texts by name. */
  public static final DataType TEXT_MAP =
      DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType);

  private static final Set<String> FORMATS = Set.of("csv", "json", "lines", "parquet", "sql");
  private static final List<String> OPTIONS =
      List.of("header", "delimiter", "multiline", "encoding", "quote", "escape");

  static Source parse(Yaml yaml, Contract contract) {
    yaml.text("about");
    yaml.text("not");
    Source source =
        new Source(
            yaml.text("publisher"),
            yaml.text("licence"),
            yaml.text("path"),
            flag(yaml, "required", yaml.text("required", "false")),
            yaml.text("format"),
            yaml.textMap("options"),
            yaml.textsMap("names"),
            yaml.text("rest", ""),
            yaml.texts("must"),
            yaml.text("edition", "''"),
            yaml.text("period"));
    if (!FORMATS.contains(source.format)) {
      yaml.problem(
          "Invalid format '%s' (csv, json, lines, parquet or sql)".formatted(source.format));
    }
    for (String option : source.options.keySet()) {
      if (!OPTIONS.contains(option)) {
        yaml.problem("Unknown option '%s' (known: %s)".formatted(option, OPTIONS));
      }
    }
    if (Set.of("lines", "sql").contains(source.format) && !source.options.isEmpty()) {
      yaml.problem("Unsupported 'options': format %s has none".formatted(source.format));
    }
    flag(yaml, "header", source.options.getOrDefault("header", "true"));
    flag(yaml, "multiline", source.options.getOrDefault("multiline", "false"));
    for (ContractColumn column : contract.columns()) {
      if (!source.isRest(column.name()) && !source.canHold(column.type())) {
        yaml.problem(
            "Column '%s' cannot be %s (a raw table holds what is published: in csv, json, lines and sql texts)"
                .formatted(column.name(), column.type().sql()));
      }
    }
    List<String> columns = contract.columnNames();
    if (!source.rest.isEmpty()
        && contract.columns().stream()
            .noneMatch(c -> source.isRest(c.name()) && c.type().equals(TEXT_MAP))) {
      yaml.problem(
          "Invalid 'rest': '%s' (a column that is a map<string, string>)".formatted(source.rest));
    }
    for (String column : source.names.keySet()) {
      if (!columns.contains(column)) {
        yaml.problem("Cannot resolve '%s' of names. Columns: %s".formatted(column, columns));
      }
    }
    for (String column : source.must) {
      if (!columns.contains(column)) {
        yaml.problem("Cannot resolve '%s' of must. Columns: %s".formatted(column, columns));
      }
    }
    yaml.parsed("edition", source.edition, Sql::functions, Set.of());
    yaml.parsed("period", source.period, Sql::functions, Set.of());
    yaml.finish();
    return source;
  }

  private boolean canHold(DataType type) {
    return type.equals(DataTypes.StringType)
        || format.equals("parquet")
        || (format.equals("json") && ContractColumn.isNested(type));
  }

  private static boolean flag(Yaml yaml, String key, String text) {
    if (!text.equals("true") && !text.equals("false")) {
      yaml.problem("Invalid '%s': '%s' (true or false)".formatted(key, text));
    }
    return text.equals("true");
  }

  public boolean option(String name, boolean otherwise) {
    return Boolean.parseBoolean(options.getOrDefault(name, Boolean.toString(otherwise)));
  }

  /** The names under which the publisher writes a column, now or then. */
  public List<String> publishedNames(String column) {
    return names.getOrDefault(column, List.of(column));
  }

  /** Whether a column takes all that are not named. */
  public boolean isRest(String column) {
    return rest.equals(column);
  }

  /** Everything that can change what is read, and no prose. */
  String computingParts() {
    return String.join(
        "\n",
        format,
        new java.util.TreeMap<>(options).toString(),
        new java.util.TreeMap<>(names).toString(),
        rest,
        must.toString(),
        Sql.normalised(edition),
        Sql.normalised(period));
  }
}
