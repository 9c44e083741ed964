package org.platformatlas.plan;

import java.time.LocalDate;

/**
 * What is known of one built piece of a table: a period; or, in an interval table, the rows valid
 * from one day until the next such day; either of one part, where the table is in parts.
 *
 * @param period null for a table without periods, and for a file without a single usable record
 * @param part the landed file of a raw table, the part of a table in parts; else null
 * @param recipe the recipe it was built by, empty for the days of an interval table
 * @param version the table's Delta version when this was last confirmed
 * @param size of the file in bytes, else 0
 * @param modified when the file was last modified, in milliseconds since 1970, else 0
 * @param delivery counts the contents the file has had, from 1, else 0
 */
public record Entry(
    LocalDate period,
    String part,
    String recipe,
    Content content,
    long rows,
    long quarantined,
    long version,
    long size,
    long modified,
    int delivery) {

  /** A piece of a computed table. */
  public static Entry of(Piece piece, String recipe, Content content, long rows, long quarantined) {
    return new Entry(piece.period(), piece.part(), recipe, content, rows, quarantined, -1, 0, 0, 0);
  }

  /** The rows of an interval table, or of one of its parts, that are valid from a day on. */
  public static Entry ofDay(Piece day, Content content) {
    return of(day, "", content, 0, 0);
  }

  public Piece piece() {
    return new Piece(part, period);
  }

  public Entry at(long newVersion) {
    return new Entry(
        period, part, recipe, content, rows, quarantined, newVersion, size, modified, delivery);
  }
}
