package org.platformatlas.run;

import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;

/** What a failure says to people. */
public final class Failure {
  private static final int LONGEST_LINE = 2_000;

  private Failure() {}

  /** The messages that say something, innermost last, without a stack trace. */
  public static String summary(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    String message =
        cause instanceof AnalysisException analysis
            ? analysis.getSimpleMessage()
            : Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    return printable(message.strip());
  }

  /** The summary on one line, without the part that shows the statement again. */
  static String line(Throwable failure) {
    return summary(failure)
        .lines()
        .filter(line -> !line.isBlank())
        .takeWhile(line -> !line.startsWith("== "))
        .map(String::strip)
        .collect(Collectors.joining(" "));
  }

  /** A text in which values from data can do no harm to a terminal or a log. */
  public static String printable(String text) {
    String clean = text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\\r\\n\\t]]", "\ufffd");
    return clean.replaceAll("(.{" + LONGEST_LINE + "}).+", "$1 …");
  }
}
