package org.platformatlas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.platformatlas.plan.Stale;
import org.platformatlas.run.Failure;
import org.platformatlas.run.Runner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "plan",
    description = "Shows which periods of which tables are stale, and why; writes nothing.",
    mixinStandardHelpOptions = true)
final class PlanVerb implements Callable<Integer> {
  private static final int SHOWN = 12;

  @Mixin Options options;

  @Option(names = "--tables", split = ",", paramLabel = "TABLE", description = "only these tables")
  List<String> tables = List.of();

  @Override
  public Integer call() {
    try (Atlas atlas = Atlas.open(options.settings())) {
      List<Runner.Plan> plans =
          atlas
              .runner()
              .plan(new Runner.Request(tables, Optional.empty(), Optional.empty(), "plan"));
      List<String> header = List.of("table", "period", "reason", "part");
      List<List<String>> rows = new ArrayList<>();
      for (Runner.Plan plan : plans) {
        for (Stale stale : plan.stale()) {
          rows.add(
              List.of(
                  plan.table().toString(),
                  stale.period() == null ? "" : stale.period().toString(),
                  Failure.printable(stale.reason()),
                  stale.piece().part() == null ? "" : Failure.printable(stale.piece().part())));
        }
      }
      if (options.format == Options.Format.table) {
        summarise(plans);
      } else {
        Printer.print(System.out, options.format, header, rows);
      }
      return ExitCode.DONE.number();
    }
  }

  private static void summarise(List<Runner.Plan> plans) {
    int stale = 0;
    for (Runner.Plan plan : plans) {
      stale += plan.stale().size();
      Map<String, List<Stale>> byReason =
          plan.stale().stream()
              .collect(
                  Collectors.groupingBy(Stale::reason, LinkedHashMap::new, Collectors.toList()));
      if (byReason.size() > SHOWN) {
        byReason = new TreeMap<>(Map.of("%d reasons".formatted(byReason.size()), plan.stale()));
      }
      if (byReason.isEmpty()) {
        System.out.printf(
            "%-32s %s%n", plan.table(), plan.note().isEmpty() ? "up to date" : plan.note());
      }
      byReason.forEach(
          (reason, periods) ->
              System.out.printf(
                  "%-32s %d stale: %s (%s)%n",
                  plan.table(), periods.size(), listed(periods), Failure.printable(reason)));
    }
    System.out.println(stale == 0 ? "nothing to do" : stale + " stale in all");
  }

  private static String listed(List<Stale> stale) {
    if (stale.get(0).period() == null) {
      return "the table";
    }
    List<String> periods = stale.stream().map(s -> s.period().toString()).distinct().toList();
    String first = periods.stream().limit(SHOWN).collect(Collectors.joining(", "));
    String shown =
        periods.size() > SHOWN ? first + ", … " + periods.get(periods.size() - 1) : first;
    List<String> parts =
        stale.stream().map(s -> s.piece().part()).filter(Objects::nonNull).distinct().toList();
    if (parts.isEmpty()) {
      return shown;
    }
    return shown
        + " of "
        + (parts.size() > SHOWN
            ? parts.size() + " parts"
            : Failure.printable(String.join(", ", parts)));
  }
}
