package org.platformatlas;

import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Problems;
import org.platformatlas.run.Session;
import org.platformatlas.run.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "validate",
    description = "Reads every job and reports all problems at once; writes nothing.",
    mixinStandardHelpOptions = true)
final class ValidateVerb implements Callable<Integer> {
  @Mixin Options options;

  @Override
  public Integer call() throws java.io.IOException {
    Settings settings = options.settings();
    Problems problems = new Problems();
    Jobs jobs = Jobs.load(settings.jobs(), problems);
    try (SparkSession spark = Session.start(settings.spark())) {
      Validation.check(spark, jobs, jobs.all(), true, problems);
    }
    problems.throwIfAny();
    System.out.println(jobs.all().size() + " tables, no problems");
    return ExitCode.DONE.number();
  }
}
