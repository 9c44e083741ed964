package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.platformatlas.TestSession;

class InlineTest {
  private static List<Row> rows(String select) {
    return TestSession.spark().sql(select).collectAsList();
  }

  private static Map<String, DataType> types(String ddl) {
    Map<String, DataType> types = new LinkedHashMap<>();
    for (var field : org.apache.spark.sql.types.StructType.fromDDL(ddl).fields()) {
      types.put(field.name(), field.dataType());
    }
    return types;
  }

  @Test
  void everyTextComesBackAsItIs() {
    List<String> texts =
        List.of(
            "plain",
            "",
            " spaced ",
            "it's 'quoted' and \"quoted\"",
            "''",
            "a\\b \\n \\' \\\\ \\u0041",
            "two\nlines\r\nand\ta tab",
            "-- no comment /* nor this */ ; :name ? ${spark.app.name} {x} `y`",
            "Zürich 日本 \ud83d\ude00 e\u0301 \u200f",
            "\u0001\u007f\u009b",
            "%_$1\\1",
            "null");
    List<Map<String, String>> given = new ArrayList<>();
    texts.forEach(text -> given.add(Map.of("text", text)));
    List<String> found =
        rows(Inline.select(Map.of("text", DataTypes.StringType), given)).stream()
            .map(row -> row.getString(0))
            .toList();
    assertEquals(texts, found);
  }

  @Test
  void whatIsMissingIsNull() {
    String select =
        Inline.select(
            types("a STRING, b INT, c MAP<STRING, INT>"), List.of(Map.of(), Map.of("b", "1")));
    assertEquals(
        List.of("[null,null,null]", "[null,1,null]"),
        rows(select).stream().map(Row::toString).toList());
    assertEquals(List.of(), rows(Inline.select(types("a STRING"), List.of())));
  }

  @Test
  void everyTypeIsReadFromItsText() {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("day", "2020-02-29");
    row.put("number", "1.5e-10");
    row.put("exact", "0.10");
    row.put("flag", "true");
    row.put("usage", "{\"it's\": {\"1.0\": 1.5, \"any\": null}}");
    row.put("list", "[1, null]");
    row.put("owner", "{\"na me\": \"\\\\ 'x'\", \"share\": 0.5}");
    row.put("nothing", null);
    String select =
        Inline.select(
            types(
                "day DATE, number DOUBLE, exact DECIMAL(4, 2), flag BOOLEAN,"
                    + " usage MAP<STRING, MAP<STRING, DOUBLE>>, list ARRAY<INT>,"
                    + " owner STRUCT<`na me`: STRING, share: DOUBLE>, nothing DATE"),
            List.of(row));
    assertEquals(
        "2020-02-29|1.5E-10|0.10|true|{\"it's\":{\"1.0\":1.5,\"any\":null}}|[1,null]|{\"na"
            + " me\":\"\\\\ 'x'\",\"share\":0.5}|null",
        TestSession.spark()
            .sql(select)
            .selectExpr(
                "day",
                "number",
                "exact",
                "flag",
                "to_json(usage)",
                "to_json(list)",
                "to_json(owner)",
                "nothing")
            .head()
            .mkString("|"));
  }

  @Test
  void aColumnMayHaveAnyName() {
    List<String> names = List.of("a b", "c`d", "e'f", "g.h", "Größe");
    Map<String, DataType> types = new LinkedHashMap<>();
    Map<String, String> row = new LinkedHashMap<>();
    for (String name : names) {
      types.put(name, DataTypes.StringType);
      row.put(name, "in " + name);
    }
    Row found = rows(Inline.select(types, List.of(row))).get(0);
    assertEquals(names, List.of(found.schema().fieldNames()));
    assertEquals("[in a b,in c`d,in e'f,in g.h,in Größe]", found.toString());
    assertEquals(
        names, List.of(TestSession.spark().sql(Inline.empty(types)).schema().fieldNames()));
    assertEquals(List.of(), rows(Inline.empty(types)));
  }

  private static List<String> csv(String text) {
    return rows(Inline.csv(text)).stream().map(row -> row.mkString("|")).toList();
  }

  @Test
  void factsAreTexts() {
    assertEquals(
        List.of("a|Alpha, \"Inc\"|null", "b|two\nlines|007", "c|It's \\ |null"),
        csv(
            "site, owner ,code\n"
                + "a,\"Alpha, \"\"Inc\"\"\",\n\n"
                + "b,\"two\n"
                + "lines\",007\n"
                + "c,\"It's \\ \"\n"));
  }

  @Test
  void factsMayBeEditedOnAnySystem() {
    String text = "\ufeffsite,owner\r\na,Alpha\r\nb,\"Beta\"\r\n";
    assertEquals(List.of("a|Alpha", "b|Beta"), csv(text));
    assertEquals(
        List.of("site", "owner"),
        List.of(TestSession.spark().sql(Inline.csv(text)).schema().fieldNames()));
  }

  @Test
  void noFactIsAComment() {
    assertEquals(List.of("#1 Cochran|Alpha"), csv("site,owner\n#1 Cochran,Alpha\n"));
  }

  @Test
  void aFileOfFactsMayHaveNoneYet() {
    assertEquals(List.of(), csv("site,owner\n"));
  }
}
