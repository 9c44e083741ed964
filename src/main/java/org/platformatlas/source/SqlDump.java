package org.platformatlas.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.api.java.UDF1;

/**
 * The rows of a database's dump as SQL text, as SQLite writes it: of each row that is inserted its
 * values by column, as written, and its table as {@value #TABLE}. Columns are those of the INSERT,
 * else of the table's CREATE TABLE. An INSERT that does not fit them, or that no quote ends, is one
 * row of {@value #STATEMENT} alone; what neither creates nor fills a table is left out.
 */
record SqlDump() implements UDF1<String, List<Map<String, String>>> {
  /** The table of a row; no column has such a name. */
  static final String TABLE = "#table";

  /** The text of a statement that cannot be read. */
  static final String STATEMENT = "#statement";

  private static final long serialVersionUID = 1L;
  private static final String QUOTES = "'\"`[";
  private static final Pattern BLANK = Pattern.compile("\\s+|--[^\\n]*|/\\*(?s:.*?)\\*/");
  private static final Pattern WORD = Pattern.compile("[(),;]|[^\\s'\"`\\[(),;]+");
  private static final Set<String> CONSTRAINTS =
      Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN");

  @Override
  public List<Map<String, String>> call(String text) {
    List<Map<String, String>> rows = new ArrayList<>();
    Map<String, List<String>> tables = new HashMap<>();
    List<String> tokens = new ArrayList<>();
    int start = 0;
    int at = afterBlank(text, 0);
    for (int end = tokenEnd(text, at); end > at; end = tokenEnd(text, at)) {
      String token = text.substring(at, end);
      if (token.equals(";")) {
        read(tokens, text.substring(start, at), tables, rows);
        tokens.clear();
        start = end;
      } else {
        tokens.add(token);
      }
      at = afterBlank(text, end);
    }
    String rest = text.substring(afterBlank(text, start));
    if (!rest.isEmpty()) {
      rows.add(Map.of(STATEMENT, rest));
    }
    return rows;
  }

  private static int afterBlank(String text, int at) {
    Matcher blank = BLANK.matcher(text).region(at, text.length());
    int end = at;
    while (blank.lookingAt()) {
      end = blank.end();
      blank.region(end, text.length());
    }
    return end;
  }

  /**
   * Where the token ends that begins at a place; the place where there is none or it has no end.
   */
  private static int tokenEnd(String text, int at) {
    if (at == text.length()) {
      return at;
    }
    char first = text.charAt(at);
    if (QUOTES.indexOf(first) < 0) {
      Matcher word = WORD.matcher(text).region(at, text.length());
      return word.lookingAt() ? word.end() : at;
    }
    char quote = first == '[' ? ']' : first;
    int end = text.indexOf(quote, at + 1);
    while (end >= 0 && end + 1 < text.length() && text.charAt(end + 1) == quote) {
      end = text.indexOf(quote, end + 2);
    }
    return end < 0 ? at : end + 1;
  }

  private static void read(
      List<String> tokens,
      String statement,
      Map<String, List<String>> tables,
      List<Map<String, String>> rows) {
    if (isWord(tokens, 0, "INSERT") || isWord(tokens, 0, "REPLACE")) {
      if (!insert(tokens, tables, rows)) {
        rows.add(Map.of(STATEMENT, statement.strip()));
      }
      return;
    }
    int open = tokens.indexOf("(");
    if (open > 1
        && isWord(tokens, 0, "CREATE")
        && tokens.subList(1, open).stream().anyMatch(SqlDump::isTable)) {
      String name = unquoted(tokens.get(open - 1)).toLowerCase(Locale.ROOT);
      tables.put(name, columns(tokens, open));
    }
  }

  /** The first words of a table's definitions that are no constraints. */
  private static List<String> columns(List<String> tokens, int open) {
    List<String> columns = new ArrayList<>();
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      String token = tokens.get(i);
      boolean isFirst = depth == 1 && (i == open + 1 || tokens.get(i - 1).equals(","));
      if (isFirst && !CONSTRAINTS.contains(token.toUpperCase(Locale.ROOT))) {
        columns.add(unquoted(token));
      }
      depth += token.equals("(") ? 1 : token.equals(")") ? -1 : 0;
    }
    return columns;
  }

  /** Adds the rows of INSERT INTO a [(b, …)] VALUES (1, …), (…); false where they do not fit. */
  private static boolean insert(
      List<String> tokens, Map<String, List<String>> tables, List<Map<String, String>> rows) {
    int into = 1;
    while (into < tokens.size() && !isWord(tokens, into, "INTO")) {
      into++;
    }
    if (into + 2 >= tokens.size()) {
      return false;
    }
    String table = unquoted(tokens.get(into + 1));
    List<String> columns = tables.get(table.toLowerCase(Locale.ROOT));
    int at = into + 2;
    if (tokens.get(at).equals("(")) {
      columns = new ArrayList<>();
      at = list(tokens, at, columns);
      columns.replaceAll(SqlDump::unquoted);
    }
    if (at < 0 || columns == null || !isWord(tokens, at, "VALUES")) {
      return false;
    }
    List<Map<String, String>> inserted = new ArrayList<>();
    do {
      List<String> values = new ArrayList<>();
      at = list(tokens, at + 1, values);
      if (at < 0 || values.size() != columns.size()) {
        return false;
      }
      Map<String, String> row = new LinkedHashMap<>();
      row.put(TABLE, table);
      for (int i = 0; i < values.size(); i++) {
        row.put(columns.get(i), value(values.get(i)));
      }
      inserted.add(row);
    } while (at < tokens.size() && tokens.get(at).equals(","));
    return at == tokens.size() && rows.addAll(inserted);
  }

  /** Adds the items of (a, b, …) and gives the place after it, or less than 0 where it is none. */
  private static int list(List<String> tokens, int open, List<String> items) {
    if (open >= tokens.size() || !tokens.get(open).equals("(")) {
      return -1;
    }
    for (int i = open + 1; i + 1 < tokens.size(); i += 2) {
      items.add(tokens.get(i));
      if (tokens.get(i + 1).equals(")")) {
        return i + 2;
      }
      if (!tokens.get(i + 1).equals(",")) {
        return -1;
      }
    }
    return -1;
  }

  private static boolean isTable(String token) {
    return token.equalsIgnoreCase("TABLE");
  }

  private static boolean isWord(List<String> tokens, int at, String word) {
    return at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
  }

  private static String value(String token) {
    return token.equalsIgnoreCase("NULL") ? null : unquoted(token);
  }

  private static String unquoted(String token) {
    if (QUOTES.indexOf(token.charAt(0)) < 0) {
      return token;
    }
    String quote = token.substring(token.length() - 1);
    return token.substring(1, token.length() - 1).replace(quote + quote, quote);
  }
}
