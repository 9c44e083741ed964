package org.platformatlas.sample;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Shares of social media by month, in the layout of StatCounter's wide CSV: one file, one column a
 * member, 0 for one that does not exist yet. At half time the leader is overtaken and a third
 * member begins.
 */
final class SocialShares {
  private static final String HEADER = "\"Date\",\"Alpha\",\"Beta\",\"Gamma\",\"Other\"";
  private static final String BEFORE = "50,30,0,20";
  private static final String AFTER = "30,40,10,20";

  private final Span span;

  SocialShares(Span span) {
    this.span = span;
  }

  String file() {
    return "traffic/statcounter/social_media-ww-monthly-%s-%s.csv"
        .formatted(span.month(0), span.month(span.last()));
  }

  String text() {
    return HEADER
        + "\n"
        + IntStream.range(0, span.months())
            .mapToObj(t -> span.month(t) + "," + (t < span.middle() ? BEFORE : AFTER) + "\n")
            .collect(Collectors.joining());
  }
}
