package org.platformatlas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The product in a process of its own, as spark-submit starts it. */
public final class AtlasProcess {
  private static final Path SPARK = Path.of("target/spark");
  private static final Path JAR = Path.of("target/platform-atlas.jar");
  private static final Path ARCHIVE = Path.of("target/test-run.jsa");
  private static final long PATIENCE_MINUTES = 40;

  // For short processes the first compiler alone is faster, with room for all it compiles.
  private static final List<String> FIRST_COMPILER =
      List.of("-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m");
  private static final List<String> SHORT =
      Stream.concat(Stream.of("-Xmx2g"), FIRST_COMPILER.stream()).toList();
  private static final List<String> LONG = List.of("-Xmx3g");

  private final Process process;
  private final Path output;

  private AtlasProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts a verb on the given master ({@code local[2]}, {@code local-cluster[2,1,2048]}). */
  public static AtlasProcess start(String master, String... arguments) throws IOException {
    return start(SHORT, archive(), master, arguments);
  }

  /** Runs a verb with much to do to its end. */
  public static AtlasProcess runLong(String master, String... arguments) throws Exception {
    AtlasProcess atlas = start(LONG, archive(), master, arguments);
    atlas.exitCode();
    return atlas;
  }

  private static List<String> archive() {
    return Files.exists(ARCHIVE) ? List.of("-XX:SharedArchiveFile=" + ARCHIVE) : List.of();
  }

  /** Runs a verb to its end. The first time leaves an archive of classes that speeds the others. */
  public static AtlasProcess run(String master, String... arguments) throws Exception {
    if (Files.exists(ARCHIVE)) {
      AtlasProcess atlas = start(master, arguments);
      atlas.exitCode();
      return atlas;
    }
    Path made = ARCHIVE.resolveSibling(ARCHIVE.getFileName() + "." + ProcessHandle.current().pid());
    AtlasProcess atlas =
        start(SHORT, List.of("-XX:ArchiveClassesAtExit=" + made), master, arguments);
    atlas.exitCode();
    Files.move(made, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
    return atlas;
  }

  private static AtlasProcess start(
      List<String> options, List<String> archive, String master, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@conf/java-options");
    command.add("-XX:+UseSerialGC");
    command.addAll(options);
    command.addAll(archive);
    command.addAll(List.of("-Dlog4j2.configurationFile=conf/log4j2.xml"));
    command.addAll(List.of("-cp", SPARK.resolve("jars") + "/*"));
    command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", master));
    if (options == SHORT) {
      // To compile code for a few rows takes longer than to interpret expressions.
      command.addAll(List.of("--conf", "spark.sql.codegen.factoryMode=NO_CODEGEN"));
    }
    command.add("--conf");
    command.add("spark.executor.extraJavaOptions=" + String.join(" ", FIRST_COMPILER));
    command.addAll(List.of("--class", "org.platformatlas.Main", JAR.toString()));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("atlas", ".log");
    output.toFile().deleteOnExit();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(output.toFile());
    builder.environment().put("SPARK_HOME", SPARK.toAbsolutePath().toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    return new AtlasProcess(builder.start(), output);
  }

  public int exitCode() throws Exception {
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      kill();
      throw new AssertionError(
          "Still running after %d minutes: %s".formatted(PATIENCE_MINUTES, output()));
    }
    return process.exitValue();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits so long, then kills it with signal 9. */
  public void killAfter(long milliseconds) throws Exception {
    process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    kill();
  }

  private void kill() throws Exception {
    process.destroyForcibly().waitFor();
  }

  /** What it has printed. */
  public String output() throws IOException {
    return Files.readString(output);
  }
}
