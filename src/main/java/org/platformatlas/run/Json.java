package org.platformatlas.run;

import static org.apache.spark.sql.functions.to_json;

import java.util.Map;
import org.apache.spark.sql.Column;

/** Values as JSON in which nothing is lost: nulls stay, times keep their microseconds. */
public final class Json {
  private static final Map<String, String> OPTIONS =
      Map.of("ignoreNullFields", "false", "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSX");

  private Json() {}

  public static Column of(Column value) {
    return to_json(value, OPTIONS);
  }
}
