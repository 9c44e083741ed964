package org.platformatlas.job;

import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

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

  /** Whether values of a type hold other values. */
  public static boolean isNested(DataType type) {
    return type instanceof MapType || type instanceof ArrayType || type instanceof StructType;
  }
}
