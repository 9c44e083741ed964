package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.TestSession;
import org.platformatlas.job.Contract;
import org.platformatlas.job.JobsFolder;
import org.platformatlas.job.Rule;
import org.platformatlas.job.TableName;
import org.platformatlas.plan.Content;
import org.platformatlas.plan.Entry;

class JudgeTest {
  @TempDir Path root;

  private static Dataset<Row> sql(String text) {
    return TestSession.spark().sql(text);
  }

  private static Dataset<Row> values(String rows) {
    return sql("SELECT * FROM VALUES " + rows + " AS t (a, b)");
  }

  /** The content of all columns. */
  private static Content content(Dataset<Row> rows) {
    Judge judge = new Judge(List.of(), List.of(rows.columns()));
    List<Judge.Group> groups = judge.judge(judge.mark(rows), List.of());
    assertEquals(1, groups.size());
    return groups.get(0).content();
  }

  @Test
  void theOrderOfRowsAndTheirPartitionsAreNoContent() {
    Dataset<Row> rows =
        sql(
            """
            SELECT id, id / 7 AS ratio, concat('site ', id) AS site,
              nullif(id % 3, 0) AS maybe, date_add(DATE'2020-01-01', CAST(id AS INT)) AS day
            FROM range(1000)
            """);
    Content content = content(rows);
    assertEquals(content, content(rows.repartition(1)));
    assertEquals(content, content(rows.repartition(13)));
    assertEquals(content, content(rows.orderBy(functions.col("site").desc())));
    assertNotEquals(content, content(rows.where("id <> 500")));
    Content half = content(rows.where("id < 500"));
    assertEquals(content, half.plus(content(rows.where("id >= 500"))));
    assertEquals(half, content.minus(content(rows.where("id >= 500"))));
  }

  @Test
  void whatLooksAlikeIsNotTheSame() {
    List<String> rows =
        List.of(
            "('a', 'b')",
            "('b', 'a')",
            "('ab', '')",
            "('', 'ab')",
            "('ab', CAST(NULL AS STRING))",
            "(CAST(NULL AS STRING), 'ab')",
            "('', '')",
            "(CAST(NULL AS STRING), '')",
            "('', CAST(NULL AS STRING))",
            "(CAST(NULL AS STRING), CAST(NULL AS STRING))",
            "('null', 'null')",
            "('a', 'b'), ('a', 'b')",
            "('a', 'b'), ('a', 'b'), ('a', 'b')",
            "('a', 'a'), ('b', 'b')",
            "('a', 'b'), ('b', 'a')");
    assertAllDiffer(rows);
  }

  @Test
  void mapsArraysAndStructsAreContent() {
    assertAllDiffer(
        List.of(
            "(1, map('x', 1.5D))",
            "(1, map('x', 2.5D))",
            "(1, map('y', 1.5D))",
            "(1, map('x', CAST(NULL AS DOUBLE)))",
            "(1, map())",
            "(1, CAST(NULL AS MAP<STRING, DOUBLE>))"));
    assertAllDiffer(
        List.of(
            "(1, array())",
            "(1, array('a', 'b'))",
            "(1, array('b', 'a'))",
            "(1, array('a,b'))",
            "(1, array('a', NULL))",
            "(1, array('a'))",
            "(1, array(CAST(NULL AS STRING)))",
            "(1, CAST(NULL AS ARRAY<STRING>))"));
    assertAllDiffer(
        List.of(
            "(1, named_struct('x', 'a', 'y', CAST(NULL AS STRING)))",
            "(1, named_struct('x', CAST(NULL AS STRING), 'y', 'a'))",
            "(1, named_struct('x', CAST(NULL AS STRING), 'y', CAST(NULL AS STRING)))",
            "(1, CAST(NULL AS STRUCT<x: STRING, y: STRING>))"));
    assertAllDiffer(
        List.of(
            "(1, map('k', map('x', 1)))",
            "(1, map('k', CAST(NULL AS MAP<STRING, INT>)))",
            "(1, map('k', map('x', CAST(NULL AS INT))))"));
    assertEquals(content(values("(1, map('x', 1.5D))")), content(values("(1, map('x', 1.5D))")));
  }

  @Test
  void theOrderOfAMapIsNoContent() {
    assertEquals(
        content(values("(1, map('x', map('a', 1, 'b', 2), 'y', NULL))")),
        content(values("(1, map('y', NULL, 'x', map('b', 2, 'a', 1)))")));
  }

  private static void assertAllDiffer(List<String> tables) {
    List<String> contents = new ArrayList<>();
    for (String rows : tables) {
      String content = content(values(rows)).toString();
      int same = contents.indexOf(content);
      assertEquals(-1, same, () -> rows + " is taken for " + tables.get(Math.max(same, 0)));
      contents.add(content);
    }
  }

