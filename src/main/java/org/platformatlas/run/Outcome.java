package org.platformatlas.run;

import java.util.List;
import java.util.Map;
import org.platformatlas.job.Rule;
import org.platformatlas.job.TableName;

/**
 * What a run did with one table.
 *
 * @param stale how many periods (or landed files) were looked at
 * @param written how many periods were written
 * @param rows rows kept in the periods looked at
 * @param version the table's Delta version afterwards, -1 if there is none
 * @param inputs the version of every input it read
 * @param message for people: what happened, or what went wrong
 */
record Outcome(
    TableName table,
    Status status,
    int stale,
    int written,
    long rows,
    long quarantined,
    long version,
    Map<TableName, Long> inputs,
    List<RuleResult> rules,
    String message) {

  enum Status {
    /** Nothing was stale, or what was rebuilt came out the same. */
    UNCHANGED,
    WRITTEN,
    /** There is no input to compute it from. */
    ABSENT,
    /** A {@code fail} rule broke. */
    RULE_BROKEN,
    FAILED,
    /** An input failed, so it was left as it was. */
    SKIPPED
  }

  /**
   * @param broken how many rows break it, null if it could not be evaluated
   */
  record RuleResult(Rule rule, Long broken) {}

  static Outcome of(TableName table, Status status, long version, String message) {
    return new Outcome(table, status, 0, 0, 0, 0, version, Map.of(), List.of(), message);
  }

  boolean isBad() {
    return status == Status.RULE_BROKEN || status == Status.FAILED || status == Status.SKIPPED;
  }
}
