package org.platformatlas.job;

import org.apache.spark.sql.types.DataType;

/**
 * A column of a contract.
 *
 * @param unit what its numbers count, empty where they count nothing
 */
public record ContractColumn(String name, DataType type, String unit, String meaning) {
  /** The text that becomes the comment of the table's column. */
  public String comment() {
    return unit.isEmpty() ? meaning : meaning + " [" + unit + "]";
  }
}
