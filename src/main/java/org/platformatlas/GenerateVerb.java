package org.platformatlas;

import java.io.IOException;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.generate.Generator;
import org.platformatlas.generate.Spec;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Problems;
import org.platformatlas.run.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "generate",
    description = "Makes simulated markets of any size, of which everything is known.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class GenerateVerb implements Callable<Integer> {
  /** Where simulated markets go in. */
  enum Target {
    published,
    traffic
  }

  @Mixin Options options;

  @Option(
      names = "--into",
      required = true,
      paramLabel = "DIR",
      showDefaultValue = Help.Visibility.NEVER,
      description = "an empty folder, which on a cluster all machines see")
  Path into;

  @Option(
      names = "--to",
      description =
          "published: files in the layout of WhoTracks.me, a market a country (us, de, fr); traffic:"
              + " straight to clean.traffic, any number of markets")
  Target target = Target.published;

  @Option(names = "--seed", description = "seed of the first market; others have the next numbers")
  long seed = 1;

  @Option(names = "--markets", description = "how many markets")
  int markets = 1;

  @Option(names = "--first", paramLabel = "YYYY-MM", description = "first month")
  YearMonth first = YearMonth.of(2019, 1);

  @Option(names = "--months", description = "how many months")
  int months = 72;

  @Option(names = "--sites", description = "places for sites in each market")
  int sites = 600;

  @Option(names = "--exponent", description = "of Zipf's law in the first month")
  double exponent = .9;

  @Option(names = "--drift", description = "growth of the exponent to the last month")
  double drift = .1;

  @Option(names = "--jump", description = "growth of it from one month to the next, beside that")
  double jump = .2;

  @Option(names = "--season", description = "swing over the year, of exponent and volume")
  double season = .03;

  @Option(names = "--noise", description = "standard deviation of the logarithm of a volume")
  double noise = .1;

  @Option(names = "--growth", description = "growth of the volume a year")
  double growth = .05;

  @Option(names = "--entries", description = "sites that enter, in each market")
  int entries = 5;

  @Option(names = "--exits", description = "sites that leave")
  int exits = 5;

  @Option(names = "--mergers", description = "sites that come under the owner of another")
  int mergers = 3;

  @Option(names = "--late", description = "months of which a fifth of the sites comes later")
  int late = 2;

  @Option(
      names = "--dirty",
      paramLabel = "ROWS",
      showDefaultValue = Help.Visibility.NEVER,
      description = "rows that are no good (default: 12 as published, else 0)")
  Integer dirty;

  @Override
  public Integer call() throws IOException {
    Settings settings = options.settings();
    Problems problems = new Problems();
    Jobs.load(settings.jobs(), problems);
    problems.throwIfAny();
    Generator generator = generator();
    generator.write(settings.jobs());
    if (target == Target.published) {
      try (SparkSession spark = Session.start(settings.spark())) {
        generator.publish(spark);
      }
    }
    System.out.printf(
        """
        What is planted lies in %1$s/landing/simulated. To measure it, and to compare:
          jobs/atlas run --conf %1$s/conf.yml
          jobs/atlas sql --conf %1$s/conf.yml "SELECT planted, count(*), count_if(is_recovered)
            FROM metrics.recovery GROUP BY planted"
        """,
        into);
    if (late > 0) {
      System.out.printf("What comes late: cp -r %1$s/late/. %1$s/landing, and run again.%n", into);
    }
    return ExitCode.DONE.number();
  }

  Generator generator() {
    boolean isPublished = target == Target.published;
    Spec spec =
        new Spec(
            seed,
            markets,
            first,
            months,
            sites,
            exponent,
            drift,
            jump,
            season,
            noise,
            growth,
            entries,
            exits,
            mergers,
            late,
            dirty == null ? isPublished ? 12 : 0 : dirty,
            isPublished);
    return new Generator(spec, into);
  }
}
