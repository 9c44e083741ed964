package org.platformatlas.job;

/**
 * A condition every row must meet; a row for which it is null meets it.
 *
 * @param condition a Spark SQL expression over the table's columns
 */
public record Rule(Severity severity, String name, String condition) {
  /** What happens when a rule is broken. */
  public enum Severity {
    /** The table keeps its previous content. */
    FAIL,
    /** The row goes to {@code ops.quarantine}. */
    QUARANTINE,
    /** It is written down. */
    WARN
  }
}
