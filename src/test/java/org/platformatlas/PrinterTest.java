package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrinterTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);

  private String printed(Options.Format format, String sql) {
    Printer.print(out, format, TestSession.spark().sql(sql));
    return taken();
  }

  private String printed(Options.Format format, List<String> header, List<List<String>> rows) {
    Printer.print(out, format, header, rows);
    return taken();
  }

  private String taken() {
    out.flush();
    String text = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    return text;
  }

  /** RFC 4180, 2.5 to 2.7; and null is nothing where an empty text is two quotes. */
  @Test
  void aCellOfCsvIsQuotedWhereItMustBe() {
    assertEquals(
        """
        plain,"a ""name""\"
        ,""
        "a,b","two
        lines"
        "a\rb", spaced\s
        Zürich;\t#1,日本
        """,
        printed(
            Options.Format.csv,
            List.of("plain", "a \"name\""),
            List.of(
                Arrays.asList(null, ""),
                List.of("a,b", "two\nlines"),
                List.of("a\rb", " spaced "),
                List.of("Zürich;\t#1", "日本"))));
  }

  @Test
  void rowsOfAQueryAreCsv() {
    assertEquals(
        """
        number,nothing,empty,list,map,period,flag
        1.5E-10,,"","[1,null]","{""a"":""\\""b""}",2020-01-01,true
        """,
        printed(
            Options.Format.csv,
            """
            SELECT 1.5e-10D AS number, CAST(NULL AS STRING) AS nothing, '' AS empty,
              array(1, NULL) AS list, map('a', '"b') AS map, DATE'2020-01-01' AS period, true AS flag
            """));
  }

  @Test
  void aResultWithoutRowsIsItsHeader() {
    assertEquals("a,b\n", printed(Options.Format.csv, "SELECT 1 AS a, 2 AS b WHERE false"));
    assertEquals("a  b\n", printed(Options.Format.table, "SELECT 1 AS a, 2 AS b WHERE false"));
    assertEquals("", printed(Options.Format.json, "SELECT 1 AS a, 2 AS b WHERE false"));
  }

  @Test
  void twoColumnsMayHaveTheSameName() {
    String sql = "SELECT 1 AS `a.b`, 2 AS `a.b`, 3 AS `c``d`";
    assertEquals("a.b,a.b,c`d\n1,2,3\n", printed(Options.Format.csv, sql));
    assertEquals("a.b  a.b  c`d\n1    2    3\n", printed(Options.Format.table, sql));
  }

  @Test
  void jsonIsAnObjectALineAndKeepsNulls() {
    assertEquals(
        "{\"site\":\"a \\\"b\\\"\\n"
            + "\",\"share\":0.25,\"reason\":null,\"list\":[1,null]}\n"
            + "{\"site\":\"c\",\"share\":null,\"reason\":\"no_volume\",\"list\":null}\n",
        printed(
            Options.Format.json,
            """
            SELECT * FROM VALUES ('a "b"\\n', 0.25D, NULL, array(1, NULL)),
              ('c', NULL, 'no_volume', NULL) AS t (site, share, reason, list)
            """));
    assertEquals(
        "{\"site\":\"a\\u0007\",\"reason\":null}\n",
        printed(
            Options.Format.json,
            List.of("site", "reason"),
            List.of(Arrays.asList("a\u0007", null))));
  }

  @Test
  void aTableLinesUpAndTellsNullFromNothing() {
    assertEquals(
        """
        site       share
        a          0.25
        b          null

        long name  1
        """,
        printed(
            Options.Format.table,
            List.of("site", "share"),
            List.of(
                List.of("a", "0.25"),
                Arrays.asList("b", null),
                List.of("", ""),
                List.of("long name", "1"))));
  }

  @Test
  void aTableDoesNoHarmToATerminal() {
    String table =
        printed(
            Options.Format.table,
            List.of("site\u001b[2J"),
            List.of(
                List.of("\u001b[31mred\u0007"),
                List.of("two\r\nlines\tand a tab"),
                List.of("\u009b31m eight-bit \u007f"),
                List.of("\u202egnp.exe"),
                List.of("x".repeat(200))));
    for (String harmful : List.of("\u001b", "\u0007", "\r", "\t", "\u009b", "\u007f", "\u202e")) {
      assertEquals(-1, table.indexOf(harmful), () -> "U+%04x".formatted((int) harmful.charAt(0)));
    }
    List<String> lines = table.lines().toList();
    assertEquals(6, lines.size());
    assertEquals("two  lines and a tab", lines.get(2));
    assertEquals("x".repeat(79) + "…", lines.get(5));
  }

  @Test
  void onlyTheFirstThousandRowsOfATableAreShown() {
    List<String> lines =
        printed(Options.Format.table, "SELECT id FROM range(1001)").lines().toList();
    assertEquals(1_002, lines.size());
    assertEquals("(only the first 1000 rows; --format csv prints all)", lines.get(1_001));
    assertEquals(1_002, printed(Options.Format.csv, "SELECT id FROM range(1001)").lines().count());
  }
}
