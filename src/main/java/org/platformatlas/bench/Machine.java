package org.platformatlas.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts the processes of the bench, one after the other, each with the same cores and memory.
 *
 * @param cores how many a process gets
 * @param memory MiB that a process may have: four fifths are the heap of one that has a heap
 * @param python that has the packages of src/bench/requirements.txt, or null
 * @param home the project's folder
 */
public record Machine(int cores, long memory, Path python, Path home) {
  private static final String DUCKDB = "target/bench/duckdb_jdbc.jar";
  private static final String PYTHON = "src/bench/%s_side.py";

  /** A line of a process, and when it came. */
  private record Line(String what, String value, long at) {}

  /** What a process told, and when it started and ended. */
  private record Told(List<Line> lines, long started, long ended) {
    List<Line> all(String what) {
      return lines.stream().filter(line -> line.what.equals(what)).toList();
    }

    List<String> values(String what) {
      return all(what).stream().map(Line::value).toList();
    }
  }

  /** Has a question's tables made, unless they are there, and tells how many rows each has. */
  public Map<String, Long> make(Question question, Path warehouse, Path jobs, Scale scale)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("make", question.name()));
    arguments.addAll(List.of(warehouse.toString(), jobs.toString()));
    scale.parameters(question).forEach((name, value) -> arguments.add(name + "=" + value));
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String count : run(spark(arguments)).values(Child.ROWS)) {
      String[] words = count.split(" ");
      counts.put(words[0], Long.valueOf(words[1]));
    }
    return counts;
  }

  Measurement ask(Engine engine, Question question, Path warehouse, Path answer, int times)
      throws IOException {
    List<String> arguments =
        List.of(question.name(), warehouse.toString(), answer.toString(), String.valueOf(times));
    Told told =
        run(
            switch (engine) {
              case atlas, spark -> spark(with(List.of(engine.name()), arguments));
              case duckdb -> duckdb(arguments);
              case polars, scikit -> python(engine, arguments);
            });
    List<Line> runs = told.all(Child.SECONDS);
    long repeated = runs.get(runs.size() - 1).at - runs.get(0).at;
    List<Double> later = runs.stream().skip(1).map(line -> Double.valueOf(line.value)).toList();
    return new Measurement(
        told.values(Child.VERSION).get(0),
        (told.ended - told.started - repeated) / 1e9,
        Spread.of(later).median(),
        Long.parseLong(told.values(Child.PEAK).get(0)) / 1024.0);
  }

  /** Where answers differ from the first, each beside the name of its folder. */
  List<String> differences(Question question, List<Path> answers) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("compare", question.name()));
    answers.forEach(answer -> arguments.add(answer.toString()));
    return run(spark(arguments)).values(Child.DIFFERENCE);
  }

  /** Spark's own way to start a program, with what this process was started with. */
  private List<String> spark(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(java()));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.matches("-Xm[sx].*|-XX:ArchiveClassesAtExit=.*"))
        .forEach(command::add);
    command.add("-Xmx%dm".formatted(memory * 4 / 5));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("org.apache.spark.deploy.SparkSubmit");
    Stream.of(
            "spark.master=local[%d]".formatted(cores),
            "spark.ui.enabled=false",
            "spark.ui.showConsoleProgress=false",
            "spark.sql.session.timeZone=UTC",
            "spark.sql.warehouse.dir=" + Path.of(System.getProperty("java.io.tmpdir"), "bench"),
            "spark.sql.shuffle.partitions=8")
        .forEach(setting -> command.addAll(List.of("--conf", setting)));
    command.addAll(List.of("--class", SparkSide.class.getName(), jar()));
    command.addAll(arguments);
    return command;
  }

  private List<String> duckdb(List<String> arguments) {
    String jars = home.resolve(DUCKDB) + File.pathSeparator + jar();
    // Its data lies outside the heap.
    List<String> command =
        List.of(java(), "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    List<String> main = List.of("-cp", jars, DuckSide.class.getName());
    return with(with(command, main), with(arguments, List.of("" + cores, "" + memory)));
  }

  private List<String> python(Engine engine, List<String> arguments) {
    String side = home.resolve(PYTHON.formatted(engine)).toString();
    return with(List.of(python.toString(), side), with(arguments, List.of("" + cores)));
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String jar() {
    try {
      return Path.of(Machine.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> with(List<String> some, List<String> more) {
    return Stream.of(some, more).flatMap(List::stream).toList();
  }

  /** The machine, for people. */
  @Override
  public String toString() {
    return "%d of %d cores, %d MiB of %d a process, Java %s"
        .formatted(
            cores,
            Runtime.getRuntime().availableProcessors(),
            memory,
            ((com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean())
                    .getTotalMemorySize()
                >> 20,
            Runtime.version());
  }

  private Told run(List<String> command) throws IOException {
    boolean isPart = cores < Runtime.getRuntime().availableProcessors();
    List<String> pinned =
        isPart ? with(List.of("taskset", "--cpu-list", "0-" + (cores - 1)), command) : command;
    ProcessBuilder builder =
        new ProcessBuilder(pinned).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("POLARS_MAX_THREADS", String.valueOf(cores));
    long started = System.nanoTime();
    Process process = builder.start();
    Thread end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    List<Line> lines = new ArrayList<>();
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String text = output.readLine(); text != null; text = output.readLine()) {
        if (text.startsWith(Child.PREFIX)) {
          String[] words = text.split(" ", 3);
          lines.add(new Line(words[1], words[2], System.nanoTime()));
        }
      }
      int exitCode = process.waitFor();
      if (exitCode != 0) {
        throw new IllegalStateException(
            "A process ended with %d, and said above why".formatted(exitCode));
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("Interrupted", e);
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(end);
    }
    return new Told(lines, started, System.nanoTime());
  }
}
