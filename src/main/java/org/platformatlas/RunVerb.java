package org.platformatlas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.platformatlas.run.Failure;
import org.platformatlas.run.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    description = "Brings every table up to date; without dates it is the nightly job.",
    mixinStandardHelpOptions = true)
final class RunVerb implements Callable<Integer> {
  @Mixin Options options;

  @Option(
      names = "--tables",
      split = ",",
      paramLabel = "TABLE",
      description = "only these tables, with what they need")
  List<String> tables = List.of();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "first period to rebuild (raw tables are always brought in whole)")
  LocalDate from;

  @Option(names = "--to", paramLabel = "DATE", description = "first period not to rebuild")
  LocalDate to;

  @Option(
      names = "--status-file",
      paramLabel = "FILE",
      description = "where the exit code and the run's id are written, as JSON")
  Path statusFile;

  @Override
  public Integer call() throws IOException {
    ExitCode exitCode = ExitCode.UNEXPECTED;
    String run = null;
    try {
      Runner.Result result = run();
      run = result.run();
      exitCode = result.exitCode();
      System.err.printf("run %s: %s%n", run, Failure.printable(result.message()));
      return exitCode.number();
    } catch (AtlasException e) {
      exitCode = e.exitCode();
      throw e;
    } finally {
      if (statusFile != null) {
        Files.writeString(
            statusFile,
            "{\"run\":%s,\"exit_code\":%d}%n"
                .formatted(run == null ? null : '"' + run + '"', exitCode.number()));
      }
    }
  }

  private Runner.Result run() {
    Settings settings = options.settings();
    System.err.println("settings: " + settings);
    if (from != null || to != null) {
      System.err.printf(
          "periods: from %s to %s, half-open%n",
          from == null ? "the first" : from, to == null ? "the last" : to + " (not in it)");
    }
    try (Atlas atlas = Atlas.open(settings)) {
      return atlas.runner().run(request());
    }
  }

  private Runner.Request request() {
    StringBuilder command = new StringBuilder("run");
    if (!tables.isEmpty()) {
      command.append(" --tables ").append(String.join(",", tables));
    }
    if (from != null) {
      command.append(" --from ").append(from);
    }
    if (to != null) {
      command.append(" --to ").append(to);
    }
    return new Runner.Request(
        tables, Optional.ofNullable(from), Optional.ofNullable(to), command.toString());
  }
}
