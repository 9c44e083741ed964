package org.platformatlas.job;

import java.util.Set;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * A table's {@code query.sql}.
 *
 * @param plan what Spark's parser makes of the text
 * @param normalised the text without comments and spacing
 * @param tables the names it reads: tables, and {@code fact.*} for files of facts in its folder
 * @param functions the functions it calls
 */
public record Query(
    LogicalPlan plan, String normalised, Set<String> tables, Set<String> functions) {
  /** The schema under which a table's own files of facts are read. */
  public static final String FACT_SCHEMA = "fact";

  static Query parse(String text) {
    LogicalPlan plan = Sql.parse(text);
    return new Query(plan, Sql.normalised(text), Sql.tables(plan), Sql.functions(plan));
  }
}
