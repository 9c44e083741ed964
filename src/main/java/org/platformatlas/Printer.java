package org.platformatlas;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.platformatlas.job.ContractColumn;
import org.platformatlas.run.Failure;
import org.platformatlas.run.Json;

/** Prints rows as a table for people, as CSV (RFC 4180), or as a JSON object a line. */
final class Printer {
  private static final int SHOWN = 1_000;
  private static final int WIDEST = 80;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Printer() {}

  static void print(PrintStream out, Options.Format format, Dataset<Row> rows) {
    if (format == Options.Format.json) {
      rows.select(Json.of(struct(col("*"))))
          .toLocalIterator()
          .forEachRemaining(row -> out.println(row.getString(0)));
      return;
    }
    List<String> header = List.of(rows.columns());
    Iterator<Row> texts = texts(rows).toLocalIterator();
    if (format == Options.Format.csv) {
      out.println(csv(header));
      texts.forEachRemaining(row -> out.println(csv(values(row))));
      return;
    }
    List<List<String>> shown = new ArrayList<>();
    while (texts.hasNext() && shown.size() < SHOWN) {
      shown.add(values(texts.next()));
    }
    printTable(out, header, shown);
    if (texts.hasNext()) {
      out.printf("(only the first %d rows; --format csv prints all)%n", SHOWN);
    }
  }

  static void print(
      PrintStream out, Options.Format format, List<String> header, List<List<String>> rows) {
    switch (format) {
      case table -> printTable(out, header, rows);
      case csv -> {
        out.println(csv(header));
        rows.forEach(row -> out.println(csv(row)));
      }
      case json -> rows.forEach(row -> out.println(json(header, row)));
    }
  }

  private static Dataset<Row> texts(Dataset<Row> rows) {
    StructField[] fields = rows.schema().fields();
    // Two columns of a query may have the same name, so they are found by number.
    String[] numbers =
        IntStream.range(0, fields.length).mapToObj(Integer::toString).toArray(String[]::new);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      Column column = col(numbers[i]);
      DataType type = fields[i].dataType();
      columns.add(ContractColumn.isNested(type) ? Json.of(column) : column.cast("string"));
    }
    return rows.toDF(numbers).select(columns.toArray(Column[]::new));
  }

  private static List<String> values(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      values.add(row.getString(i));
    }
    return values;
  }

  private static String csv(List<String> values) {
    return values.stream().map(Printer::csvCell).collect(Collectors.joining(","));
  }

  private static String csvCell(String value) {
    if (value == null) {
      return "";
    }
    boolean plain = !value.isEmpty() && value.chars().noneMatch(c -> "\",\r\n".indexOf(c) >= 0);
    return plain ? value : "\"" + value.replace("\"", "\"\"") + "\"";
  }

  private static String json(List<String> header, List<String> row) {
    Map<String, String> object = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      object.put(header.get(i), row.get(i));
    }
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void printTable(PrintStream out, List<String> header, List<List<String>> rows) {
    int[] widths = new int[header.size()];
    List<List<String>> lines = new ArrayList<>();
    lines.add(header.stream().map(Printer::tableCell).toList());
    rows.forEach(row -> lines.add(row.stream().map(Printer::tableCell).toList()));
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        text.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private static String tableCell(String value) {
    if (value == null) {
      return "null";
    }
    String line = Failure.printable(value.replaceAll("[\\r\\n\\t]", " "));
    return line.length() > WIDEST ? line.substring(0, WIDEST - 1) + "…" : line;
  }
}
