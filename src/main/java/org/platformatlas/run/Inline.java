package org.platformatlas.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.platformatlas.job.ContractColumn;

/** Small tables whose rows are written in the project, as SQL text. */
public final class Inline {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Inline() {}

  /**
   * A SELECT of these rows.
   *
   * @param types the columns and their types
   * @param rows texts by column; a missing one is null; nested values are written as JSON
   */
  public static String select(Map<String, DataType> types, List<Map<String, String>> rows) {
    String columns =
        types.entrySet().stream()
            .map(column -> cast(column.getKey(), column.getValue()))
            .collect(Collectors.joining(", "));
    String texts =
        types.keySet().stream()
            .map(name -> quoted(name) + " STRING")
            .collect(Collectors.joining(", "));
    try {
      String json = Literal.create(JSON.writeValueAsString(rows), DataTypes.StringType).sql();
      return "SELECT %s FROM (SELECT inline(from_json(%s, 'array<struct<%s>>')))"
          .formatted(columns, json, texts.replace("'", "\\'"));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A SELECT of no rows. */
  public static String empty(Map<String, DataType> types) {
    String columns =
        types.entrySet().stream()
            .map(c -> "CAST(NULL AS %s) AS %s".formatted(c.getValue().sql(), quoted(c.getKey())))
            .collect(Collectors.joining(", "));
    return "SELECT " + columns + " WHERE false";
  }

  /** A SELECT of the rows of a CSV text with a header; every column is text, empty is null. */
  static String csv(String text) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setLineSeparator("\n");
    settings.getFormat().setComment('\0');
    settings.setMaxCharsPerColumn(-1);
    List<String[]> lines = new CsvParser(settings).parseAll(new StringReader(text));
    Map<String, DataType> types = new LinkedHashMap<>();
    for (String name : lines.get(0)) {
      types.put(name.strip(), DataTypes.StringType);
    }
    List<String> names = List.copyOf(types.keySet());
    List<Map<String, String>> rows = new ArrayList<>();
    for (String[] line : lines.subList(1, lines.size())) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < names.size() && i < line.length; i++) {
        row.put(names.get(i), line[i]);
      }
      rows.add(row);
    }
    return select(types, rows);
  }

  private static String cast(String name, DataType type) {
    String text = quoted(name);
    if (type.equals(DataTypes.StringType)) {
      return text;
    }
    return (ContractColumn.isNested(type) ? "from_json(%s, '%s') AS %s" : "CAST(%s AS %s) AS %s")
        .formatted(text, type.sql(), text);
  }

  /** A name as SQL text. */
  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
