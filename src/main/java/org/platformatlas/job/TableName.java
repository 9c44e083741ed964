package org.platformatlas.job;

import java.util.regex.Pattern;

/** A table's two-part name, which is also its folder: {@code clean.traffic}. */
public record TableName(String schema, String table) implements Comparable<TableName> {
  private static final Pattern PART = Pattern.compile("[a-z][a-z0-9_]*");

  public TableName {
    if (!isValid(schema) || !isValid(table)) {
      throw new IllegalArgumentException(
          "Invalid table name '%s.%s' (two parts of lower-case letters, digits and _)"
              .formatted(schema, table));
    }
  }

  /** Whether a name may be that of a schema or of a table in one. */
  public static boolean isValid(String part) {
    return PART.matcher(part).matches();
  }

  /** Whether a table can be called so. */
  static boolean isName(String text) {
    String[] parts = text.split("\\.", -1);
    return parts.length == 2 && isValid(parts[0]) && isValid(parts[1]);
  }

  public static TableName parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException(
          "Invalid table name '%s' (expected schema.table)".formatted(text));
    }
    return new TableName(text.substring(0, dot), text.substring(dot + 1));
  }

  public boolean isRaw() {
    return schema.equals("raw");
  }

  @Override
  public int compareTo(TableName other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