  @Test
  void aRowThatBreaksAQuarantineRuleIsNoContent() {
    List<Rule> rules =
        List.of(
            new Rule(Rule.Severity.FAIL, "small", "b < 100"),
            new Rule(Rule.Severity.QUARANTINE, "named", "a <> ''"),
            new Rule(Rule.Severity.QUARANTINE, "positive", "b > 0"),
            new Rule(Rule.Severity.WARN, "round", "b % 10 = 0"));
    Judge judge = new Judge(rules, List.of("a", "b"));
    Dataset<Row> marked =
        judge.mark(values("('x', 10), ('', -1), ('', 500), ('y', 205), ('z', NULL)"));
    assertEquals(
        List.of("[10,]", "[-1,named positive]", "[500,named]", "[205,]", "[null,]"),
        marked.selectExpr("b", "array_join(_broken, ' ')").collectAsList().stream()
            .map(Row::toString)
            .toList());
    Judge.Group group = judge.judge(marked, List.of()).get(0);
    assertEquals(3, group.rows());
    assertEquals(2, group.quarantined());
    assertEquals(Map.of("small", 1L, "named", 2L, "positive", 1L, "round", 1L), group.broken());
    assertEquals(content(values("('x', 10), ('y', 205), ('z', NULL)")), group.content());
  }

  @Test
  void eachPeriodIsAGroupAndNoRowsAreNoContent() {
    Dataset<Row> rows =
        sql(
            """
            SELECT * FROM VALUES (DATE'2020-01-01', 'a'), (DATE'2020-01-01', 'b'),
              (DATE'2020-02-01', ''), (NULL, 'c') AS t (period, site)
            """);
    Rule named = new Rule(Rule.Severity.QUARANTINE, "named", "site <> ''");
    Judge judge = new Judge(List.of(named), List.of("site"));
    Set<String> found = new LinkedHashSet<>();
    for (Judge.Group group : judge.judge(judge.mark(rows), List.of("period"))) {
      found.add(
          "%s %d %d %s"
              .formatted(
                  group.period(),
                  group.rows(),
                  group.quarantined(),
                  group.content().equals(Content.EMPTY)));
    }
    assertEquals(Set.of("2020-01-01 2 0 false", "2020-02-01 0 1 true", "null 1 0 false"), found);
    assertEquals(Content.EMPTY, content(rows.where("false")));
  }

  private List<Entry> days(String rows) {
    Contract contract =
        new JobsFolder(root)
            .write("clean/owner/query.sql", "SELECT * FROM fact.owner")
            .write("clean/owner/owner.csv", "site,owner,valid_from,valid_to\n")
            .write(
                "clean/owner/contract.yml",
                """
                row: who owns a site from one day to another
                validity: [valid_from, valid_to]
                grain: [site, valid_from]
                columns:
                  site: {type: string, meaning: site}
                  valid_from: {type: date, meaning: first day}
                  valid_to: {type: date, meaning: first day no more}
                """)
            .load()
            .get(TableName.parse("clean.owner"))
            .contract();
    Dataset<Row> owners =
        sql(
            "SELECT site, CAST(valid_from AS DATE), CAST(valid_to AS DATE) FROM VALUES "
                + rows
                + " AS t (site, valid_from, valid_to)");
    return Judge.days(contract, new Judge(List.of(), List.of()).mark(owners));
  }

  private static String dates(List<Entry> days) {
    return String.join(" ", days.stream().map(entry -> entry.period().toString()).toList());
  }

  @Test
  void theContentOfADayIsThatOfTheRowsValidThen() {
    List<Entry> days =
        days(
            """
            ('a', '2020-01-01', '2020-03-01'), ('b', '2020-02-01', NULL), ('c', '2020-03-01', NULL),
            ('d', NULL, '2020-02-01')
            """);
    assertEquals("0001-01-01 2020-01-01 2020-02-01 2020-03-01", dates(days));
    List<Entry> a = days("('a', '2020-01-01', NULL)");
    List<Entry> b = days("('b', '2020-02-01', NULL)");
    List<Entry> c = days("('c', '2020-03-01', NULL)");
    List<Entry> d = days("('d', CAST(NULL AS STRING), NULL)");
    assertEquals(d.get(0).content(), days.get(0).content());
    assertEquals(d.get(0).content().plus(a.get(0).content()), days.get(1).content());
    assertEquals(a.get(0).content().plus(b.get(0).content()), days.get(2).content());
    assertEquals(b.get(0).content().plus(c.get(0).content()), days.get(3).content());
  }

  @Test
  void anEndThatBecomesKnownChangesNothingBeforeIt() {
    List<Entry> open = days("('a', '2020-01-01', NULL), ('b', '2020-01-15', NULL)");
    List<Entry> closed = days("('a', '2020-01-01', '2020-06-01'), ('b', '2020-01-15', NULL)");
    assertEquals("2020-01-01 2020-01-15 2020-06-01", dates(closed));
    assertEquals(open, closed.subList(0, 2));
    List<Entry> ended = days("('a', '2020-01-01', '2020-06-01')");
    assertEquals(Content.EMPTY, ended.get(1).content());
  }

  @Test
  void aRowThatEndsBeforeItBeginsIsNeverValid() {
    List<Entry> days = days("('a', '2020-01-01', NULL), ('b', '2020-06-01', '2020-03-01')");
    Set<Content> contents = new LinkedHashSet<>();
    days.forEach(day -> contents.add(day.content()));
    assertEquals(1, contents.size());
  }
}
