package org.platformatlas.plan;

import java.time.LocalDate;

/**
 * What is known of one built piece of a table: a period; or, in a raw table, the rows of one file
 * in one period; or, in an interval table, the rows valid from one day until the next such day.
 *
 * @param period null for a table without periods, and for a file without a single usable record
 * @param file the landed file, null outside raw tables
 * @param recipe the recipe it was built by, empty for the days of an interval table
 * @param version the table's Delta version when this was last confirmed
 * @param size of the file in bytes, else 0
 * @param modified when the file was last modified, in milliseconds since 1970, else 0
 * @param delivery counts the contents the file has had, from 1, else 0
 */
public record Entry(
    LocalDate period,
    String file,
    String recipe,
    Content content,
    long rows,
    long quarantined,
    long version,
    long size,
    long modified,
    int delivery) {

  /** A period of a computed table. */
  public static Entry ofPeriod(
      LocalDate period, String recipe, Content content, long rows, long quarantined) {
    return new Entry(period, null, recipe, content, rows, quarantined, -1, 0, 0, 0);
  }

  /** The rows of an interval table that are valid from {@code day} on. */
  public static Entry ofDay(LocalDate day, Content content) {
    return new Entry(day, null, "", content, 0, 0, -1, 0, 0, 0);
  }

  public Entry at(long newVersion) {
    return new Entry(
        period, file, recipe, content, rows, quarantined, newVersion, size, modified, delivery);
  }
}
