package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.platformatlas.AtlasException;
import org.platformatlas.TestSession;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Problems;
import org.platformatlas.job.TableName;

/** Of the economy's tables, raw.visits and clean.owner need no other. */
class SideBySideTest {
  @TempDir Path root;
  private Jobs jobs;

  @BeforeEach
  void anEconomy() {
    Economy.in(root);
    jobs = Jobs.load(root.resolve("jobs"), new Problems());
  }

  @Test
  void tablesThatNeedNoneOfEachOtherAreBuiltTogether() throws Exception {
    CyclicBarrier met = new CyclicBarrier(2);
    Set<SparkSession> sessions = Collections.synchronizedSet(new HashSet<>());
    run(
        2,
        (build, job, inputs) -> {
          if (job.inputs().isEmpty()) {
            sessions.add(build.spark());
            assertSame(build.spark(), SparkSession.active());
            meet(met);
          }
          return outcome(job);
        });
    assertEquals(2, sessions.size());
    assertTrue(!sessions.contains(TestSession.spark()));
  }

  @Test
  void oneTableThatIsDueIsBuiltInTheSessionThatThereIs() throws Exception {
    Set<SparkSession> sessions = Collections.synchronizedSet(new HashSet<>());
    run(
        2,
        1,
        (build, job, inputs) -> {
          sessions.add(build.spark());
          return outcome(job);
        });
    assertEquals(Set.of(TestSession.spark()), sessions);
  }

  @Test
  void aTableComesAfterItsInputsAndIsToldWhatBecameOfThem() throws Exception {
    List<TableName> done = Collections.synchronizedList(new ArrayList<>());
    List<Outcome> outcomes =
        run(
            3,
            (build, job, inputs) -> {
              assertTrue(done.containsAll(job.inputs()), job.where());
              assertEquals(List.copyOf(job.inputs()), inputs.stream().map(Outcome::table).toList());
              done.add(job.name());
              return outcome(job);
            });
    assertEquals(jobs.withInputs(List.of()).size(), done.size());
    assertEquals(
        jobs.withInputs(List.of()).stream().map(Job::name).toList(),
        outcomes.stream().map(Outcome::table).toList());
  }

  @Test
  void settingsOfOneAreNotThoseOfAnother() throws Exception {
    CyclicBarrier met = new CyclicBarrier(2);
    String setting = "spark.sql.shuffle.partitions";
    String before = TestSession.spark().conf().get(setting);
    run(
        2,
        (build, job, inputs) -> {
          if (job.inputs().isEmpty()) {
            boolean few = job.name().isRaw();
            try (FewRows rows = FewRows.of(build.spark(), few ? 1 : Long.MAX_VALUE)) {
              meet(met);
              assertEquals(few, rows.areFew());
              assertEquals(few ? "1" : before, build.spark().conf().get(setting));
              meet(met);
            }
          }
          return outcome(job);
        });
    assertEquals(before, TestSession.spark().conf().get(setting));
    assertNotEquals("1", before);
  }

  @Test
  void eachOfManyIsDoneInItsPlaceByThreadsWithSessionsOfTheirOwn() throws Exception {
    CyclicBarrier met = new CyclicBarrier(2);
    Set<SparkSession> sessions = Collections.synchronizedSet(new HashSet<>());
    List<Integer> done = new ArrayList<>();
    TestSession.with(
        SideBySide.LIMIT,
        "2",
        () ->
            done.addAll(
                SideBySide.each(
                    TestSession.spark(),
                    List.of(1, 2, 3, 4),
                    session -> {
                      sessions.add(session);
                      assertSame(session, SparkSession.active());
                      return one -> {
                        meet(met);
                        return -one;
                      };
                    })));
    assertEquals(List.of(-1, -2, -3, -4), done);
    assertEquals(2, sessions.size());
    assertTrue(!sessions.contains(TestSession.spark()));
    assertEquals(List.of(), SideBySide.each(TestSession.spark(), List.of(), session -> one -> one));

    AtlasException thrown = AtlasException.usage("a mistake");
    assertSame(
        thrown,
        assertThrows(
            AtlasException.class,
            () ->
                SideBySide.each(
                    TestSession.spark(),
                    List.of(1),
                    session ->
                        one -> {
                          throw thrown;
                        })));
  }

  @Test
  void anErrorOfOneIsToldWhenNothingIsBeingDone() throws Exception {
    Set<TableName> done = Collections.synchronizedSet(new HashSet<>());
    CyclicBarrier met = new CyclicBarrier(2);
    CompletionException told =
        assertThrows(
            CompletionException.class,
            () ->
                run(
                    2,
                    (build, job, inputs) -> {
                      if (job.inputs().isEmpty()) {
                        meet(met);
                      }
                      if (job.name().isRaw()) {
                        throw new StackOverflowError("an error");
                      }
                      done.add(job.name());
                      return outcome(job);
                    }));
    assertEquals("an error", told.getCause().getMessage());
    assertEquals(Set.of(TableName.parse("clean.owner")), done);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "two", ""})
  void aLimitThatIsNoneIsSaid(String limit) {
    AtlasException said =
        assertThrows(
            AtlasException.class,
            () ->
                TestSession.with(
                    SideBySide.LIMIT,
                    limit,
                    () -> Session.number(TestSession.spark(), SideBySide.LIMIT, 1)));
    assertEquals(
        "spark.platformatlas.tablesAtOnce is '%s', but must be a whole number, at least 1."
            .formatted(limit),
        said.getMessage());
  }

  private List<Outcome> run(int tablesAtOnce, SideBySide.Work work) throws Exception {
    return run(tablesAtOnce, jobs.withInputs(List.of()).size(), work);
  }

  private List<Outcome> run(int tablesAtOnce, int due, SideBySide.Work work) throws Exception {
    SparkSession spark = TestSession.spark();
    Build build =
        new Build(
            spark,
            new Warehouse(spark, root.resolve("warehouse").toString()),
            jobs,
            null,
            new Inputs(spark),
            Map.of(),
            new Quarantine("test"),
            "test",
            Instant.EPOCH);
    List<Job> all = jobs.withInputs(List.of());
    List<Outcome> outcomes = new ArrayList<>();
    TestSession.with(
        SideBySide.LIMIT,
        String.valueOf(tablesAtOnce),
        () -> outcomes.addAll(SideBySide.run(all, due, build, work)));
    return outcomes;
  }

  private static Outcome outcome(Job job) {
    return Outcome.of(job, Outcome.Status.UNCHANGED, 0, "");
  }

  private static void meet(CyclicBarrier all) {
    try {
      all.await(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("nobody else came", e);
    }
  }
}
