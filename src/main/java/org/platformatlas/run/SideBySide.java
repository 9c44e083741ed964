package org.platformatlas.run;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import org.platformatlas.job.Job;
import org.platformatlas.job.TableName;

/** Several at a time, each thread in a session of its own; tables after their inputs. */
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
    int atOnce = atOnce(build.spark(), due);
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

  /**
   * Does something with each of many, each thread in a session of its own.
   *
   * @param work what a thread does, made once for its session
   * @return in the order of what was given
   * @throws RuntimeException what the work has thrown, once nothing is being done any more
   */
  static <T, R> List<R> each(
      SparkSession spark, List<T> given, Function<SparkSession, Function<T, R>> work) {
    ExecutorService workers = Executors.newFixedThreadPool(atOnce(spark, given.size()));
    ThreadLocal<Function<T, R>> own =
        ThreadLocal.withInitial(() -> work.apply(inThread(cloned(spark))));
    try {
      List<CompletableFuture<R>> done =
          given.stream().map(one -> supplyAsync(() -> own.get().apply(one), workers)).toList();
      all(done).join();
      return results(done);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
    } finally {
      workers.shutdown();
    }
  }

  private static int atOnce(SparkSession spark, int most) {
    return (int) Math.min(Math.max(1, most), Session.number(spark, LIMIT, 1));
  }

  private static <R> CompletableFuture<Void> all(List<CompletableFuture<R>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
  }

  private static <R> List<R> results(List<CompletableFuture<R>> futures) {
    return futures.stream().map(CompletableFuture::join).toList();
  }

  /** A build changes its session's settings, so that only one that is alone has the given one. */
  private static Build inOwnSession(Build build, boolean alone) {
    return build.in(inThread(alone ? build.spark() : cloned(build.spark())));
  }

  private static SparkSession cloned(SparkSession given) {
    return ((org.apache.spark.sql.classic.SparkSession) given).cloneSession();
  }

  private static SparkSession inThread(SparkSession session) {
    SparkSession.setActiveSession(session);
    return session;
  }
}
