package org.platformatlas.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SqlDumpTest {
  private static List<String> rows(String dump) {
    return new SqlDump()
        .call(dump).stream().map(row -> new TreeMap<String, String>(row).toString()).toList();
  }

  @Test
  void aRowHasItsTableAndItsColumns() {
    assertEquals(
        List.of("{#table=site, id=1, name=a}", "{#table=site, id=-2.50, name=null}"),
        rows(
            """
            PRAGMA foreign_keys=OFF;
            BEGIN TRANSACTION;
            CREATE TABLE IF NOT EXISTS "site" (
              `id` INTEGER NOT NULL, -- the id
              [name] VARCHAR (2) DEFAULT ('b'),
              CHECK (id > 0), FOREIGN KEY (name) REFERENCES other (name)
            );
            INSERT INTO "site" VALUES(1,'a'),(-2.50,NULL);
            CREATE UNIQUE INDEX site_name ON site (name);
            COMMIT;
            """));
  }

  @Test
  void aTextMayHoldWhatEndsOthers() {
    assertEquals(
        List.of("{#table=t, a=it's; (a, b) -- \"no\" \\ \n/* line */, b=, c='}"),
        rows(
            "CREATE TABLE T (a, b, c);"
                + " INSERT INTO t VALUES ('it''s; (a, b) -- \"no\" \\ \n/* line */', '', '''');"));
  }

  @Test
  void anInsertMayNameItsColumns() {
    assertEquals(
        List.of("{#table=t, a=1, c=3}"),
        rows("CREATE TABLE t (a, b, c);\nINSERT OR REPLACE INTO t (c, a) VALUES (3, 1);"));
  }

  @Test
  void aStatementThatCannotBeReadIsKept() {
    assertEquals(
        Stream.of(
                "INSERT INTO t VALUES (1)",
                "INSERT INTO t VALUES (1, 2",
                "INSERT INTO t VALUES (1, 2) (3, 4)",
                "INSERT INTO t SELECT * FROM u (1)",
                "INSERT INTO t SELECT * FROM u",
                "REPLACE INTO t DEFAULT VALUES",
                "INSERT INTO unknown VALUES (1, 2)",
                "INSERT INTO t VALUES (1, 2")
            .map(statement -> "{#statement=" + statement + "}")
            .toList(),
        rows(
            """
            CREATE TABLE t (a, b);
            INSERT INTO t VALUES (1);
            INSERT INTO t VALUES (1, 2;
            INSERT INTO t VALUES (1, 2) (3, 4);
            INSERT INTO t SELECT * FROM u (1);
            INSERT INTO t SELECT * FROM u;
            REPLACE INTO t DEFAULT VALUES;
            INSERT INTO unknown VALUES (1, 2);
            INSERT INTO t VALUES (1, 2"""));
    assertEquals(
        List.of("{#table=t, a=1}", "{#statement=INSERT INTO t VALUES ('cut off; )}"),
        rows("CREATE TABLE t (a); INSERT INTO t VALUES (1); INSERT INTO t VALUES ('cut off; )"));
    assertEquals(List.of(), rows(" \n -- nothing\n"));
  }

  @Test
  void aLongTextOfManyQuotesIsRead() {
    String text = "''".repeat(100_000);
    Map<String, String> row =
        new SqlDump().call("CREATE TABLE t (a); INSERT INTO t VALUES ('" + text + "');").get(0);
    assertEquals("'".repeat(100_000), row.get("a"));
  }
}
