package org.platformatlas.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.job.Job;
import org.platformatlas.job.TableName;

/** Brings several tables up to date at a time, each after its inputs and in its own session. */
final class SideBySide {
  /** The setting that says how many tables at a time. */
  static final String LIMIT = "spark.platformatlas.tablesAtOnce";

  /** What is done with a table whose inputs came out as given. */
  interface Work {
    Outcome of(Build build, Job job, List<Outcome> inputs);
  }

  private SideBySide() {}

  /**
   * @param jobs inputs first
   * @param due how many of them have something to do; no more are brought up to date at a time
   * @return in the order of the jobs, once nothing is being done any more
   */
  static List<Outcome> run(List<Job> jobs, int due, Build build, Work work) {
    int atOnce = (int) Math.min(Math.max(1, due), Session.number(build.spark(), LIMIT, 1));
    ExecutorService workers = Executors.newFixedThreadPool(atOnce);
    ThreadLocal<Build> own = ThreadLocal.withInitial(() -> inOwnSession(build, atOnce == 1));
    try {
      Map<TableName, CompletableFuture<Outcome>> outcomes = new LinkedHashMap<>();
      for (Job job : jobs) {
        List<CompletableFuture<Outcome>> inputs = job.inputs().stream().map(outcomes::get).toList();
        outcomes.put(
            job.name(),
            all(inputs).thenApplyAsync(done -> work.of(own.get(), job, results(inputs)), workers));
      }
      List<CompletableFuture<Outcome>> all = List.copyOf(outcomes.values());
      all(all).join();
      return results(all);
    } finally {
      workers.shutdown();
    }
  }

  private static CompletableFuture<Void> all(List<CompletableFuture<Outcome>> outcomes) {
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new));
  }

  private static List<Outcome> results(List<CompletableFuture<Outcome>> outcomes) {
    return outcomes.stream().map(CompletableFuture::join).toList();
  }

  /** A build changes its session's settings, so that only one that is alone has the given one. */
  private static Build inOwnSession(Build build, boolean alone) {
    var given = (org.apache.spark.sql.classic.SparkSession) build.spark();
    SparkSession session = alone ? given : given.cloneSession();
    SparkSession.setActiveSession(session);
    return build.in(session);
  }
}
