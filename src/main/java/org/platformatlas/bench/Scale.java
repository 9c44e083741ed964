package org.platformatlas.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import picocli.CommandLine.Option;

/** How much data there is. */
public final class Scale {
  private static final double ROWS_OF_A_TASK = 1_000_000;

  @Option(names = "--rows", description = "about how many rows of traffic; they make its days")
  long rows = 20_000_000;

  @Option(names = "--markets", description = "markets of a day")
  long markets = 50;

  @Option(names = "--sites", description = "places for sites in the largest market")
  long sites = 10_000;

  @Option(names = "--platforms", description = "platforms that have a portfolio")
  long platforms = 10_000;

  @Option(names = "--fields", description = "fields that they may be in")
  long fields = 2_000;

  @Option(names = "--years", description = "years of portfolios")
  long years = 12;

  @Option(names = "--places", description = "places where people live")
  long places = 1_000_000;

  @Option(names = "--outlets", description = "outlets that they may be near to")
  long outlets = 20_000;

  @Option(names = "--crowded", description = "of a hundred places and outlets, so many in one city")
  long crowded = 10;

  /** Whether no table is empty. */
  public boolean isPositive() {
    return sites > 1
        && LongStream.of(rows, markets, platforms, fields, years, places, outlets)
            .allMatch(count -> count > 0);
  }

  /** The parameters of {@code data/<table>.sql}, and in how many parts rows are made. */
  Map<String, Long> parameters(Question question) {
    return switch (question) {
      case concentration, share ->
          Map.of("days", days(), "markets", markets, "sites", sites, "parts", parts(rows));
      case overlap ->
          Map.of(
              "platforms", platforms,
              "fields", fields,
              "years", years,
              "parts", parts(platforms * years * 20.0));
      case coverage ->
          Map.of("places", places, "outlets", outlets, "crowded", crowded, "parts", parts(places));
    };
  }

  /**
   * Days that have about so many rows of traffic, by what {@code data/traffic.sql} makes of one.
   */
  private long days() {
    double placesOfADay = 0;
    for (int i = 0; i < markets; i++) {
      placesOfADay += Math.ceil(sites * Math.pow(2.0 / sites, i / Math.max(markets - 1.0, 1)));
    }
    return Math.max(1, Math.round(rows / (placesOfADay * 7 / 8)));
  }

  private static long parts(double rows) {
    return (long) Math.ceil(rows / ROWS_OF_A_TASK);
  }

  /** The name of the warehouse in which a question's tables of this size lie. */
  public String folder(Question question) {
    return new TreeMap<>(parameters(question))
        .entrySet().stream()
            .filter(parameter -> !parameter.getKey().equals("parts"))
            .map(parameter -> parameter.getKey() + "-" + parameter.getValue())
            .collect(Collectors.joining("-"));
  }
}
