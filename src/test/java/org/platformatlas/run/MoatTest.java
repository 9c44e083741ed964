package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.platformatlas.TestSession;
import org.platformatlas.job.Job;
import org.platformatlas.job.Jobs;
import org.platformatlas.job.Problems;
import org.platformatlas.job.TableName;

/**
 * Twenty economies of ten platforms that open outlets in four years. In those with a moat the share
 * online grows in the three months after an outlet opens; in those without, at any time; in those
 * where fame comes first, outlets follow shares.
 */
class MoatTest {
  private static final TableName MOAT = TableName.parse("metrics.offline_moat");
  private static final TableName COVERAGE = TableName.parse("metrics.offline_coverage");
  private static final TableName SHARE = TableName.parse("metrics.platform_share");
  private static final int ECONOMIES = 20;
  private static final int PLATFORMS = 10;
  private static final int MONTHS = 48;

  private enum Kind {
    MOAT,
    NONE,
    FAME_FIRST
  }

  private final Jobs jobs = Jobs.load(Path.of("jobs"), new Problems());

  @Test
  void aPlantedMoatIsFoundAndNoneWhereNoneIs() {
    assertEquals(Map.of("supported", ECONOMIES), verdicts(Kind.MOAT, PLATFORMS));
    Map<String, Integer> none = verdicts(Kind.NONE, PLATFORMS);
    assertTrue(none.getOrDefault("undetermined", 0) >= ECONOMIES - 2, none.toString());
    assertEquals(
        0, verdicts(Kind.FAME_FIRST, PLATFORMS).getOrDefault("supported", 0), "fame comes first");
  }

  @Test
  void sevenPlatformsAreTooFew() {
    assertEquals(Map.of("not measurable", ECONOMIES), verdicts(Kind.MOAT, 7));
  }

  /** How many economies get which verdict in the last year; an economy is a market. */
  private Map<String, Integer> verdicts(Kind kind, int platforms) {
    List<Map<String, String>> coverage = new ArrayList<>();
    List<Map<String, String>> shares = new ArrayList<>();
    for (int economy = 0; economy < ECONOMIES; economy++) {
      for (int platform = 0; platform < platforms; platform++) {
        plant(kind, economy, platform, coverage, shares);
      }
    }
    List<Row> moat =
        run(MOAT, Map.of(SHARE, shares, COVERAGE, coverage)).stream()
            .filter(row -> row.getAs("period").toString().equals("2023-01-01"))
            .toList();
    assertEquals(ECONOMIES * platforms, moat.size());
    Map<String, Integer> verdicts = new LinkedHashMap<>();
    run(TableName.parse("metrics.offline_finding"), Map.of(MOAT, texts(moat)))
        .forEach(row -> verdicts.merge(row.getAs("verdict"), 1, Integer::sum));
    return verdicts;
  }

  private static void plant(
      Kind kind,
      int economy,
      int platform,
      List<Map<String, String>> coverage,
      List<Map<String, String>> shares) {
    Random random = new Random(1000L * economy + platform);
    String name = "Platform %d of %d".formatted(platform, economy);
    double[] cause = new double[MONTHS + 3];
    double[] effect = new double[MONTHS + 3];
    cause[0] = .01;
    effect[0] = .01;
    for (int month = 1; month < cause.length; month++) {
      double step = random.nextInt(4) == 0 ? .01 : 0;
      cause[month] = cause[month - 1] + step;
      effect[month] = effect[month - 1] + .001 * random.nextDouble();
      if (month >= 3 && kind != Kind.NONE) {
        effect[month] += .2 * (cause[month - 2] - cause[month - 3]);
      }
    }
    double[] covered = kind == Kind.FAME_FIRST ? effect : cause;
    double[] share = kind == Kind.FAME_FIRST ? cause : effect;
    for (int month = 0; month < MONTHS; month++) {
      String period = LocalDate.of(2020, 1, 1).plusMonths(month).toString();
      coverage.add(
          Map.of(
              "cadence", "month",
              "period", period,
              "platform", name,
              "country", "US",
              "area", "US",
              "division", "us_county",
              "radius", "10 mi",
              "covered_share", Double.toString(covered[month]),
              "survivors_only", "false"));
      shares.add(
          Map.of(
              "source", "planted",
              "cadence", "month",
              "period", period,
              "market", "economy " + economy,
              "area", "US",
              "area_kind", "country",
              "level", "group",
              "platform", name,
              "share_listed", Double.toString(share[month])));
    }
  }

  private List<Row> run(TableName table, Map<TableName, List<Map<String, String>>> given) {
    Job job = jobs.get(table);
    return Cases.asFewRows(
        TestSession.spark(),
        () -> Cases.run(TestSession.spark(), jobs, job, Map.of(), given).collectAsList());
  }

  private static List<Map<String, String>> texts(List<Row> rows) {
    return rows.stream()
        .map(
            row -> {
              Map<String, String> text = new LinkedHashMap<>();
              for (String column : row.schema().fieldNames()) {
                if (row.getAs(column) != null) {
                  text.put(column, row.getAs(column).toString());
                }
              }
              return text;
            })
        .toList();
  }
}
