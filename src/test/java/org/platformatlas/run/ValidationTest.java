package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.TestSession;
import org.platformatlas.job.Contract;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Problems;
import org.platformatlas.job.TableName;

class ValidationTest {
  @TempDir Path root;

  @Test
  void theProjectsOwnJobsHaveNoProblemsAndTheirGrainIsProvenJustWhereThePlanShowsIt() {
    Problems problems = new Problems();
    Jobs jobs = Jobs.load(Path.of("jobs"), problems);
    Map<TableName, Dataset<Row>> analysed =
        Validation.check(TestSession.spark(), jobs, jobs.all(), false, problems);
    problems.throwIfAny();
    Map<String, Boolean> proven = new TreeMap<>();
    for (String table : List.of("clean.traffic", "clean.platform_traffic", "metrics.head_effect")) {
      TableName name = TableName.parse(table);
      proven.put(table, QueryBuild.provesGrain(analysed.get(name), jobs.get(name)));
    }
    assertEquals(
        Map.of("clean.traffic", false, "clean.platform_traffic", true, "metrics.head_effect", true),
        proven);
  }

  @Test
  void theEnginesColumnsOfARawTableAreThoseThatContractsMayNotUse() {
    Economy economy = Economy.in(root);
    Jobs jobs = Jobs.load(economy.root.resolve("jobs"), new Problems());
    Job raw = jobs.get(Economy.RAW);
    List<String> added = new ArrayList<>(Inputs.types(raw).keySet());
    added.removeAll(raw.contract().columnNames());
    assertEquals(Contract.OF_EVERY_RAW_TABLE, added);
  }

  @Test
  void everyQueryAndRuleIsAnalysedAgainstTheContractsOfItsInputs() {
    Economy economy = Economy.in(root);
    economy.edit("jobs/clean/visit/query.sql", "CAST(visits AS", "CAST(visit AS");
    economy.edit("jobs/clean/visit/contract.yml", "visits < 1000000", "vists < 1000000");
    economy.edit("jobs/metrics/growth/contract.yml", "growth: {type: double", "growth: {type: int");
    economy.edit("jobs/metrics/held/query.sql", "AS concentration", "AS hhi");
    List<String> problems = problems(root.resolve("jobs"));
    assertEquals(4, problems.size(), problems.toString());
    assertContains(problems.get(0), "clean/visit/query.sql: ", "`visit` cannot be resolved");
    assertContains(problems.get(0), "Did you mean one of the following? [`visits`");
    assertContains(problems.get(1), "rule 'visits_stay_below_a_million'", "`vists` cannot be");
    assertContains(
        problems.get(2), "column 'growth' is DOUBLE in the query and INT in the contract");
    assertContains(
        problems.get(3),
        "the query gives no column 'concentration'; the contract has no column 'hhi'");
  }

  @Test
  void aConstantThatCannotBeComputedIsAProblem() {
    Economy economy = Economy.in(root);
    economy.edit("jobs/clean/visit/query.sql", "CAST(visits AS", "int('one') * CAST(visits AS");
    List<String> problems = problems(root.resolve("jobs"));
    assertEquals(1, problems.size(), problems.toString());
    assertContains(problems.get(0), "clean/visit/query.sql: ", "'one'");
  }

  @Test
  void aRuleThatIsNoConditionIsAProblem() {
    Economy economy = Economy.in(root);
    economy.edit("jobs/clean/visit/contract.yml", "visits < 1000000", "site");
    List<String> problems = problems(root.resolve("jobs"));
    assertEquals(1, problems.size(), problems.toString());
    assertContains(problems.get(0), "rule 'visits_stay_below_a_million'", "STRING");
  }

  @Test
  void aContractThatCannotBeReadIsOneProblemAndThoseBesideItAreFound() {
    Economy economy = Economy.in(root);
    economy.edit("jobs/clean/visit/contract.yml", "meaning: month}", "meaning: month, day}");
    economy.edit("jobs/clean/owner/query.sql", "SELECT site", "SELECT sight");
    List<String> problems = problems(root.resolve("jobs"));
    assertEquals(2, problems.size(), problems.toString());
    assertContains(problems.get(0), "jobs/clean/visit/contract.yml: Cannot parse YAML");
    assertContains(problems.get(1), "clean/owner/query.sql: ", "`sight` cannot be resolved");
  }

  private static List<String> problems(Path jobs) {
    Problems problems = new Problems();
    Jobs loaded = Jobs.load(jobs, problems);
    Validation.check(TestSession.spark(), loaded, loaded.all(), true, problems);
    return problems.messages();
  }

  private static void assertContains(String text, String... parts) {
    for (String part : parts) {
      assertTrue(text.contains(part), text);
    }
  }
}
