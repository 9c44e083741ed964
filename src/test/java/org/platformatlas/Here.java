package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Problems;
import org.platformatlas.measure.Functions;
import org.platformatlas.run.Runner;
import org.platformatlas.run.Warehouse;
import org.platformatlas.source.Landing;

/** Runs in this process, which is warm. */
final class Here {
  private Here() {}

  /** Brings tables up to date, all if none is named. */
  static void run(Path jobs, Path landing, Path warehouse, String... tables) {
    SparkSession spark = TestSession.spark();
    Problems problems = new Problems();
    Runner runner =
        new Runner(
            spark,
            Jobs.load(jobs, problems),
            new Warehouse(spark, warehouse.toString()),
            new Landing(spark.sparkContext().hadoopConfiguration(), landing.toString()),
            Functions.versions(),
            System.err);
    problems.throwIfAny();
    Runner.Result result =
        runner.run(new Runner.Request(List.of(tables), Optional.empty(), Optional.empty(), "run"));
    assertEquals(ExitCode.DONE, result.exitCode(), result.message());
  }
}
