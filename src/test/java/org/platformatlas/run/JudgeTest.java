package org.platformatlas.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
    Judge judge = Judge.of(List.of(), List.of(rows.columns()));
    List<Judge.Group> groups = judge.judge(rows, List.of()).groups();
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

  private static Rule rule(Rule.Severity severity, String name, String condition) {
    return new Rule(severity, name, List.of(), condition);
  }

  /** How often each rule is broken, null for one that could not be evaluated. */
  private static Map<String, Long> broken(Judge.Judgement judgement) {
    Map<String, Long> broken = new LinkedHashMap<>();
    judgement.results().forEach(result -> broken.put(result.rule().name(), result.broken()));
    return broken;
  }

  @Test
  void aRowThatBreaksAQuarantineRuleIsNoContent() {
    List<Rule> rules =
        List.of(
            rule(Rule.Severity.FAIL, "small", "b < 100"),
            rule(Rule.Severity.QUARANTINE, "named", "a <> ''"),
            rule(Rule.Severity.QUARANTINE, "positive", "b > 0"),
            rule(Rule.Severity.WARN, "round", "b % 10 = 0"));
    Judge.Judgement judgement =
        Judge.of(rules, List.of("a", "b"))
            .judge(values("('x', 10), ('', -1), ('', 500), ('y', 205), ('z', NULL)"), List.of());
    assertEquals(
        List.of("[-1,named positive]", "[500,named]"),
        judgement.quarantined().selectExpr("b", "array_join(reasons, ' ')").collectAsList().stream()
            .map(Row::toString)
            .toList());
    assertEquals(3, judgement.kept().count());
    Judge.Group group = judgement.groups().get(0);
    assertEquals(3, group.rows());
    assertEquals(2, group.quarantined());
    assertEquals(Map.of("small", 1L, "named", 2L, "positive", 1L, "round", 1L), broken(judgement));
    assertEquals(content(values("('x', 10), ('y', 205), ('z', NULL)")), group.content());
  }

  @Test
  void aRuleOfGroupsIsAboutWhatIsKept() {
    List<Rule> rules =
        List.of(
            new Rule(Rule.Severity.FAIL, "whole", List.of("a"), "sum(b) = 100"),
            new Rule(Rule.Severity.WARN, "several", List.of("a"), "count(*) > 1"),
            new Rule(Rule.Severity.FAIL, "unique", List.of("a", "b"), "count(*) = 1"),
            rule(Rule.Severity.QUARANTINE, "positive", "b > 0"));
    Judge.Judgement judgement =
        Judge.of(rules, List.of("a", "b"))
            .judge(
                values("('x', 60), ('x', 40), ('x', -5), ('y', 100), ('z', 7), ('z', 7)"),
                List.of());
    assertEquals(
        Map.of("whole", 1L, "several", 1L, "unique", 1L, "positive", 1L), broken(judgement));
    assertEquals(
        """
        rule 'whole' (sum(b) = 100, by a) is broken by 1 group, such as
          {"a":"z"}
        rule 'unique' (count(*) = 1, by a, b) is broken by 1 group, such as
          {"a":"z","b":7}
        """,
        judgement.refusal() + System.lineSeparator());
  }

  @Test
  void aRuleTakenAsProvenIsNotCounted() {
    Rule unique = new Rule(Rule.Severity.FAIL, "unique", List.of("a"), "count(*) = 1");
    Judge judge = Judge.of(List.of(unique), List.of("a", "b"));
    Dataset<Row> twice = values("('x', 1), ('x', 2)");
    assertEquals(Map.of("unique", 1L), broken(judge.judge(twice, List.of())));
    assertEquals(Map.of("unique", 0L), broken(judge.trusting(unique).judge(twice, List.of())));
  }

  @Test
  void aRuleThatCannotBeEvaluatedKeepsNoOtherFromBeingSo() {
    List<Rule> rules =
        List.of(
            rule(Rule.Severity.FAIL, "small", "b < 100"),
            rule(Rule.Severity.WARN, "ratio", "1 / b < 1"),
            rule(Rule.Severity.WARN, "unknown", "c > 1"));
    Dataset<Row> rows = values("('x', 0), ('y', 5)");
    Judge.Judgement judgement = Judge.of(rules, List.of("a", "b")).judge(rows, List.of());
    Map<String, Long> expected = new LinkedHashMap<>();
    expected.put("small", 0L);
    expected.put("ratio", null);
    expected.put("unknown", null);
    assertEquals(expected, broken(judgement));
    assertNull(judgement.refusal());
    assertTrue(
        judgement.warning().startsWith("rule 'ratio' cannot be evaluated: [DIVIDE_BY_ZERO]"),
        judgement.warning());
    assertEquals(content(rows), judgement.groups().get(0).content());
  }

  @Test
  void aRuleThatCannotBeEvaluatedRefusesTheTableUnlessItOnlyWarns() {
    List<Rule> rules =
        List.of(
            rule(Rule.Severity.FAIL, "ratio", "1 / b < 1"),
            rule(Rule.Severity.QUARANTINE, "a_number", "CAST(a AS INT) > 0"),
            rule(Rule.Severity.QUARANTINE, "positive", "b > 0"));
    Judge.Judgement judgement =
        Judge.of(rules, List.of("a", "b")).judge(values("('7', 0), ('y', 5)"), List.of());
    List<String> refusals = judgement.refusal().lines().toList();
    assertEquals(1, refusals.size(), judgement.refusal());
    assertTrue(
        refusals.get(0).startsWith("rule 'a_number' cannot be evaluated: [CAST_INVALID_INPUT]"),
        judgement.refusal());
    assertEquals(1L, broken(judgement).get("positive"));
    assertEquals(0L, broken(judgement).get("ratio")); // its only row without a ratio is not kept
  }

  @Test
  void aQueryThatFailsIsNoRulesFault() {
    Judge judge = Judge.of(List.of(rule(Rule.Severity.WARN, "small", "b < 1")), List.of("b"));
    Dataset<Row> rows = values("('x', 0)").selectExpr("a", "1 / b AS b");
    Exception failure = assertThrows(Exception.class, () -> judge.judge(rows, List.of()));
    assertTrue(failure.getMessage().startsWith("[DIVIDE_BY_ZERO]"), failure.getMessage());
  }

  @Test
  void aRuleOfAGoodRowIsNotEvaluatedForABadOne() {
    List<Rule> rules =
        List.of(
            rule(Rule.Severity.QUARANTINE, "a_number", "try_cast(a AS INT) IS NOT NULL"),
            rule(Rule.Severity.FAIL, "small", "CAST(a AS INT) < 100"),
            rule(Rule.Severity.FAIL, "positive", "CAST(a AS INT) > 0"));
    Judge.Judgement judgement =
        Judge.of(rules, List.of("a", "b")).judge(values("('7', 0), ('y', 5)"), List.of());
    assertEquals(Map.of("a_number", 1L, "small", 0L, "positive", 0L), broken(judgement));
  }

  @Test
  void eachPeriodIsAGroupAndNoRowsAreNoContent() {
    Dataset<Row> rows =
        sql(
            """
            SELECT * FROM VALUES (DATE'2020-01-01', 'a'), (DATE'2020-01-01', 'b'),
              (DATE'2020-02-01', ''), (NULL, 'c') AS t (period, site)
            """);
    Rule named = rule(Rule.Severity.QUARANTINE, "named", "site <> ''");
    Judge judge = Judge.of(List.of(named), List.of("site"));
    Set<String> found = new LinkedHashSet<>();
    for (Judge.Group group : judge.judge(rows, List.of("period")).groups()) {
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
    return Judge.days(contract, owners);
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
