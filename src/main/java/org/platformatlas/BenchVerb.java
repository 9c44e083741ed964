package org.platformatlas;

import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.platformatlas.bench.Bench;
import org.platformatlas.bench.Engine;
import org.platformatlas.bench.Machine;
import org.platformatlas.bench.Measurement;
import org.platformatlas.bench.Question;
import org.platformatlas.bench.Scale;
import org.platformatlas.bench.Spread;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "bench",
    description =
        "Compares speed and memory with DuckDB, Polars, scikit-learn and plain Spark SQL.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class BenchVerb implements Callable<Integer> {
  private static final List<String> HEADER =
      List.of(
          "question",
          "rival",
          "measure",
          "ours",
          "theirs",
          "ratio",
          "ratio_least",
          "ratio_greatest",
          "pairs");

  @Mixin Options options;

  @Option(
      names = "--into",
      paramLabel = "DIR",
      showDefaultValue = Help.Visibility.NEVER,
      description = "where data is made, and found again (default: target/bench)")
  Path into;

  @Mixin Scale scale;

  @Option(names = "--pairs", description = "processes of each engine")
  int pairs = 5;

  @Option(names = "--repeat", description = "answers of one process; the first is not warm")
  int repeat = 4;

  @Option(names = "--memory", paramLabel = "MIB", description = "what a process may have")
  long memory = 4096;

  @Option(
      names = "--cores",
      showDefaultValue = Help.Visibility.NEVER,
      description = "cores of a process (default: all)")
  Integer cores;

  @Option(
      names = "--question",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = "some of ${COMPLETION-CANDIDATES} (default: all)")
  Set<Question> questions = EnumSet.allOf(Question.class);

  @Option(
      names = "--rival",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = "some of duckdb, spark, polars, scikit (default: all)")
  Set<Engine> rivals = EnumSet.complementOf(EnumSet.of(Engine.atlas));

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "a Python that has the packages of src/bench/requirements.txt")
  Path python;

  @Override
  public Integer call() throws IOException {
    require(pairs >= 1, "--pairs", pairs, "at least 1");
    require(repeat >= 2, "--repeat", repeat, "at least 2, as the first answer is not warm");
    require(scale.isPositive(), "size", "", "at least 1 of each, and 2 sites");
    require(!rivals.contains(Engine.atlas), "--rival", Engine.atlas, "that is this project");
    Set<Engine> present = EnumSet.copyOf(rivals);
    for (Engine rival : rivals) {
      if (python == null && rival.isOfPython()) {
        present.remove(rival);
        System.err.printf(
            "atlas: %s IS LEFT OUT (--python FILE says where it is)%n",
            rival.name().toUpperCase(Locale.ROOT));
      }
    }
    Path home = Path.of(System.getenv().getOrDefault("ATLAS_HOME", "")).toAbsolutePath();
    Path folder = into == null ? home.resolve("target/bench") : into.toAbsolutePath();
    int all = Runtime.getRuntime().availableProcessors();
    Machine machine = new Machine(cores == null ? all : cores, memory, python, home);
    Bench bench = new Bench(machine, folder.resolve("answers"), pairs, repeat, System.err);
    // Of tables, for people, and beside what programs read.
    PrintStream heading = options.format == Options.Format.table ? System.out : System.err;
    heading.printf("%s%n", machine);
    Map<Path, Map<String, Long>> made = new HashMap<>();
    List<List<String>> lines = new ArrayList<>();
    Set<String> versions = new TreeSet<>();
    boolean isSame = true;
    for (Question question : questions) {
      Path warehouse = folder.resolve(scale.folder(question));
      if (!made.containsKey(warehouse)) {
        made.put(warehouse, machine.make(question, warehouse, options.settings().jobs(), scale));
        for (Map.Entry<String, Long> table : made.get(warehouse).entrySet()) {
          long bytes = bytes(Path.of(Question.path(warehouse.toString(), table.getKey())));
          heading.printf("%s: %d rows, %d bytes%n", table.getKey(), table.getValue(), bytes);
        }
      }
      long rows = made.get(warehouse).get(question.tables().get(0));
      double rowsOfACore = rows / (double) machine.cores();
      for (Bench.Result result : bench.ask(question, warehouse, present)) {
        Stream.of(result.ours(), result.theirs())
            .flatMap(List::stream)
            .forEach(measurement -> versions.add(measurement.version()));
        if (result.faults().isEmpty()) {
          lines.addAll(lines(question, result, rowsOfACore));
        }
        for (String fault : result.faults()) {
          System.err.printf("atlas: %s: NO RATIO TO %s: %s%n", question, result.rival(), fault);
          isSame = false;
        }
      }
    }
    heading.printf("%s%n", String.join("; ", versions));
    Printer.print(System.out, options.format, HEADER, lines);
    return (isSame ? ExitCode.DONE : ExitCode.UNEXPECTED).number();
  }

  private List<List<String>> lines(Question question, Bench.Result result, double rowsOfACore) {
    return List.of(
        line(question, result, "warm_seconds", Measurement::warm),
        line(question, result, "cold_seconds", Measurement::cold),
        line(question, result, "peak_mib", Measurement::peak),
        line(question, result, "warm_rows_per_second_and_core", m -> rowsOfACore / m.warm()));
  }

  private List<String> line(
      Question question, Bench.Result result, String measure, ToDoubleFunction<Measurement> of) {
    List<Double> ours = result.ours().stream().map(of::applyAsDouble).toList();
    List<Double> theirs = result.theirs().stream().map(of::applyAsDouble).toList();
    Spread ratio =
        Spread.of(IntStream.range(0, pairs).mapToObj(i -> ours.get(i) / theirs.get(i)).toList());
    List<String> line = new ArrayList<>(List.of(question.name(), result.rival().name(), measure));
    Stream.of(
            Spread.of(ours).median(),
            Spread.of(theirs).median(),
            ratio.median(),
            ratio.least(),
            ratio.greatest())
        .forEach(
            number -> line.add(new BigDecimal(number).round(new MathContext(3)).toPlainString()));
    line.add(String.valueOf(pairs));
    return line;
  }

  private static void require(boolean holds, String option, Object value, String wanted) {
    if (!holds) {
      throw AtlasException.usage("Invalid %s %s (%s)".formatted(option, value, wanted));
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().endsWith(".parquet"))
          .mapToLong(path -> path.toFile().length())
          .sum();
    }
  }
}
