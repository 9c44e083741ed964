package org.platformatlas.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.AtlasException;

/**
 * Writes simulated markets into a folder: what lands first ({@code landing}), what comes later
 * ({@code late}), the jobs that know of them ({@code jobs}) and settings that name all these
 * ({@code conf.yml}). The same wishes give the same files.
 */
public final class Generator {
  private static final int FIRST_MISSING = 20;

  private final Spec spec;
  private final Path folder;
  private final List<Market> markets;

  /**
   * @param folder that does not exist or is empty
   */
  public Generator(Spec spec, Path folder) {
    this.spec = spec;
    this.folder = folder.toAbsolutePath();
    this.markets =
        IntStream.range(0, spec.markets()).mapToObj(number -> new Market(spec, number)).toList();
  }

  /**
   * Writes all but what {@link #publish} does.
   *
   * @param jobs the project's jobs, of which those in the folder are a copy
   */
  public void write(Path jobs) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw AtlasException.usage(
          "Cannot generate into '%s': it is a file (name a folder with --into)".formatted(folder));
    }
    if (Files.exists(folder) && !isEmpty(folder)) {
      throw AtlasException.usage(
          "Cannot generate into '%s': it is not empty (name another folder with --into)"
              .formatted(folder));
    }
    PlantedFiles planted = new PlantedFiles(spec, markets);
    planted.write(folder.resolve("landing"), FIRST_MISSING);
    planted.writeEvents(folder.resolve("landing"));
    if (spec.late() > 0) {
      planted.write(folder.resolve("late"), 0);
    }
    new SimulatedJobs(spec, markets).write(jobs, folder.resolve("jobs"));
    if (!spec.isPublished()) {
      writeSettings();
    }
  }

  /** Writes the sites themselves, where they are wished as a publisher's files. */
  public void publish(SparkSession spark) throws IOException {
    new PublishedFiles(spec, markets, spark, folder).write();
    writeSettings();
  }

  /** Comes last, so that a folder with settings is whole. */
  private void writeSettings() throws IOException {
    Files.writeString(
        folder.resolve("conf.yml"),
        Stream.of("landing", "warehouse", "jobs").map(this::setting).collect(Collectors.joining()));
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private String setting(String name) {
    String path = folder.resolve(name).toString().replace("\\", "\\\\").replace("\"", "\\\"");
    return "%s: \"%s\"\n".formatted(name, path);
  }
}
