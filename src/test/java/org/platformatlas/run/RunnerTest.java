package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.platformatlas.run.Economy.GROWTH;
import static org.platformatlas.run.Economy.HELD;
import static org.platformatlas.run.Economy.OWNER;
import static org.platformatlas.run.Economy.RAW;
import static org.platformatlas.run.Economy.VISIT;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.platformatlas.ExitCode;
import org.platformatlas.job.TableName;

class RunnerTest extends FourMonths {
  @Test
  void everyTableHoldsItsRows() {
    assertEquals(
        List.of("2020-04-01|Alpha|10.0|1.0", "2020-04-01|Beta|30.0|1.0"),
        economy.rows("SELECT * EXCEPT (partition_year) FROM metrics.held WHERE month(period) = 4"));
    assertEquals(
        List.of("2020-01-01|a|null", "2020-02-01|a|0.0"),
        economy.rows(
            "SELECT period, site, growth FROM metrics.growth WHERE site = 'a' AND month(period) < 3"));
  }

  @Test
  void runningTwiceIsRunningOnce() {
    Map<TableName, Long> before = economy.versions();
    assertEquals(Map.of(), economy.plan());
    Runner.Result again = economy.run();
    assertEquals("nothing to do", again.message());
    assertEquals(ExitCode.DONE, again.exitCode());
    assertEquals(before, economy.versions());
    assertEquals(List.of("2"), economy.rows("SELECT count(*) FROM ops.run"));
    assertEquals(0, economy.warehouse().latestVersion(Ledger.PERIOD));
    assertEquals(0, economy.warehouse().latestVersion(Runner.RULE_RESULT));
  }

  @Test
  void aLateFileStalesJustThePeriodsThatDependOnIt() {
    economy.land("2020-03-late", "c,5");
    economy.edit("landing/visits/2020-03-late.csv", "2020-03-late,", "2020-03,");
    Map<String, String> expected =
        Map.of(
            "raw.visits", "2020-03",
            "clean.visit", "2020-03",
            "metrics.held", "2020-03",
            "metrics.growth", "2020-03 2020-04");
    assertEquals(expected, economy.plan());
    economy.run();
    assertEquals("period = DATE'2020-03-01'", economy.replaced(VISIT));
    assertEquals("2020-03", economy.monthsWritten(VISIT));
    // No fact owns c, so the owners' rows come out the same and are not written; April's growth
    // too.
    assertEquals(0, economy.warehouse().latestVersion(HELD));
    assertEquals("period = DATE'2020-03-01'", economy.replaced(GROWTH));
    assertEquals(Map.of(), economy.plan());
  }

  @Test
  void aNewPeriodIsAddedWithoutReplacingAnything() {
    economy.land("2020-05", "a,20", "b,30");
    economy.run();
    assertEquals("nothing", economy.replaced(VISIT));
    assertEquals("2020-05", economy.monthsWritten(VISIT));
    assertEquals(
        List.of("2020-04-01|2", "2020-05-01|2"),
        economy.rows(
            "SELECT period, count(*) FROM clean.visit WHERE month(period) > 3 GROUP BY period"));
    assertEquals(Map.of(), economy.plan());
    // A period without rows has nothing to replace either.
    economy.land("2020-05");
    economy.run();
    assertEquals("period = DATE'2020-05-01'", economy.replaced(VISIT));
    economy.land("2020-05", "b,30");
    economy.run();
    assertEquals("nothing", economy.replaced(VISIT));
    assertEquals(
        List.of("2020-05-01|b|30.0"),
        economy.rows("SELECT period, site, visits FROM clean.visit WHERE month(period) = 5"));
  }

  @Test
  void aCorrectedFileOfTheSameNameReplacesItsRows() {
    economy.land("2020-02", "a,11", "b,30");
    assertEquals("2020-02", economy.plan().get("raw.visits"));
    economy.run();
    assertEquals(
        List.of(
            "2020-02|a|10||false",
            "2020-02|a|11|#2|true",
            "2020-02|b|30|#2|true",
            "2020-02|b|30||false"),
        economy.rows(
            "SELECT month, site, visits, edition, latest FROM raw.visits WHERE month = '2020-02'"));
    assertEquals(
        List.of("11.0"),
        economy.rows(
            "SELECT visits FROM metrics.held WHERE owner = 'Alpha' AND month(period) = 2"));
    assertEquals("2020-02 2020-03", economy.monthsWritten(GROWTH));
    assertEquals(Map.of(), economy.plan());
  }

  @Test
  void aRowDeletedFromAFileIsGoneBelow() {
    economy.land("2020-02", "b,30");
    economy.run();
    assertEquals(
        List.of("b"), economy.rows("SELECT site FROM clean.visit WHERE month(period) = 2"));
    assertEquals(
        List.of("Beta"), economy.rows("SELECT owner FROM metrics.held WHERE month(period) = 2"));
  }

  @Test
  void aPeriodThatAFileNoLongerSpeaksOfIsEmptied() {
    economy.write("landing/visits/2020-02.csv", "month,site,visits\n");
    economy.run();
    assertEquals(List.of(), economy.rows("SELECT * FROM clean.visit WHERE month(period) = 2"));
    assertEquals(
        List.of("a|null", "b|null"),
        economy.rows("SELECT site, growth FROM metrics.growth WHERE month(period) = 3"));
    assertEquals(Map.of(), economy.plan());
  }

