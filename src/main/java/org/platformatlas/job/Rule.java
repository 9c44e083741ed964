package org.platformatlas.job;

import java.util.List;

/**
 * A condition that must hold; where it is null it holds.
 *
 * @param by the columns that make a group, of which the condition must hold; empty when it must
 *     hold for every row
 * @param condition a Spark SQL expression over the table's columns, with aggregates just when there
 *     are groups
 */
public record Rule(Severity severity, String name, List<String> by, String condition) {
  /** What happens when a rule is broken. */
  public enum Severity {
    /** The table keeps its previous content. */
    FAIL,
    /** The row goes to {@code ops.quarantine}. */
    QUARANTINE,
    /** It is written down. */
    WARN
  }

  /** The rule that no two rows have the same grain. */
  public static Rule unique(List<String> grain) {
    return new Rule(Severity.FAIL, "grain_is_unique", grain, "count(*) = 1");
  }

  /** Whether it speaks of groups of rows, not of each row. */
  public boolean isOfGroups() {
    return !by.isEmpty();
  }

  /** What must hold of what. */
  public String text() {
    return isOfGroups() ? "%s, by %s".formatted(condition, String.join(", ", by)) : condition;
  }
}
