package org.platformatlas;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.check.CheckValues;
import org.platformatlas.check.Checked;
import org.platformatlas.measure.Functions;
import org.platformatlas.run.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "selftest",
    description = "Compares every function with its published values.",
    mixinStandardHelpOptions = true)
final class SelftestVerb implements Callable<Integer> {
  @Mixin Options options;

  @Override
  public Integer call() throws IOException {
    Settings settings = options.settings();
    List<Checked> checked;
    try (SparkSession spark = Session.start(settings.spark())) {
      checked = CheckValues.published().compare(spark, Functions.versions().keySet());
    }
    List<List<String>> rows = new ArrayList<>();
    for (Checked check : checked) {
      rows.add(
          List.of(
              check.function(),
              check.source(),
              check.call(),
              check.expected(),
              check.got(),
              String.valueOf(check.difference()),
              String.valueOf(check.tolerance()),
              check.agrees() ? "agrees" : "DIFFERS"));
    }
    Printer.print(
        System.out,
        options.format,
        List.of(
            "function", "source", "call", "expected", "got", "difference", "tolerance", "verdict"),
        rows);
    long off = checked.stream().filter(check -> !check.agrees()).count();
    System.err.printf("%d of %d values agree%n", checked.size() - off, checked.size());
    return (off == 0 ? ExitCode.DONE : ExitCode.UNEXPECTED).number();
  }
}
