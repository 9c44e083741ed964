package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.platformatlas.run.Economy.HELD;
import static org.platformatlas.run.Economy.RAW;
import static org.platformatlas.run.Economy.VISIT;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.platformatlas.AtlasException;
import org.platformatlas.ExitCode;
import org.platformatlas.Folders;
import org.platformatlas.TestSession;
import org.platformatlas.job.TableName;

/** What a run makes of what goes wrong: foreign commits, kills, broken rules, columns gone. */
class MishapTest extends FourMonths {
  @Test
  void aCommitThatIsNotOursMakesTheTableStale() {
    TestSession.spark()
        .sql("DELETE FROM delta.`" + economy.warehouse().path(VISIT) + "` WHERE site = 'a'");
    assertEquals("2020-01 2020-02 2020-03 2020-04", economy.plan().get("clean.visit"));
    assertEquals("commit 1 (DELETE) is not of this system", economy.reasons().get("clean.visit"));
    economy.run();
    assertEquals(List.of("8"), economy.rows("SELECT count(*) FROM clean.visit"));
    assertEquals(Map.of(), economy.plan());
  }

  @Test
  void rowsThatOthersPutIntoARawTableAreTakenOut() throws Exception {
    List<String> rows = economy.rows("SELECT * FROM raw.visits");
    Files.delete(root.resolve("landing/visits/2020-01.csv"));
    TestSession.spark()
        .sql(
            "INSERT INTO delta.`%1$s` SELECT * FROM delta.`%1$s` WHERE site = 'a'"
                .formatted(economy.warehouse().path(RAW)));
    assertEquals("commit 1 (WRITE) is not of this system", economy.reasons().get("raw.visits"));
    assertEquals(Map.of("raw.visits", "2020-01 2020-02 2020-03 2020-04"), economy.plan());
    Map<TableName, Long> before = economy.versions();
    economy.run();
    assertEquals(rows, economy.rows("SELECT * FROM raw.visits"));
    assertEquals(before.get(VISIT), economy.warehouse().latestVersion(VISIT));
    assertEquals(Map.of(), economy.plan());
  }

  @Test
  void aTableThatVanishedIsBuiltAgain() throws Exception {
    Folders.delete(root.resolve("warehouse/clean/visit"));
    economy.run();
    assertEquals(List.of("8"), economy.rows("SELECT count(*) FROM clean.visit"));
  }

  @Test
  void commitsOfARunThatWasKilledBeforeItWroteThemDownAreAdopted() throws Exception {
    economy.land("2020-05", "a,1");
    Path bookkeeping = root.resolve("warehouse/ops");
    Path kept = root.resolve("kept");
    Folders.copy(bookkeeping, kept);
    String lost = economy.run().run();
    Folders.delete(bookkeeping);
    Folders.copy(kept, bookkeeping);
    String results = "SELECT table, rule, result FROM ops.rule_result WHERE run = '%s'";
    assertEquals(List.of(), economy.rows(results.formatted(lost)));
    assertEquals(Map.of(), economy.plan());
    Map<TableName, Long> before = economy.versions();
    assertEquals("nothing to do", economy.run().message());
    assertEquals(before, economy.versions());
    assertEquals(
        List.of(
            "clean.visit|grain_is_unique|held",
            "clean.visit|visits_stay_below_a_million|held",
            "metrics.growth|grain_is_unique|held",
            "metrics.held|grain_is_unique|held",
            "raw.visits|visits_are_a_number|held"),
        economy.rows(results.formatted(lost)));
  }

  @Test
  void anIndexThatIsLostIsMadeAgainFromTheCommits() throws Exception {
    Folders.delete(root.resolve("warehouse/ops/period"));
    assertEquals(Map.of(), economy.plan());
    List<String> results = economy.rows("SELECT * FROM ops.rule_result");
    assertEquals("nothing to do", economy.run().message());
    assertEquals(results, economy.rows("SELECT * FROM ops.rule_result"));
    assertTrue(economy.warehouse().latestVersion(Ledger.PERIOD) >= 0);
  }

