package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.platformatlas.run.Economy.GROWTH;
import static org.platformatlas.run.Economy.VISIT;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.platformatlas.ExitCode;
import org.platformatlas.Folders;

/**
 * Tables in parts by site: visits (built by period, as what they read is in no parts), owners, and
 * growth and what is owned, which are built part by part.
 */
class PartsTest extends FourMonths {
  private static final String ODD = "o'x\\\\%";

  @BeforeAll
  static void tablesAreInParts() {
    Economy economy = Economy.at(fourMonths);
    for (String table : List.of("clean/visit", "clean/owner", "metrics/growth")) {
      economy.edit("jobs/" + table + "/contract.yml", "grain:", "part: site\ngrain:");
    }
    economy.write(
        "jobs/metrics/owned/contract.yml",
        """
        row: one site in one month
        cadence: month
        part: site
        grain: [period, site]
        reads:
          clean.owner: [valid, span]
        columns:
          period: {type: date, meaning: month}
          site: {type: string, meaning: site}
          owner: {type: string, meaning: owner}
        """);
    economy.write(
        "jobs/metrics/owned/query.sql",
        """
        SELECT month.period, site, owner
        FROM clean.owner
        JOIN (SELECT explode(sequence(DATE'2020-01-01', DATE'2020-04-01', INTERVAL 1 MONTH)) AS period) AS month
          ON valid_from <= last_day(period) AND coalesce(valid_to > last_day(period), true)
        """);
    economy.edit(
        "jobs/clean/owner/owner.csv",
        "b,Beta,2020-01-01,",
        "b,Beta,2020-01-01,\nc,Alpha,2020-04-01,");
    economy.land("2020-04", "a,10", "b,30", ODD + ",1");
    assertEquals("done", economy.run().message());
    assertEquals(Map.of(), economy.plan());
  }

  @Test
  void onlyThePartThatChangedIsBuiltAndWritten() {
    economy.land("2020-02", "a,10", "b,40");
    assertEquals(
        List.of(),
        economy.rows("SELECT * FROM ops.period WHERE table = 'metrics.growth' AND file IS NULL"));
    // Visits are stale by period, and only one of their parts comes out different.
    assertEquals("2020-02 2020-02 2020-03 2020-03", economy.plan().get("metrics.growth"));
    economy.run();
    assertEquals("(period = DATE'2020-02-01') AND site IN ('b')", economy.replaced(VISIT));
    assertEquals(
        "(period >= DATE'2020-02-01' AND period <= DATE'2020-03-01') AND site IN ('b')",
        economy.replaced(GROWTH));
  }

  @Test
  void aNameOfAPartIsNeverReadAsSql() {
    economy.land("2020-04", "a,10", "b,30", ODD + ",2");
    economy.run();
    assertTrue(economy.replaced(VISIT).contains("site IN ('o"), economy.replaced(VISIT));
    assertEquals(
        List.of("a|10.0", "b|30.0", ODD + "|2.0"),
        economy.rows("SELECT site, visits FROM clean.visit WHERE month(period) = 4"));
    assertEquals(Map.of(), economy.plan());
  }

  @Test
  void aFactOfOnePartStalesThatPartFromThenOn() {
    economy.edit(
        "jobs/clean/owner/owner.csv", "b,Beta,2020-01-01,", "b,Beta,2020-01-01,2020-03-05");
    assertEquals("2020-03 2020-04", economy.plan().get("metrics.owned"));
    economy.run();
    assertEquals(
        List.of("2020-03-01|a", "2020-04-01|a", "2020-04-01|c"),
        economy.rows("SELECT period, site FROM metrics.owned WHERE month(period) > 2"));
    assertEquals(Map.of(), economy.plan());
  }

  @Test
  void aPartThatIsGoneIsRemovedAndANewOneAdded() {
    economy.edit("jobs/clean/owner/owner.csv", "b,Beta", "d,Beta");
    economy.run();
    assertEquals(
        List.of("2020-01-01|a", "2020-01-01|d", "2020-04-01|a", "2020-04-01|c", "2020-04-01|d"),
        economy.rows("SELECT period, site FROM metrics.owned WHERE month(period) IN (1, 4)"));
    assertEquals(Map.of(), economy.plan());
    economy.edit("jobs/clean/owner/owner.csv", "d,Beta,2020-01-01,\n", "");
    economy.edit("jobs/clean/owner/owner.csv", "c,Alpha,2020-04-01,\n", "");
    economy.edit("jobs/clean/owner/owner.csv", "a,Alpha,2020-01-01,\n", "");
    economy.run();
    assertEquals(List.of("0"), economy.rows("SELECT count(*) FROM metrics.owned"));
    assertEquals(List.of("0"), economy.rows("SELECT count(*) FROM clean.owner"));
    assertEquals(Map.of(), economy.plan());
  }

  @Test
  void aRowOfAPartThatNoInputHasIsRefused() {
    economy.edit("jobs/metrics/owned/query.sql", "site, owner", "upper(site) AS site, owner");
    Runner.Result result = economy.run();
    assertEquals(ExitCode.RULE_BROKEN, result.exitCode());
    assertTrue(
        result.message().contains("rows have period 2020-01-01, site 'A'"), result.message());
    assertEquals(
        List.of("a", "b"), economy.rows("SELECT site FROM metrics.owned WHERE month(period) = 1"));
  }

  @Test
  void whatIsLostOfTheIndexIsReadFromCommits() throws Exception {
    Map<?, Long> before = economy.versions();
    Folders.delete(root.resolve("warehouse/ops/period"));
    // What came out as before left no commit, and is built once more.
    assertEquals(Map.of("metrics.held", "2020-04"), economy.plan());
    economy.run();
    assertEquals(before, economy.versions());
  }
}
