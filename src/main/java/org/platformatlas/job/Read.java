package org.platformatlas.job;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which periods of an input one output period needs.
 *
 * @param count how many periods back, for {@link Kind#PREVIOUS}; else 0
 */
public record Read(Kind kind, int count) {
  private static final Pattern PREVIOUS = Pattern.compile("previous ([1-9][0-9]{0,3})");

  /** The ways to read an input. */
  public enum Kind {
    /** The same period. */
    SAME,
    /** The periods that lie within: the days of a month. */
    WITHIN,
    /** The {@code count} periods before, by calendar; missing ones stay missing. */
    PREVIOUS,
    /** The latest period at or before. */
    LATEST,
    /** Every period up to and including this one. */
    UP_TO,
    /** The rows of an interval table that are valid on the period's last day. */
    VALID,
    /** All of it. */
    WHOLE,
    /**
     * Nothing more, but every period from the first day known of the inputs read so to the last: of
     * a table whose inputs say what holds on a day, or in some years.
     */
    SPAN
  }

  static Read parse(String text) {
    Matcher previous = PREVIOUS.matcher(text);
    if (previous.matches()) {
      return new Read(Kind.PREVIOUS, Integer.parseInt(previous.group(1)));
    }
    return switch (text) {
      case "same" -> new Read(Kind.SAME, 0);
      case "within" -> new Read(Kind.WITHIN, 0);
      case "latest" -> new Read(Kind.LATEST, 0);
      case "up to" -> new Read(Kind.UP_TO, 0);
      case "valid" -> new Read(Kind.VALID, 0);
      case "whole" -> new Read(Kind.WHOLE, 0);
      case "span" -> new Read(Kind.SPAN, 0);
      default ->
          throw new IllegalArgumentException(
              "Invalid read '%s' (same, within, previous N, latest, up to, valid, whole or span)"
                  .formatted(text));
    };
  }

  @Override
  public String toString() {
    return switch (kind) {
      case PREVIOUS -> "previous " + count;
      case UP_TO -> "up to";
      default -> kind.name().toLowerCase(java.util.Locale.ROOT);
    };
  }
}
