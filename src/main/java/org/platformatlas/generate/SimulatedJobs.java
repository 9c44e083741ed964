package org.platformatlas.generate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the project's tables that knows of simulated markets and of who owns their sites. */
final class SimulatedJobs {
  static final String TRAFFIC = "clean/traffic/query.sql";

  private static final List<String> ADDED =
      List.of(
          "raw/simulated_market/contract.yml",
          "raw/simulated_market/source.yml",
          "raw/simulated_event/contract.yml",
          "raw/simulated_event/source.yml",
          "metrics/recovery/contract.yml",
          "metrics/recovery/query.sql");

  private final Spec spec;
  private final List<Market> markets;

  SimulatedJobs(Spec spec, List<Market> markets) {
    this.spec = spec;
    this.markets = markets;
  }

  void write(Path project, Path jobs) throws IOException {
    copyTables(project, jobs);
    for (String file : ADDED) {
      Files.createDirectories(jobs.resolve(file).getParent());
      Files.writeString(jobs.resolve(file), resource(file));
    }
    StringBuilder brands = new StringBuilder();
    StringBuilder deals = new StringBuilder();
    for (Market market : markets) {
      for (Event event : market.events()) {
        if (event.what().equals("merger")) {
          String bought = event.otherPlatform();
          brands.append(PlantedFiles.row(bought, "", ""));
          deals.append(PlantedFiles.row(bought, event.platform(), 1, "full", "", event.day(), ""));
        }
      }
    }
    append(jobs.resolve("clean/ownership/brand.csv"), brands);
    append(jobs.resolve("clean/ownership/control.csv"), deals);
    if (!spec.isPublished()) {
      Files.writeString(jobs.resolve(TRAFFIC), resource(TRAFFIC));
      Path contract = jobs.resolve("clean/traffic/contract.yml");
      Files.writeString(contract, readingSimulated(Files.readString(contract)));
      append(jobs.resolve("clean/market/market.csv"), described());
    }
  }

  /** Of all tables the files themselves, without cases. */
  private static void copyTables(Path project, Path jobs) throws IOException {
    List<Path> files;
    try (Stream<Path> paths = Files.walk(project, 3)) {
      files = paths.filter(Files::isRegularFile).map(project::relativize).toList();
    }
    for (Path file : files) {
      if (file.getNameCount() == 3) {
        Path copy = jobs.resolve(file.toString());
        Files.createDirectories(copy.getParent());
        Files.copy(project.resolve(file), copy);
      }
    }
  }

  private static void append(Path file, CharSequence text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  /** The contract of clean.traffic, with simulated markets as its one input. */
  private static String readingSimulated(String contract) {
    int reads = contract.indexOf("\nreads:\n");
    int columns = contract.indexOf("\ncolumns:\n");
    return contract.substring(0, reads)
        + "\nreads: {raw.simulated_market: same}"
        + contract.substring(columns);
  }

  private CharSequence described() {
    StringBuilder lines = new StringBuilder();
    for (Market market : markets) {
      lines.append(
          PlantedFiles.row(
              market.name(),
              "visits among simulated sites",
              "visits",
              "nobody",
              true,
              true,
              "universe",
              "Simulated: it says nothing of any real market."));
    }
    return lines;
  }

  static String resource(String name) {
    try (InputStream text = SimulatedJobs.class.getResourceAsStream(name)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
