package org.platformatlas;

import java.util.concurrent.Callable;
import org.platformatlas.run.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "status",
    description = "Last runs, freshness, row counts, broken rules, quarantine sizes.",
    mixinStandardHelpOptions = true)
final class StatusVerb implements Callable<Integer> {
  @Mixin Options options;

  @Override
  public Integer call() {
    try (Atlas atlas = Atlas.open(options.settings())) {
      Status status = new Status(atlas.spark(), atlas.warehouse());
      status.running().ifPresent(run -> System.err.println("running now: " + run));
      status
          .sections()
          .forEach(
              (title, rows) -> {
                if (options.format == Options.Format.table) {
                  System.out.println(title);
                }
                Printer.print(System.out, options.format, rows);
                System.out.println();
              });
      return ExitCode.DONE.number();
    }
  }
}
