package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.PlantedEcosystem.Act;
import org.platformatlas.run.Warehouse;

/**
 * What is planted in twenty ecosystems comes out of the tables, and one more month of acts rewrites
 * what it touches.
 */
class EcosystemIT {
  private static final List<PlantedEcosystem> ECOSYSTEMS =
      IntStream.rangeClosed(1, 20).mapToObj(PlantedEcosystem::of).toList();
  private static final String[] TABLES = {
    "metrics.boundary_blur", "metrics.ecosystem_move", "metrics.ecosystem_overlap"
  };

  @TempDir Path root;

  @Test
  void whatIsPlantedIsRecoveredAndOneMoreMonthRewritesItsYearAlone() throws Exception {
    publish("");
    TestSession.compiled(this::run);
    overlaps();
    convergence();
    moves();

    Map<String, Long> before = Commits.versions(warehouse());
    run();
    assertEquals(before, Commits.versions(warehouse()));

    PlantedEcosystem last = ECOSYSTEMS.get(19);
    int year = last.year(9);
    publish(row(last.platform(3), "One more", year, "1/12/" + year));
    run();
    Map<String, Long> after = Commits.versions(warehouse());
    for (String table : List.of("clean.activity", "metrics.boundary_blur")) {
      assertEquals(before.get(table) + 1, after.get(table), table);
      assertEquals(
          "period = DATE'" + year + "-01-01'", Commits.predicate(warehouse(), table), table);
    }
    // Nothing is known of what the company does.
    for (String table : List.of("clean.portfolio", "metrics.ecosystem_overlap")) {
      assertEquals(before.get(table), after.get(table), table);
    }
  }

  /** Every pair that has something in common, to the last digit. */
  private void overlaps() {
    Map<String, Double> measured = new TreeMap<>();
    for (Row row : rows("metrics/ecosystem_overlap")) {
      if (row.getAs("ground").equals("category")) {
        measured.put(key(row), row.getAs("jaccard"));
      }
    }
    Map<String, Double> planted = new TreeMap<>();
    for (PlantedEcosystem one : ECOSYSTEMS) {
      for (int year : new int[] {4, 5, 9}) {
        for (int a = 0; a < PlantedEcosystem.PLATFORMS; a++) {
          for (int b = a + 1; b < PlantedEcosystem.PLATFORMS; b++) {
            if (one.jaccard(year, a, b) > 0) {
              String pair = one.platform(a) + "|" + one.platform(b);
              planted.put(one.year(year) + "|" + pair, one.jaccard(year, a, b));
            }
          }
        }
      }
    }
    assertEquals(planted, measured);
  }

  private static String key(Row row) {
    return row.getAs("period").toString().substring(0, 4)
        + "|"
        + row.getAs("platform_a")
        + "|"
        + row.getAs("platform_b");
  }

  /** By chance alone one ecosystem of forty seems to converge. */
  private void convergence() {
    Map<Integer, String> courses = new TreeMap<>();
    for (Row row : rows("metrics/boundary_blur")) {
      if (row.getAs("scope").equals("all") && row.getAs("kind").equals("any")) {
        courses.put(
            Integer.parseInt(row.getAs("period").toString().substring(0, 4)), row.getAs("course"));
      }
    }
    int wrong = 0;
    for (PlantedEcosystem one : ECOSYSTEMS) {
      String course = courses.get(one.year(9));
      if (PlantedEcosystem.converges(one.seed())) {
        assertEquals("converging", course, "seed " + one.seed());
      } else {
        wrong += course.equals("converging") ? 1 : 0;
      }
    }
    assertTrue(wrong <= 1, wrong + " of 10 converge without cause");
  }

  private void moves() {
    Map<String, String> measured = new TreeMap<>();
    for (Row row : rows("metrics/ecosystem_move")) {
      measured.put(
          row.getAs("platform") + "|" + row.getAs("field"),
          row.getAs("period").toString().substring(0, 4) + " " + row.getAs("relatedness"));
    }
    for (PlantedEcosystem one : ECOSYSTEMS) {
      String field = "|field " + one.seed() + "a5";
      String year = one.year(5) + " ";
      assertEquals(year + "micro-innovation", measured.get(one.platform(0) + field));
      assertEquals(
          year + "leap", measured.get(one.platform(PlantedEcosystem.PLATFORMS - 1) + field));
    }
  }

  /** Writes the ecosystems in their publisher's layout, with more rows of acts. */
  private void publish(String more) throws IOException {
    write(
        "tech-giants-acquisitions/Acquisitions.csv",
        "Acquisitions ID,Acquired Company,Acquiring Company,Year of acquisition announcement,"
            + "Deal announced on,Price,Status,Terms,Acquisition Profile,News,News Link\n"
            + everyAct(
                one ->
                    act ->
                        row(
                            one.platform(act.platform()),
                            one.company(act),
                            one.year(act.year()),
                            (act.number() + 1) + "/06/" + one.year(act.year())))
            + more);
    write(
        "tech-giants-acquisitions/Acquired Tech Companies.csv",
        "Company,Market Categories,Country (HQ),Acquired by,Acquisitions ID\n"
            + everyAct(
                one -> act -> String.join(",", one.company(act), one.field(act), "", "", "\n")));
    List<String> platforms = new ArrayList<>();
    for (PlantedEcosystem one : ECOSYSTEMS) {
      for (int platform = 0; platform < PlantedEcosystem.PLATFORMS; platform++) {
        platforms.add(one.platform(platform) + ",,\n");
      }
    }
    write(
        "tech-giants-acquisitions/Acquiring Tech Companies.csv",
        "Acquiring Company,Market Categories,Country (HQ)\n" + String.join("", platforms));
    // A field is a group of its own.
    write(
        "crunchbase-categories/category_groups.csv",
        "uuid,category_name,category_group_list\n"
            + everyAct(one -> act -> "," + one.field(act) + "," + one.field(act) + "\n"));
  }

  private static String everyAct(Function<PlantedEcosystem, Function<Act, String>> text) {
    StringBuilder rows = new StringBuilder();
    for (PlantedEcosystem one : ECOSYSTEMS) {
      one.acts().forEach(act -> rows.append(text.apply(one).apply(act)));
    }
    return rows.toString();
  }

  private static String row(String platform, String company, int year, String date) {
    return String.join(
        ",",
        platform + company,
        company,
        platform,
        year + "",
        date,
        "Undisclosed amount",
        ",,,,\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve("landing/industry").resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void run() {
    Here.run(Path.of("jobs"), root.resolve("landing"), root.resolve("warehouse"), TABLES);
  }

  private Warehouse warehouse() {
    return new Warehouse(TestSession.spark(), root.resolve("warehouse").toString());
  }

  private List<Row> rows(String table) {
    return TestSession.spark()
        .read()
        .format("delta")
        .load(root.resolve("warehouse").resolve(table).toString())
        .collectAsList();
  }
}
