package org.platformatlas.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Forty sites a month and area, in the layout of WhoTracks.Me's {@code sites.csv}. In "us" the head
 * grows, in "de" nothing changes, in "global" all are equal. Two bear the names of real ones, which
 * came under one owner on 2017-06-13.
 */
final class SiteList {
  static final List<String> AREAS = List.of("global", "us", "de");
  static final int SITES = 40;
  static final double FLAT_RATIO = .9;
  static final List<String> OWNED = List.of("yahoo.com", "aol.com");

  /** The first month, June 2017, that ends with the {@link #OWNED} under one owner. */
  static final int ONE_OWNER = 5;

  static final String HOSTILE =
      "\"evil\", 'site'\n'; DROP TABLE clean.traffic; --../../etc/passwd<script>alert(1)</script>";

  private static final int HOSTILE_LENGTH = 10_000;
  private static final List<String> CATEGORIES =
      List.of("Reference", "Entertainment", "E-Commerce", "News and Portals", "Business");

  private final Span span;

  SiteList(Span span) {
    this.span = span;
  }

  /** The popularity of a "us" site over that of the site one rank above it. */
  static double growingRatio(Span span, int t) {
    return .95 - .1 * t / span.last();
  }

  String text(String area, int t) {
    Layout layout = new Layout(t >= span.months() / 2, t % 4 == 0);
    int copies = area.equals("de") && Dirt.REPEATED.spoils(span, t) ? 4 : 1;
    List<String> lines = new ArrayList<>();
    lines.add(layout.header());
    for (int k = 0; k < SITES; k++) {
      String site = k < OWNED.size() ? OWNED.get(k) : "site-" + (10 + k) + ".example";
      String popularity = layout.number(popularity(area, t, k));
      String row = layout.row(span.month(t).toString(), area, site, popularity, k);
      for (int copy = 0; copy < copies; copy++) {
        lines.add(row);
      }
    }
    if (area.equals("us")) {
      lines.addAll(dirtyRows(layout, t));
    }
    return lines.stream().map(line -> line + layout.lineEnd()).collect(Collectors.joining());
  }

  /** Strict, because {@link Math#pow} may differ in the last digit between processors. */
  private double popularity(String area, int t, int k) {
    return switch (area) {
      case "us" -> StrictMath.pow(growingRatio(span, t), k);
      case "de" -> StrictMath.pow(FLAT_RATIO, k);
      default -> 1;
    };
  }

  private List<String> dirtyRows(Layout layout, int t) {
    String month = span.month(t).toString();
    List<String> rows = new ArrayList<>();
    if (Dirt.NOT_A_NUMBER.spoils(span, t)) {
      rows.add(layout.row(month, "us", "not-a-number.example", "n/a", SITES));
    }
    if (Dirt.NEGATIVE.spoils(span, t)) {
      rows.add(layout.row(month, "us", "negative.example", layout.number(-.25), SITES));
    }
    if (Dirt.NO_SUCH_MONTH.spoils(span, t)) {
      rows.add(layout.row("2018-13", "us", "no-such-month.example", layout.number(.5), SITES));
    }
    if (Dirt.HOSTILE.spoils(span, t)) {
      String site = HOSTILE + "x".repeat(HOSTILE_LENGTH - HOSTILE.length());
      rows.add(layout.row(month, "us", quoted(site), layout.number(0), SITES));
    }
    return rows;
  }

  private static String quoted(String cell) {
    return '"' + cell.replace("\"", "\"\"") + '"';
  }

  /**
   * How a file is written. Later files have a column more, in the middle; some files were saved by
   * hand, with other line ends and numbers.
   */
  private record Layout(boolean leaks, boolean byHand) {
    String header() {
      return "month,country,site,category,popularity,tracked,https,requests,content_length,"
          + (leaks ? "referer_leaked," : "")
          + "hosts,trackers,companies";
    }

    String row(String month, String area, String site, String popularity, int k) {
      Stream<Double> before = Stream.of(k / 64.0, 1 - k / 128.0, 30.5 + k, 500_000.25 + 1_000 * k);
      Stream<Double> leaked = leaks ? Stream.of(k / 1_024.0) : Stream.empty();
      Stream<Double> after = Stream.of(9 + k / 4.0, 5 + k / 8.0, 2 + k / 16.0);
      String measures =
          Stream.of(before, leaked, after)
              .flatMap(numbers -> numbers)
              .map(this::number)
              .collect(Collectors.joining(","));
      String category = CATEGORIES.get(k % CATEGORIES.size());
      return String.join(",", month, area, site, category, popularity, measures);
    }

    String number(double value) {
      return byHand ? Decimal.plain(value) : Decimal.scientific(value);
    }

    String lineEnd() {
      return byHand ? "\n" : "\r\n";
    }
  }
}