  @Test
  void aHistoryDeliveredAgainWithOneChangedCellStalesOnePeriod() {
    StringBuilder history = new StringBuilder("month,site,visits\n");
    for (int month = 1; month <= 9; month++) {
      history.append("2019-0").append(month).append(",a,1\n");
    }
    economy.write("landing/visits/history.csv", history.toString());
    economy.run();
    economy.write(
        "landing/visits/history.csv", history.toString().replace("2019-05,a,1", "2019-05,a,2"));
    assertEquals(
        Map.of(
            "raw.visits", "2019-05",
            "clean.visit", "2019-05",
            "metrics.held", "2019-05",
            "metrics.growth", "2019-05 2019-06"),
        economy.plan());
    economy.run();
    assertEquals("period = DATE'2019-05-01'", economy.replaced(RAW));
    assertEquals("period = DATE'2019-05-01'", economy.replaced(VISIT));
    assertEquals(
        "period >= DATE'2019-05-01' AND period <= DATE'2019-06-01'", economy.replaced(GROWTH));
  }

  @Test
  void aFileTouchedButNotChangedStalesNothing() {
    Map<TableName, Long> before = economy.versions();
    economy.land("2020-02", "a,10", "b,30");
    assertEquals(Map.of(), economy.plan());
    economy.run();
    assertEquals(before, economy.versions());
  }

  @Test
  void aFileThatLeavesTheLandingFolderChangesNothing() throws Exception {
    Files.delete(root.resolve("landing/visits/2020-01.csv"));
    assertEquals(Map.of(), economy.plan());
    assertEquals("nothing to do", economy.run().message());
  }

  @Test
  void aNewOwnershipFactStalesOnlyThePeriodsInWhichItHolds() {
    economy.edit(
        "jobs/clean/owner/owner.csv",
        "b,Beta,2020-01-01,\n",
        "b,Beta,2020-01-01,2020-03-15\nb,Alpha,2020-03-15,\n");
    assertEquals(Map.of("clean.owner", "whole", "metrics.held", "2020-03 2020-04"), economy.plan());
    economy.run();
    assertEquals(
        "period >= DATE'2020-03-01' AND period <= DATE'2020-04-01'", economy.replaced(HELD));
    assertEquals(
        List.of("2020-02-01|Alpha|10.0", "2020-03-01|Alpha|40.0"),
        economy.rows(
            "SELECT period, owner, visits FROM metrics.held WHERE owner = 'Alpha'"
                + " AND month(period) IN (2, 3)"));
    assertEquals(1, economy.warehouse().latestVersion(OWNER));
  }

  @Test
  void aCommentStalesNothing() {
    economy.edit("jobs/clean/visit/query.sql", "SELECT period,", "-- why\nSELECT  period,\n ");
    economy.edit("jobs/clean/visit/contract.yml", "meaning: size", "meaning: how large it is");
    assertEquals(Map.of(), economy.plan());
  }

  @Test
  void aChangedQueryStalesItsTableAndBelowOnlyWhatChangesInContent() {
    economy.edit(
        "jobs/clean/visit/query.sql", "CAST(visits AS DOUBLE)", "CAST(visits AS DOUBLE) + 0D");
    assertEquals("2020-01 2020-02 2020-03 2020-04", economy.plan().get("clean.visit"));
    assertEquals("query changed", economy.reasons().get("clean.visit"));
    Map<TableName, Long> before = economy.versions();
    assertEquals("done", economy.run().message());
    assertEquals(before, economy.versions());
    assertEquals(Map.of(), economy.plan());

    economy.edit(
        "jobs/clean/visit/query.sql",
        "+ 0D",
        "+ CASE WHEN period = DATE'2020-04-01' THEN 1D ELSE 0D END");
    economy.run();
    assertEquals("period = DATE'2020-04-01'", economy.replaced(VISIT));
    assertEquals("period = DATE'2020-04-01'", economy.replaced(HELD));
  }

  @Test
  void aNewVersionOfAFunctionStalesTheTablesThatCallIt() {
    economy.functionVersions.merge("hhi", 1, Integer::sum);
    assertEquals(Map.of("metrics.held", "2020-01 2020-02 2020-03 2020-04"), economy.plan());
    assertEquals("function versions changed", economy.reasons().get("metrics.held"));
  }

  @Test
  void aChangedColumnRewritesTheTableInOneCommit() {
    economy.edit("jobs/metrics/growth/contract.yml", "growth: {type", "more: {type");
    economy.edit("jobs/metrics/growth/query.sql", "AS growth", "AS more");
    economy.run();
    assertEquals(1, economy.warehouse().latestVersion(GROWTH));
    assertEquals(
        List.of("period", "site", "more", "partition_year"),
        List.of(economy.warehouse().readLatest(GROWTH).columns()));
    assertEquals("period", economy.warehouse().readLatest(GROWTH).schema().fields()[0].name());
    assertTrue(
        economy
            .warehouse()
            .readLatest(GROWTH)
            .schema()
            .fields()[2]
            .getComment()
            .get()
            .startsWith("visits more"));
  }
}
