package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.platformatlas.TestSession;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.JobsFolder;
import org.platformatlas.job.Sql;

class RepeatabilityTest {
  private static final Inputs INPUTS = new Inputs(TestSession.spark());

  @TempDir static Path root;

  @BeforeAll
  static void aTableWhoseGrainIsKnown() {
    Jobs jobs =
        new JobsFolder(root)
            .raw("visits", "month")
            .computed("clean/visit", "cadence: month", "SELECT period, site FROM raw.visits")
            .edit(
                "clean/visit/contract.yml",
                "columns:",
                """
                columns:
                  volume: {type: double, unit: visits, meaning: size}
                  count: {type: bigint, unit: visits, meaning: size}
                """)
            .load();
    jobs.all().forEach(INPUTS::bindUnknown);
  }

  private static List<String> problems(String query) {
    return Repeatability.problems(INPUTS.rows(Sql.parse(query), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT sum(count), avg(count), sum(CAST(volume AS DECIMAL(38, 10))) FROM clean.visit",
        "SELECT exact_sum(volume), exact_avg(volume), hhi(collect_list(volume)) FROM clean.visit",
        "SELECT ranked_shares(volume, site), concentration(volume) FROM clean.visit",
        "SELECT max(volume), min(site), count(*), count_if(volume > 0), bool_or(volume > 0),"
            + " median(volume), percentile(volume, 0.9) FROM clean.visit",
        "SELECT max(struct(volume, site)).site FROM clean.visit",
        "SELECT period, row_number() OVER (PARTITION BY period ORDER BY volume DESC, site)"
            + " FROM clean.visit",
        "SELECT lag(volume) OVER (PARTITION BY site ORDER BY period) FROM clean.visit",
        // Rows that are equal in all that is seen of them may change places.
        "SELECT volume, row_number() OVER (ORDER BY volume) FROM clean.visit",
        "SELECT rank() OVER (ORDER BY volume), dense_rank() OVER (ORDER BY volume)"
            + " FROM clean.visit",
        "SELECT max(volume) OVER (PARTITION BY period) FROM clean.visit",
        "SELECT sum(count) OVER (PARTITION BY site ORDER BY period ROWS 2 PRECEDING)"
            + " FROM clean.visit",
        "WITH total AS (SELECT period, exact_sum(volume) AS volume FROM clean.visit GROUP BY period)"
            + " SELECT lag(volume) OVER (ORDER BY period) FROM total",
        "SELECT row_number() OVER (ORDER BY count, site) FROM (SELECT DISTINCT count, site FROM"
            + " (SELECT * FROM clean.visit UNION ALL SELECT * FROM clean.visit))",
        "SELECT site, volume FROM clean.visit ORDER BY site, period LIMIT 3",
        "SELECT *, xxhash64(site) % 10 = 0 AS is_sampled FROM clean.visit",
      })
  void whatDependsOnTheRowsAloneIsTaken(String query) {
    assertEquals(List.of(), problems(query));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT sum(volume) FROM clean.visit"
            + "| visit.volume) depends on how the rows are split (use exact_sum)",
        "SELECT avg(volume) OVER (PARTITION BY period) FROM clean.visit"
            + "| visit.volume) depends on how the rows are split (use exact_avg)",
        "SELECT period FROM clean.visit GROUP BY period HAVING sum(CAST(volume AS FLOAT)) > 1"
            + "| depends on how the rows are split (use exact_sum)",
        "WITH a AS (SELECT sum(volume) AS v FROM clean.visit) SELECT (SELECT v FROM a) AS v"
            + "| depends on how the rows are split (use exact_sum)",
        "SELECT stddev(volume) FROM clean.visit| may depend on the order of the rows",
        "SELECT corr(volume, count) FROM clean.visit| may depend on the order of the rows",
        "SELECT approx_percentile(volume, 0.5) FROM clean.visit| may depend on the order",
        "SELECT first(site) FROM clean.visit| may depend on the order of the rows",
        "SELECT any_value(site) FROM clean.visit"
            + "| may depend on the order of the rows (use max(x), or max(struct(y, x)).x",
        "SELECT max_by(site, volume) FROM clean.visit| may depend on the order of the rows",
        "SELECT mode(site) FROM clean.visit| may depend on the order of the rows",
        "SELECT site, row_number() OVER (PARTITION BY period ORDER BY volume) FROM clean.visit"
            + "| row_number() OVER (…) depends on the order of rows that ORDER BY leaves equal",
        "SELECT period, row_number() OVER (ORDER BY volume, site) FROM clean.visit"
            + "| depends on the order of rows that ORDER BY leaves equal (add the columns",
        "SELECT lead(volume) OVER (ORDER BY period) FROM clean.visit| lead(",
        "SELECT site, ntile(4) OVER (ORDER BY volume) FROM clean.visit| ntile(4) OVER",
        "SELECT nth_value(site, 2) OVER (ORDER BY volume) FROM clean.visit| nth_value(",
        "SELECT sum(count) OVER (ORDER BY volume ROWS 2 PRECEDING) FROM clean.visit| sum(",
        "SELECT file, row_number() OVER (ORDER BY site, visits) FROM raw.visits| row_number() OVER",
        "SELECT site FROM clean.visit LIMIT 3| LIMIT takes any of the rows",
        "SELECT site, period FROM clean.visit ORDER BY volume LIMIT 3| LIMIT takes any",
        "SELECT site FROM clean.visit ORDER BY volume OFFSET 3| LIMIT takes any",
        "SELECT * FROM clean.visit TABLESAMPLE (10 PERCENT)| TABLESAMPLE takes other rows",
        "SELECT rand() FROM clean.visit| rand() is another every time",
        "SELECT site, uuid() AS id FROM clean.visit| uuid() is another every time",
        "SELECT shuffle(array(site, 'a')) FROM clean.visit| is another every time",
        "SELECT monotonically_increasing_id() FROM clean.visit| is another every time",
        "SELECT current_date() - period FROM clean.visit| current_date() is another at another",
        "SELECT * FROM clean.visit WHERE now() > period| now() is another at another time",
        "SELECT current_timestamp FROM clean.visit| current_timestamp() is another at another",
        "SELECT localtimestamp() FROM clean.visit| localtimestamp() is another at another time",
        "SELECT current_user() FROM clean.visit| current_user() is another in another session",
      })
  void whatDependsOnAnythingElseIsFound(String query, String expected) {
    List<String> problems = problems(query);
    assertEquals(1, problems.size(), problems.toString());
    assertEquals(
        true, problems.get(0).contains(expected), () -> problems.get(0) + " is not " + expected);
  }
}
