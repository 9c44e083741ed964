package org.platformatlas;

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

  static Atlas open(Settings settings) {
    Problems problems = new Problems();
    Jobs jobs = Jobs.load(settings.jobs(), problems);
    problems.throwIfAny();
    SparkSession spark = Session.start(settings.spark());
    return new Atlas(settings, jobs, spark, new Warehouse(spark, settings.warehouse()));
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
