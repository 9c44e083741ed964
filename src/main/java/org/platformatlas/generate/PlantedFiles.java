package org.platformatlas.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is planted, as {@code raw.simulated_market} and {@code raw.simulated_event} read it. */
final class PlantedFiles {
  static final String MARKETS = "simulated/market";
  static final String EVENTS = "simulated/event.csv";

  private final Spec spec;
  private final List<Market> markets;

  PlantedFiles(Spec spec, List<Market> markets) {
    this.spec = spec;
    this.markets = markets;
  }

  /**
   * Writes the months of all markets, a file a year.
   *
   * @param missing percent of its sites that the delivery leaves out of each late month
   */
  void write(Path delivery, int missing) throws IOException {
    Map<Integer, StringBuilder> years = new TreeMap<>();
    for (int month = 0; month < spec.months(); month++) {
      StringBuilder year =
          years.computeIfAbsent(
              spec.first().plusMonths(month).getYear(),
              y ->
                  new StringBuilder(
                      "publisher,market,area,starts,seed,site_count,first_volume,exponent,noise,"
                          + "absent,missing\n"));
      for (Market market : markets) {
        year.append(
            row(
                market.source(),
                market.name(),
                market.area(),
                market.first(month),
                market.seed(),
                spec.sites(),
                market.firstVolume(month),
                market.exponent(month),
                spec.noise(),
                market.absent(month).stream().map(String::valueOf).collect(Collectors.joining("|")),
                market.isLate(month) ? missing : 0));
      }
    }
    Path folder = Files.createDirectories(delivery.resolve(MARKETS));
    for (Map.Entry<Integer, StringBuilder> year : years.entrySet()) {
      Files.writeString(folder.resolve(year.getKey() + ".csv"), year.getValue());
    }
  }

  void writeEvents(Path delivery) throws IOException {
    StringBuilder events =
        new StringBuilder("publisher,market,area,event,day,platform,other_platform\n");
    for (Market market : markets) {
      for (Event event : market.events()) {
        events.append(
            row(
                market.source(),
                market.name(),
                market.area(),
                event.what(),
                event.day(),
                event.platform(),
                event.otherPlatform()));
      }
    }
    Files.writeString(delivery.resolve(EVENTS), events);
  }

  /** A line of a CSV file; no value here has a comma or a quote. */
  static String row(Object... values) {
    return Stream.of(values)
            .map(value -> value == null ? "" : value.toString())
            .collect(Collectors.joining(","))
        + "\n";
  }
}