  @Test
  void aBrokenFailRuleLeavesTheTableAsItWas() {
    Map<TableName, Long> before = economy.versions();
    economy.land("2020-05", "a,1000000", "b,2000000", "c,1");
    Runner.Result result = economy.run();
    assertEquals(ExitCode.RULE_BROKEN, result.exitCode());
    assertTrue(
        result
            .message()
            .startsWith(
                "clean.visit: rule 'visits_stay_below_a_million' (visits < 1000000) is broken by 2 rows"),
        result.message());
    assertTrue(result.message().contains("\"site\":\"a\""), result.message());
    assertTrue(
        result.message().contains("metrics.held: left as it was: it needs clean.visit"),
        result.message());
    assertEquals(before.get(VISIT), economy.warehouse().latestVersion(VISIT));
    assertEquals(before.get(HELD), economy.warehouse().latestVersion(HELD));
    assertEquals(
        List.of("2|broken"),
        economy.rows("SELECT broken_count, result FROM ops.rule_result WHERE broken_count > 0"));
    assertEquals(
        List.of("metrics.growth|grain_is_unique", "metrics.held|grain_is_unique"),
        economy.rows("SELECT table, rule FROM ops.rule_result WHERE result = 'not_evaluated'"));
  }

  @Test
  void rowsOfTheSameGrainKeepTheTableAsItWas() {
    economy.write(
        "jobs/clean/visit/query.sql",
        """
        SELECT period, site, CAST(visits AS DOUBLE) AS visits
        FROM raw.visits LATERAL VIEW explode(array(1, 2)) AS twice
        WHERE latest
        """);
    Map<TableName, Long> before = economy.versions();
    Runner.Result result = economy.run();
    assertEquals(ExitCode.RULE_BROKEN, result.exitCode(), result.message());
    assertTrue(
        result
            .message()
            .startsWith(
                "clean.visit: rule 'grain_is_unique' (count(*) = 1, by period, site) is broken by"
                    + " 8 groups, such as"),
        result.message());
    assertEquals(before, economy.versions());
  }

  @Test
  void aProblemOfAChangedJobStopsTheRunBeforeAnythingIsWritten() {
    Map<TableName, Long> before = economy.versions();
    economy.land("2020-05", "a,1");
    economy.edit("jobs/metrics/held/query.sql", "exact_sum(visits)", "sum(visits)");
    economy.edit("jobs/clean/visit/contract.yml", "visits < 1000000", "visit < 1000000");
    AtlasException refused = assertThrows(AtlasException.class, economy::run);
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertTrue(refused.getMessage().startsWith("2 problems in the jobs:"), refused.getMessage());
    assertTrue(
        refused.getMessage().contains("depends on how the rows are split (use exact_sum)"),
        refused.getMessage());
    assertEquals(before, economy.versions());
  }

  @Test
  void aRequiredSourceWithoutFilesIsMissing(@TempDir Path empty) {
    Economy nothing = Economy.in(empty);
    nothing.edit("jobs/raw/visits/source.yml", "format: csv", "format: csv\nrequired: true");
    Runner.Result result = nothing.run();
    assertEquals(ExitCode.INPUT_MISSING, result.exitCode());
    assertEquals("raw.visits: required, but no file matches visits/*.csv", result.message());
    assertEquals(List.of("2"), nothing.rows("SELECT count(*) FROM clean.owner"));
  }

