package org.platformatlas.measure;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.TestSession;

/** Short ways to ask the session of the tests. */
final class MeasureSession {
  private static final SparkSession SPARK = TestSession.spark();

  private MeasureSession() {}

  static SparkSession spark() {
    return SPARK;
  }

  static List<Row> rows(String sql) {
    return SPARK.sql(sql).collectAsList();
  }

  static Row row(String sql) {
    List<Row> rows = rows(sql);
    if (rows.size() != 1) {
      throw new AssertionError("Expected one row, not " + rows.size() + ": " + sql);
    }
    return rows.get(0);
  }

  /** The result of the query without any generated code. */
  static List<Row> interpreted(String sql) {
    SPARK.conf().set("spark.sql.codegen.wholeStage", "false");
    SPARK.conf().set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    try {
      return rows(sql);
    } finally {
      SPARK.conf().unset("spark.sql.codegen.wholeStage");
      SPARK.conf().unset("spark.sql.codegen.factoryMode");
    }
  }

  /** What the query complains about. */
  static String failure(String sql) {
    try {
      rows(sql);
    } catch (Exception e) {
      return e.getMessage();
    }
    throw new AssertionError("Expected a failure: " + sql);
  }
}
