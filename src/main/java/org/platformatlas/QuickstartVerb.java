package org.platformatlas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.platformatlas.run.FewRows;
import org.platformatlas.run.Runner;
import org.platformatlas.run.Session;
import org.platformatlas.run.Shell;
import org.platformatlas.sample.Planted;
import org.platformatlas.sample.Sample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "quickstart",
    description = "Runs the main job on a simulated economy and compares what it measures.",
    mixinStandardHelpOptions = true)
final class QuickstartVerb implements Callable<Integer> {
  private static final int MONTHS = 72;

  private static final String FINDINGS =
      """
      SELECT text AS question, verdict, coalesce(reason, '') AS reason, market, source,
        array_join(array_sort(collect_list(area)), ' ') AS areas
      FROM (
        SELECT *, max(period) OVER (PARTITION BY question, source, market, area) AS newest
        FROM metrics.finding
      )
      WHERE period = newest
      GROUP BY text, verdict, reason, market, source
      ORDER BY question, verdict DESC, reason, market, source
      """;

  @Mixin Options options;

  @Override
  public Integer call() throws Exception {
    Settings settings = options.settings();
    Path folder =
        Path.of(System.getenv().getOrDefault("ATLAS_HOME", "")).resolve("target/quickstart");
    delete(folder);
    Path landing = Files.createDirectories(folder.resolve("landing"));
    Path warehouse = folder.resolve("warehouse");
    Sample sample = Sample.of(MONTHS);
    sample.write(landing);
    settings = settings.with(landing.toString(), warehouse.toString());
    System.err.printf("A simulated economy of %d months lies in %s%n", MONTHS, landing);
    try (Atlas atlas = Atlas.open(settings)) {
      Runner.Result result =
          atlas
              .runner()
              .run(new Runner.Request(List.of(), Optional.empty(), Optional.empty(), "quickstart"));
      System.err.printf("run %s: %s%n", result.run(), result.message());
      if (result.exitCode() != ExitCode.DONE) {
        return result.exitCode().number();
      }
      // Tables of a file or two are read sooner than their statistics are asked.
      atlas.spark().conf().set(Session.SKIPPING, false);
      Shell shell = new Shell(atlas.spark(), atlas.warehouse());
      // For good, as nothing else is done here.
      FewRows.of(atlas.spark(), 0);
      ExitCode exitCode = compare(sample.planted(), shell);
      System.out.println();
      Printer.print(System.out, options.format, shell.execute(FINDINGS));
      System.out.printf(
          "%nThe tables lie in %s. What a finding rests on:%n"
              + "  jobs/atlas sql --warehouse %s \"SELECT question, area, verdict, evidence"
              + " FROM metrics.finding WHERE area = 'FR'\"%n",
          warehouse, warehouse);
      return exitCode.number();
    }
  }

  private ExitCode compare(List<Planted> planted, Shell shell) {
    List<List<String>> rows = new ArrayList<>();
    List<List<Row>> answers = shell.rows(planted.stream().map(Planted::sql).toList());
    int off = 0;
    for (int i = 0; i < planted.size(); i++) {
      Planted truth = planted.get(i);
      List<Row> measured = answers.get(i);
      Double value =
          measured.size() == 1 && !measured.get(0).isNullAt(0)
              ? ((Number) measured.get(0).get(0)).doubleValue()
              : null;
      boolean agrees = value != null && Math.abs(value - truth.expected()) <= truth.tolerance();
      off += agrees ? 0 : 1;
      rows.add(
          List.of(
              truth.what(),
              Double.toString(truth.expected()),
              String.valueOf(value),
              Double.toString(truth.tolerance()),
              agrees ? "agrees" : "DIFFERS"));
    }
    Printer.print(
        System.out,
        options.format,
        List.of("planted", "expected", "measured", "tolerance", "verdict"),
        rows);
    System.out.printf("%d of %d planted values agree.%n", planted.size() - off, planted.size());
    return off == 0 ? ExitCode.DONE : ExitCode.UNEXPECTED;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
