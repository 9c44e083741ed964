package org.platformatlas;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Problems;
import org.platformatlas.measure.Functions;
import org.platformatlas.run.Runner;
import org.platformatlas.run.Session;
import org.platformatlas.run.Warehouse;
import org.platformatlas.source.Landing;

/** The jobs, the session and the warehouse that a verb works with. */
record Atlas(Settings settings, Jobs jobs, SparkSession spark, Warehouse warehouse)
    implements AutoCloseable {

  /** Reads the jobs while the session starts, as each takes seconds. */
  static Atlas open(Settings settings) {
    Problems problems = new Problems();
    CompletableFuture<Jobs> reading =
        CompletableFuture.supplyAsync(() -> Jobs.load(settings.jobs(), problems));
    SparkSession spark = Session.start(settings.spark());
    try {
      Jobs jobs = reading.join();
      problems.throwIfAny();
      return new Atlas(settings, jobs, spark, new Warehouse(spark, settings.warehouse()));
    } catch (CompletionException e) {
      spark.stop();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (RuntimeException e) {
      spark.stop();
      throw e;
    }
  }

  Runner runner() {
    Landing landing = new Landing(spark.sparkContext().hadoopConfiguration(), settings.landing());
    return new Runner(spark, jobs, warehouse, landing, Functions.versions(), System.err);
  }

  @Override
  public void close() {
    spark.stop();
  }
}
