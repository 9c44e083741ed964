package org.platformatlas.sample;

import java.time.YearMonth;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Browser usage by region and month, in the layout of caniuse's {@code region-usage-json}. In DE
 * the market tips from one browser to another, in IT and worldwide the leader's share rises,
 * elsewhere nothing changes. Regions whose ids differ only by case differ in their usage.
 */
final class BrowserUsage {
  private static final List<String> BROWSERS =
      List.of("chrome", "ie", "firefox", "safari", "opera");

  private final Span span;

  BrowserUsage(Span span) {
    this.span = span;
  }

  /** The log-odds of the winner's share in DE: 0 at half time, one more every six months. */
  static double logOdds(Span span, int t) {
    return (t - span.months() / 2.0) / 6;
  }

  /** Percent of the leader in IT and worldwide: from 60 on, .4 more every month. */
  static double rising(int t) {
    return 60 + .4 * t;
  }

  String text(int t) {
    return regions(t).stream().map(region -> line(region, t) + "\n").collect(Collectors.joining());
  }

  /** Percent by region, for the browsers in their order; a browser past the end has no usage. */
  private List<Region> regions(int t) {
    double winner = 100 / (1 + StrictMath.exp(-logOdds(span, t)));
    return List.of(
        new Region("DE", "Germany", winner, 100 - winner),
        new Region("FR", "France", 45, 30, 15),
        new Region("IT", "Italy", rising(t), 100 - rising(t)),
        new Region("NA", "Namibia", 75, 25),
        new Region("SA", "Saudi Arabia", 100),
        new Region("US", "United States of America", 40, 30, 20, 10),
        new Region("na", "North America", 25, 25, 25, 25),
        new Region("sa", "South America", 50, 50),
        new Region("ww", "Worldwide", rising(t), 100 - rising(t)));
  }

  private String line(Region region, int t) {
    if (region.id().equals("US") && Dirt.TRUNCATED.spoils(span, t)) {
      String line = document(region, t);
      return line.substring(0, line.length() / 2);
    }
    if (region.id().equals("NA") && Dirt.STALE.spoils(span, t)) {
      return document(region, t - 1);
    }
    if (region.id().equals("FR") && Dirt.EMPTY.spoils(span, t)) {
      return document(new Region(region.id(), region.name()), t);
    }
    return document(region, t);
  }

  private String document(Region region, int t) {
    YearMonth month = span.month(t);
    String data =
        IntStream.range(0, BROWSERS.size())
            .mapToObj(i -> "\"" + BROWSERS.get(i) + "\":" + versions(region, i, t))
            .collect(Collectors.joining(","));
    return """
    {"id":"%s","name":"%s","month":"%s","access_date":"%s","data":{%s},"total":%s}\
    """
        .formatted(
            region.id(),
            region.name(),
            month,
            month.plusMonths(1).atDay(2),
            data,
            Decimal.plain(region.total()));
  }

  /** Three versions in use, in parts that a double halves exactly, and one not yet in use. */
  private static String versions(Region region, int browser, int t) {
    if (browser >= region.usage().length) {
      return "{\"%s\":null,\"%s\":null}".formatted(t + 1, t + 2);
    }
    double usage = region.usage()[browser];
    String half = Decimal.plain(usage / 2);
    String quarter = Decimal.plain(usage / 4);
    return "{\"%s\":%s,\"%s\":%s,\"%s\":%s,\"%s\":null}"
        .formatted(t + 1, quarter, t + 2, half, t + 3, quarter, t + 4);
  }

  private record Region(String id, String name, double... usage) {
    double total() {
      double total = 0;
      for (double percent : usage) {
        total += percent;
      }
      return total;
    }
  }
}
