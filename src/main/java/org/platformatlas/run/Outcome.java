package org.platformatlas.run;

import java.util.List;
import java.util.Map;
import org.platformatlas.job.Job;
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

  /** The outcome for a table that was not judged. */
  static Outcome of(Job job, Status status, long version, String message) {
    boolean toJudge = status != Status.UNCHANGED && status != Status.ABSENT;
    List<RuleResult> results =
        toJudge
            ? job.contract().rules().stream().map(rule -> new RuleResult(rule, null)).toList()
            : List.of();
    return new Outcome(job.name(), status, 0, 0, 0, 0, version, Map.of(), results, message);
  }

  /** The outcome for a table that a rule keeps as it was. */
  static Outcome refused(Job job, long version, Judge.Judgement judgement) {
    return new Outcome(
        job.name(),
        Status.RULE_BROKEN,
        0,
        0,
        0,
        0,
        version,
        Map.of(),
        judgement.results(),
        judgement.refusal());
  }

  boolean isWritten() {
    return status == Status.WRITTEN;
  }

  boolean isBad() {
    return status == Status.RULE_BROKEN || status == Status.FAILED || status == Status.SKIPPED;
  }
}
