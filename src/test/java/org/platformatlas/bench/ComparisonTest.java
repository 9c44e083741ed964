package org.platformatlas.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.platformatlas.TestSession;

/** Answers that differ are found to differ. */
class ComparisonTest {
  private static final String OURS = "('a', 'x', 1D, 2), ('a', 'y', 0D, 3), (NULL, 'y', 5D, 4)";

  @Test
  void answersThatDifferByRoundingAreTheSame() {
    assertEquals(List.of(), differences(OURS));
    assertEquals(
        List.of(),
        differences("(NULL, 'y', 5.000000004D, 4), ('a', 'y', 1e-13D, 3), ('a', 'x', 1D, 2)"));
    String unknown = OURS.replace("0D", "double('NaN')").replace("5D", "CAST(NULL AS DOUBLE)");
    assertEquals(List.of(), differences(unknown, unknown));
  }

  @Test
  void aChangedNumberIsFound() {
    assertFound("share: ", "('a', 'x', 1.00000001D, 2), ('a', 'y', 0D, 3), (NULL, 'y', 5D, 4)");
    assertFound("share: ", "('a', 'x', 1D, 2), ('a', 'y', 1e-11D, 3), (NULL, 'y', 5D, 4)");
    assertFound("share: ", OURS.replace("0D", "double('NaN')"));
    assertFound("share: ", OURS.replace("0D", "double('infinity')"));
    assertFound("share: ", OURS.replace("5D", "CAST(NULL AS DOUBLE)"));
    assertFound("rank: ", OURS.replace("3)", "4)"));
    assertFound("rank, share: ", OURS.replace("0D, 3)", "1D, 4)"));
  }

  @Test
  void aMissingRowIsFound() {
    assertFound("3 rows, theirs 2", "('a', 'x', 1D, 2), ('a', 'y', 0D, 3)");
  }

  @Test
  void aRowTooManyIsFound() {
    assertFound("3 rows, theirs 4", OURS + ", ('b', 'y', 5D, 4)");
    assertFound("3 rows, theirs 4", OURS + ", ('a', 'x', 1D, 2)");
  }

  @Test
  void anotherKeyIsFoundOnBothSides() {
    List<String> differences = differences(OURS.replace("'x'", "'z'"));
    assertEquals(2, differences.size(), differences.toString());
    assertTrue(
        differences.stream()
            .anyMatch(d -> d.startsWith("only ours: {\"market\":\"a\",\"site\":\"x\"")),
        differences.toString());
    assertTrue(
        differences.stream().anyMatch(d -> d.startsWith("only theirs: ")), differences.toString());
    // As many rows, of which one is there twice and another is not.
    assertTrue(!differences(OURS.replace("'x', 1D, 2", "'y', 0D, 3")).isEmpty());
  }

  @Test
  void anotherColumnIsFound() {
    Dataset<Row> ours = answer(OURS);
    List<String> differences =
        Comparison.differences(ours, ours.drop("rank"), List.of("market", "site"));
    assertEquals(
        List.of("columns [market, rank, share, site], theirs [market, site, share]"), differences);
  }

  private static void assertFound(String start, String theirs) {
    List<String> differences = differences(theirs);
    assertEquals(1, differences.size(), differences.toString());
    assertTrue(differences.get(0).startsWith(start), differences.toString());
  }

  private static List<String> differences(String theirs) {
    return differences(OURS, theirs);
  }

  private static List<String> differences(String ours, String theirs) {
    return Comparison.differences(answer(ours), answer(theirs), List.of("market", "site"));
  }

  private static Dataset<Row> answer(String rows) {
    return TestSession.spark()
        .sql("SELECT * FROM VALUES %s AS (market, site, share, rank)".formatted(rows));
  }
}
