package org.platformatlas;

import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.run.Session;

/**
 * The one Spark session of all tests in this process, made as the product makes its own; but it
 * interprets expressions, which takes less time than to compile code for a few rows. That both give
 * the same is tested by SameBytesIT.
 */
public final class TestSession {
  private static final SparkSession SPARK =
      Session.start(
          Map.of(
              "spark.master", "local[2]",
              "spark.sql.shuffle.partitions", "2",
              "spark.sql.codegen.factoryMode", "NO_CODEGEN",
              "spark.log.level", "ERROR"));

  /** What is done under other settings. */
  public interface Work {
    void run() throws Exception;
  }

  private TestSession() {}

  public static SparkSession spark() {
    return SPARK;
  }

  /** Does what has many rows to do with compiled expressions. */
  static void compiled(Work work) throws Exception {
    with("spark.sql.codegen.factoryMode", "FALLBACK", work);
  }

  /** Does something under another setting. */
  public static void with(String key, String value, Work work) throws Exception {
    String before = SPARK.conf().get(key);
    SPARK.conf().set(key, value);
    try {
      work.run();
    } finally {
      SPARK.conf().set(key, before);
    }
  }
}