  @Test
  void aRecordThatBreaksAQuarantineRuleIsKeptOutWithAllItsReasonsAndItsText() {
    economy.land("2020-05", "a,1", "b,-3", "c,many");
    economy.write(
        "landing/visits/odd.csv", "month,site,visits\n2020-13,d,-1\n2020-05,e,1,too,many\n");
    economy.run();
    assertEquals(
        List.of("a"), economy.rows("SELECT site FROM clean.visit WHERE month(period) = 5"));
    assertEquals(
        List.of(
            "landing|[\"has_period\",\"visits_are_a_number\"]|{\"month\":\"2020-13\",\"site\":\"d\",\"visits\":\"-1\"}",
            "landing|[\"readable\"]|2020-05,e,1,too,many",
            "landing|[\"visits_are_a_number\"]|{\"month\":\"2020-05\",\"site\":\"b\",\"visits\":\"-3\"}",
            "landing|[\"visits_are_a_number\"]|{\"month\":\"2020-05\",\"site\":\"c\",\"visits\":\"many\"}"),
        economy.rows("SELECT 'landing', to_json(reasons), record FROM ops.quarantine"));
    economy.land("2020-05", "a,1", "b,3");
    economy.run();
    assertEquals(List.of("2"), economy.rows("SELECT count(*) FROM ops.quarantine"));
    economy.write("landing/visits/odd.csv", "month,site,visits\n2020-05,e,1\n");
    economy.run();
    assertEquals(List.of("0"), economy.rows("SELECT count(*) FROM ops.quarantine"));
  }

  @Test
  void columnsAreFoundByNameAndNewOnesAreKept() {
    economy.write(
        "landing/visits/2020-05.csv", "visits,rank,site,month\n7,1,a,2020-05\n8,2,b,2020-05\n");
    economy.run();
    assertEquals(
        List.of("a|7|{\"rank\":\"1\"}", "b|8|{\"rank\":\"2\"}"),
        economy.rows(
            "SELECT site, visits, to_json(extra) FROM raw.visits WHERE month = '2020-05'"));
  }

  @Test
  void aVanishedColumnStopsItsSourceAndSaysSo() {
    economy.write("landing/visits/2020-05.csv", "month,host,visits\n2020-05,a,1\n");
    Runner.Result result = economy.run();
    assertEquals(ExitCode.PARTLY_FAILED, result.exitCode());
    assertTrue(
        result
            .message()
            .startsWith(
                "raw.visits: visits/2020-05.csv: Cannot find column 'site', which raw.visits must"
                    + " have. Columns: month, host, visits."),
        result.message());
  }

  @Test
  void datesBoundWhatIsRebuilt() {
    economy.edit("jobs/clean/visit/query.sql", "AS DOUBLE)", "AS DOUBLE) * 2D");
    economy.run("2020-02-01", "2020-04-01");
    assertEquals(
        "period >= DATE'2020-02-01' AND period <= DATE'2020-03-01'", economy.replaced(VISIT));
    assertEquals("2020-01 2020-04", economy.plan().get("clean.visit"));
  }

  @Test
  void aWarehouseHasOneRunAtATime() {
    try (Lock lock = Lock.acquire(economy.warehouse(), "first", Instant.now())) {
      assertTrue(lock.abandoned().isEmpty());
      AtlasException refused = assertThrows(AtlasException.class, economy::run);
      assertEquals(ExitCode.BUSY, refused.exitCode());
      assertTrue(refused.getMessage().startsWith("Run first holds the warehouse"));
    }
    assertEquals("nothing to do", economy.run().message());
  }

  @Test
  void aRunWhoseProcessIsGoneIsAbandoned() {
    economy.write(
        "warehouse/_lock",
        """
        {"run":"gone","started":"2020-01-01T00:00:00Z","host":"%s","pid":999999999,"processStarted":"2020-01-01T00:00:00Z"}
        """
            .formatted(hostName()));
    assertEquals("nothing to do", economy.run().message());
    assertEquals(
        List.of("gone|ABANDONED"),
        economy.rows("SELECT run, status FROM ops.run WHERE status <> 'DONE'"));
    assertFalse(Files.exists(root.resolve("warehouse/_lock")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"run\":\"hal"})
  void aRunThatIsKilledAsItWritesItsNameHoldsNothing(String written) {
    economy.write("warehouse/_lock", written);
    assertEquals("nothing to do", economy.run().message());
    assertFalse(Files.exists(root.resolve("warehouse/_lock")));
  }

  private static String hostName() {
    try {
      return java.net.InetAddress.getLocalHost().getHostName();
    } catch (java.net.UnknownHostException e) {
      return "localhost";
    }
  }
}
