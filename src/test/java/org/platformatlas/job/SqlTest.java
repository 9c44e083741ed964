package org.platformatlas.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SqlTest {
  private static Set<String> tables(String query) {
    return Sql.tables(Sql.parse(query));
  }

  private static Set<String> functions(String query) {
    return Sql.functions(Sql.parse(query));
  }

  @Test
  void aTableIsFoundWhereverItIsRead() {
    assertEquals(
        Set.of(
            "clean.a", "clean.b", "clean.c", "clean.d", "clean.e", "clean.f", "clean.g", "clean.h",
            "clean.i", "fact.j"),
        tables(
            """
            WITH paragraph AS (
              WITH inner_paragraph AS (SELECT * FROM clean.a)
              SELECT * FROM inner_paragraph
              UNION ALL
              SELECT * FROM clean.b
            )
            SELECT (SELECT max(x) FROM clean.c) AS top,
              CASE WHEN y IN (SELECT y FROM clean.d) THEN 1 END AS flag
            FROM paragraph AS p
            JOIN clean.e AS e USING (x)
            LEFT JOIN (SELECT * FROM clean.f WHERE NOT EXISTS (SELECT 1 FROM clean.g)) USING (x),
            LATERAL (SELECT z FROM clean.h AS h WHERE h.x = p.x)
            WHERE EXISTS (SELECT 1 FROM clean.i AS i WHERE i.x = p.x)
            EXCEPT
            SELECT * FROM fact.j
            """));
  }

  @Test
  void aParagraphIsNoTableAndTheTextNamesNone() {
    assertEquals(
        Set.of("clean.visit"),
        tables(
            """
            WITH visit AS (SELECT * FROM clean.visit), other AS (SELECT * FROM visit)
            SELECT 'FROM clean.text', other.x -- FROM clean.comment
            FROM other JOIN visit USING (x) /* JOIN clean.comment */
            """));
  }

  @Test
  void aTableIsNamedAsItIsWritten() {
    assertEquals(
        Set.of("Clean.Visit", "clean.a b"), tables("SELECT 1 FROM Clean.Visit, clean.`a b`"));
  }

  @Test
  void aFunctionIsFoundWhereverItIsCalled() {
    assertEquals(
        Set.of(
            "f_select",
            "f_nested",
            "f_window",
            "f_order",
            "f_named",
            "f_where",
            "f_join",
            "f_group",
            "f_having",
            "f_subquery",
            "f_lambda",
            "f_cte",
            "transform",
            "f_filter",
            "f_sort",
            "f_exists"),
        functions(
            """
            WITH p AS (SELECT f_cte(x) AS x FROM clean.a)
            SELECT F_Select(f_nested(x)),
              f_window(x) OVER (PARTITION BY y ORDER BY f_order(z)),
              f_window(x) OVER named,
              transform(xs, x -> f_lambda(x)),
              f_filter(x) FILTER (WHERE x > 0),
              (SELECT f_subquery(x) FROM clean.b)
            FROM p JOIN clean.c AS c ON f_join(p.x) = c.x
            WHERE f_where(x) AND EXISTS (SELECT 1 FROM clean.d WHERE f_exists(x))
            GROUP BY f_group(x)
            HAVING f_having(x) > 0
            WINDOW named AS (PARTITION BY f_named(x))
            ORDER BY f_sort(x)
            """));
    assertEquals(Set.of("hhi", "coalesce"), Sql.functions("coalesce(hhi(volumes), 0) > 0.5"));
  }

  @Test
  void commentsAndSpacingAreNoPartOfTheText() {
    assertEquals(
        "SELECT a , b FROM clean . visit WHERE x >= 1",
        Sql.normalised(
            """
            -- one row per site
            SELECT a,b /* of /* nested */ all */
              FROM clean.visit--, clean.other
            WHERE x>=1
            """));
    assertEquals(Sql.normalised("SELECT\r\n\ta"), Sql.normalised("SELECT a"));
  }

  @Test
  void aTextKeepsItsDashesAndSpaces() {
    assertEquals(
        "SELECT 'a -- b  c /* d */' , `x  y` , \"it''s\" , r'\\d  ' , 'don\\'t  --'",
        Sql.normalised("SELECT 'a -- b  c /* d */',`x  y`, \"it''s\" ,r'\\d  ', 'don\\'t  --'"));
    assertNotEquals(Sql.normalised("SELECT 'a b'"), Sql.normalised("SELECT 'a  b'"));
    assertNotEquals(Sql.normalised("SELECT 'a'"), Sql.normalised("SELECT 'A'"));
    assertNotEquals(Sql.normalised("SELECT a b"), Sql.normalised("SELECT ab"));
  }

  /** A hint may repartition, and so is part of how a table is computed. */
  @Test
  void aHintIsNoComment() {
    assertEquals(
        "SELECT /*+ BROADCAST ( a ) */ x FROM clean . a",
        Sql.normalised("SELECT /*+  BROADCAST(a) */ x /* + */ FROM clean.a"));
  }
}
