package org.platformatlas.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.platformatlas.AtlasException;
import org.platformatlas.ExitCode;
import org.platformatlas.TestSession;
import org.platformatlas.job.Job;
import org.platformatlas.job.JobsFolder;
import org.platformatlas.job.TableName;

class ReaderTest {
  @TempDir Path root;
  private Path landing;
  private String source = "format: csv\n";
  private String columns =
      """
        month: {type: string, meaning: month}
        site: {type: string, meaning: site}
        visits: {type: string, meaning: size}
      """;
  private String period = "period: try_cast(concat(month, '-01') AS DATE)\n";
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void aLandingFolderWithAnOddName() throws IOException {
    landing = Files.createDirectories(root.resolve("land ing+20%20{a}"));
  }

  private void land(String name, byte[] bytes) throws IOException {
    Path file = landing.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream packed = name.endsWith(".gz") ? new GZIPOutputStream(out) : out) {
      packed.write(bytes);
    }
  }

  private void land(String name, String text) throws IOException {
    land(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Job job() {
    JobsFolder folder = new JobsFolder(root.resolve("jobs"));
    folder
        .write(
            "raw/visits/contract.yml",
            "row: one site in one month\ncadence: month\ncolumns:\n" + columns)
        .write(
            "raw/visits/source.yml",
            """
            publisher: a test
            licence: none
            about: visits
            not: real
            path: "*"
            edition: substring(file, 1, 1)
            """
                + period
                + source);
    return folder.load().get(TableName.parse("raw.visits"));
  }

  /** What is read of the files that a glob matches; kept, as a build keeps it. */
  private Dataset<Row> read(String glob) {
    Landing folder =
        new Landing(TestSession.spark().sparkContext().hadoopConfiguration(), landing.toString());
    Dataset<Row> rows =
        new Reader(TestSession.spark(), folder, job(), notes::add).read(folder.list(glob));
    return rows.persist(StorageLevel.MEMORY_ONLY());
  }

  /** The rows as text, in order, as columns of these expressions. */
  private static List<String> lines(Dataset<Row> rows, String... expressions) {
    return rows.selectExpr(expressions).collectAsList().stream()
        .map(row -> row.mkString("|"))
        .sorted()
        .toList();
  }

  private List<String> sites(String glob) {
    return lines(read(glob), "month", "site", "visits", "to_json(extra)", "_unreadable");
  }

  @Test
  void aFileFromAnotherSystemIsRead() throws IOException {
    land("a.csv", "\ufeff\r\nmonth,site,visits\r\n2020-01,a,10\r\n\r\n2020-01,b,\r\n");
    assertEquals(List.of("2020-01|a|10|null|null", "2020-01|b|null|null|null"), sites("a.csv"));
    assertEquals(List.of(), notes);
    assertEquals(
        List.of("a.csv|a|2020-01-01"), lines(read("a.csv").limit(1), "file", "edition", "period"));
  }

  @Test
  void aCellMayHoldLinesQuotesAndDelimiters() throws IOException {
    source += "options: {multiline: true}\n";
    land(
        "a.csv",
        "\ufeff\"month\",\"site\",visits\r\n"
            + "2020-01,\"a \"\"b\"\",\n"
            + "c\",10\r\n"
            + "2020-01,\"d\\\",\" 1 \"\n");
    assertEquals(
        List.of("2020-01|a \"b\",\nc|10|null|null", "2020-01|d\\| 1 |null|null"), sites("a.csv"));
  }

  @Test
  void anotherDelimiterAndEncodingAreDeclared() throws IOException {
    source += "options: {delimiter: ;, encoding: ISO-8859-1}\nnames: {visits: größe}\n";
    Charset latin = StandardCharsets.ISO_8859_1;
    land("a.csv", "month;site;größe\n2020-01;\"zürich;bern\";1,5\n".getBytes(latin));
    assertEquals(List.of("2020-01|zürich;bern|1,5|null|null"), sites("a.csv"));
    assertEquals(List.of(), notes);
    source = "format: csv\noptions: {delimiter: '\\t'}\n";
    land("b.csv", "month\tsite\tvisits\n2020-01\ta,b\t1\n");
    assertEquals(List.of("2020-01|a,b|1|null|null"), sites("b.csv"));
  }

  @Test
  void aFileWithoutHeaderHasTheContractsColumns() throws IOException {
    source += "options: {header: false}\n";
    land("a.csv", "\ufeff2020-01,a,10\n2020-01,b,20\n");
    assertEquals(List.of("2020-01|a|10|null|null", "2020-01|b|20|null|null"), sites("a.csv"));
  }

  @Test
  void columnsAreFoundByNameInFilesOfSeveralHeaders() throws IOException {
    land("1.csv", "month,site,visits\n2020-01,a,10\n");
    land("2.csv", "visits,month,rank,site\n20,2020-02,1,b\n21,2020-02,,c\n");
    land("3.csv", "month,site\n2020-03,d\n");
    land("4.csv.gz", "month,site,visits\n2020-04,e,40\n");
    assertEquals(
        List.of(
            "2020-01|a|10|null|null",
            "2020-02|b|20|{\"rank\":\"1\"}|null",
            "2020-02|c|21|null|null",
            "2020-03|d|null|null|null",
            "2020-04|e|40|null|null"),
        sites("*"));
    assertEquals(
        List.of("2.csv: new rank (kept in extra)", "3.csv: without visits (null)"),
        notes.stream().sorted().toList());
  }

  @Test
  void columnsOfOneNameOrOfNoneAreKeptApart() throws IOException {
    land("a.csv", ",month,note,site,visits,note,\n0,2020-01,x,a,10,y,\n");
    assertEquals(
        List.of("2020-01|a|10|{\"#1\":\"0\",\"note#3\":\"x\",\"note#6\":\"y\"}|null"),
        sites("a.csv"));
  }

  @Test
  void aHeaderIsNoComment() throws IOException {
    source += "names: {month: '#month'}\n";
    land("a.csv", "#month,site,visits\n2020-01,a,10\n#1,b,20\n");
    assertEquals(List.of("#1|b|20|null|null", "2020-01|a|10|null|null"), sites("a.csv"));
  }

  @Test
  void namesThatDifferByCaseAloneAreTwoColumns() throws IOException {
    land("a.csv", "month,site,Site,visits\n2020-01,a,A,10\n");
    assertEquals(List.of("2020-01|a|10|{\"Site\":\"A\"}|null"), sites("a.csv"));
  }

  @Test
  void aColumnThatIsThereTwiceIsNotGuessed() throws IOException {
    source += "must: [site]\n";
    land("a.csv", "month,site,site\n2020-01,a,b\n");
    AtlasException refused = assertThrows(AtlasException.class, () -> read("a.csv"));
    assertEquals(
        "a.csv: Cannot find column 'site', which raw.visits must have. Columns: month, site#2, site#3. Correct the file, or mend jobs/raw/visits/source.yml if the publisher renamed it.",
        refused.getMessage());
  }

  @Test
  void aVanishedColumnThatMustBeThereIsAnError() throws IOException {
    source += "must: [site]\nnames: {site: Domain}\n";
    land("1.csv", "month,Domain\n2020-01,a\n");
    land("2.csv", "month,host\n2020-01,a\n");
    land("3.csv", "month,host\n2020-02,a\n");
    AtlasException refused = assertThrows(AtlasException.class, () -> read("*"));
    assertEquals(ExitCode.PARTLY_FAILED, refused.exitCode());
    assertEquals(
        "2.csv and 1 more: Cannot find column 'Domain', which raw.visits must have. Columns: month, host. Correct the file, or mend jobs/raw/visits/source.yml if the publisher renamed it.",
        refused.getMessage());
  }

  @Test
  void anEmptyFileIsAnError() throws IOException {
    land("a.csv", "\ufeff\n");
    AtlasException refused = assertThrows(AtlasException.class, () -> read("a.csv"));
    assertEquals(ExitCode.PARTLY_FAILED, refused.exitCode());
    assertEquals(
        "a.csv: Cannot find a header: the file is empty. Land it again, or take it away.",
        refused.getMessage());
    land("b.csv", "month,site,visits\n");
    assertEquals(List.of(), sites("b.csv"));
  }

  @Test
  void aRecordOfAnotherLengthIsUnreadable() throws IOException {
    land("a.csv", "month,site,visits\n2020-01,a\n2020-01,b,10,more\n2020-01,c,30\n");
    assertEquals(
        List.of("2020-01,a", "2020-01,b,10,more", "null"), lines(read("a.csv"), "_unreadable"));
    assertEquals(
        List.of("2020-01|c|30"),
        lines(read("a.csv").where("_unreadable IS NULL"), "month", "site", "visits"));
  }

  @Test
  void aFileIsKnownByItsPathWhateverItsName() throws IOException {
    List<String> names =
        List.of(
            "100%.csv",
            "2020%2001.csv",
            "a b.csv",
            "a+b.csv",
            "c'd\"e.csv",
            "country=NO/f.csv",
            "g[h]{i,j}*?.csv",
            "zürich ~#&;@!$.csv");
    for (String name : names) {
      land(name, "month,site,visits\n2020-01," + names.indexOf(name) + ",1\n");
    }
    List<LandedFile> listed = new ArrayList<>();
    Landing folder =
        new Landing(TestSession.spark().sparkContext().hadoopConfiguration(), landing.toString());
    listed.addAll(folder.list("*.csv"));
    listed.addAll(folder.list("*/*.csv"));
    assertEquals(names, listed.stream().map(LandedFile::file).sorted().toList());
    Dataset<Row> rows = new Reader(TestSession.spark(), folder, job(), notes::add).read(listed);
    List<String> expected = new ArrayList<>();
    names.forEach(name -> expected.add(names.indexOf(name) + "|" + name));
    assertEquals(expected, lines(rows, "site", "file"));
  }

  /** Spark reads nothing of a file whose name begins so, and does not say it. */
  @Test
  void aFileThatIsStillBeingWrittenHasNotLanded() throws IOException {
    land("a.csv", "month,site,visits\n2020-01,a,1\n");
    land("_b.csv", "month,site,visits\n2020-01,b,1\n");
    land(".c.csv", "month,site,visits\n2020-01,c,1\n");
    Landing folder =
        new Landing(TestSession.spark().sparkContext().hadoopConfiguration(), landing.toString());
    assertEquals(List.of("a.csv"), folder.list("*.csv").stream().map(LandedFile::file).toList());
    assertEquals(List.of("2020-01|a|1|null|null"), sites("*.csv"));
  }

  private void jsonColumns() {
    columns =
        """
          month: {type: string, meaning: month}
          site: {type: string, meaning: site}
          usage: {type: "map<string, map<string, double>>", meaning: shares by browser and version}
        """;
  }

  private List<String> documents(String glob) {
    return lines(
        read(glob), "month", "site", "to_json(usage)", "to_json(extra)", "_unreadable", "period");
  }

  @Test
  void aDocumentALineIsRead() throws IOException {
    source = "format: json\n";
    jsonColumns();
    land(
        "a.jsonl.gz",
        """
        \ufeff{"month": "2020-01", "site": "a", "usage": {"x": {"1.0": 1.50, "any": null}, "y": {}}}

        {"site": "b \\"quoted\\" \\u00fc", "rank": 01e, "month": "2020-01"}
        {"site": "c", "month": "2020-01", "rank": 2, "tags": ["x",{"y":1}], "none": null}
        {"month": "2020-01", "si
        {"month": "2020-01", "site": "d"
        [1]
        null
        {}
        """);
    assertEquals(
        List.of(
            "2020-01|a|{\"x\":{\"1.0\":1.5,\"any\":null},\"y\":{}}|null|null|2020-01-01",
            "2020-01|c|null|{\"rank\":\"2\",\"tags\":\"[\\\"x\\\",{\\\"y\\\":1}]\",\"none\":null}|null|2020-01-01",
            "null|null|null|null|[1]|null",
            "null|null|null|null|null|null",
            "null|null|null|null|null|null",
            "null|null|null|null|{\"month\": \"2020-01\", \"site\": \"d\"|null",
            "null|null|null|null|{\"month\": \"2020-01\", \"si|null",
            "null|null|null|null|{\"site\": \"b \\\"quoted\\\" \\u00fc\", \"rank\": 01e, \"month\":"
                + " \"2020-01\"}|null"),
        documents("a.jsonl.gz"));
  }

  @Test
  void aNumberStaysAsPublished() throws IOException {
    source = "format: json\n";
    land(
        "a.jsonl",
        "{\"month\": \"2020-01\", \"site\": 1.50, \"visits\": 0.12345678901234567890}\n");
    assertEquals(List.of("2020-01|1.50|0.12345678901234567890|null|null"), sites("a.jsonl"));
  }

  @Test
  void aLineThatHoldsMoreThanItsDocumentIsUnreadable() throws IOException {
    source = "format: json\n";
    String two = "{\"month\": \"2020-01\"}{\"month\": \"2020-02\"}";
    String twice = "{\"month\": \"2020-01\", \"month\": \"2020-02\"}";
    land("a.jsonl", two + "\n" + twice + "\n");
    assertEquals(List.of(twice, two), lines(read("a.jsonl"), "_unreadable"));
  }

  @Test
  void aFileMayBeOneArrayOrOneObject() throws IOException {
    source = "format: json\noptions: {multiline: true}\n";
    jsonColumns();
    land(
        "1.json",
        "\ufeff[\n"
            + "  {\"month\": \"2020-01\", \"site\": \"a\"},\n"
            + "  {\"site\": \"b\", \"n\": 1}\n"
            + "]\n");
    land(
        "2.json",
        "{\n  \"month\": \"2020-01\",\n  \"site\": \"c\",\n  \"usage\": {\"x\": {\"1\": 2}}\n}\n");
    land("3.json", "[]");
    land("4.json", "[{\"month\": \"2020-01\", \"site\": \"d\"}, {\"mon");
    assertEquals(
        List.of(
            "2020-01|a|null|null|null|2020-01-01",
            "2020-01|c|{\"x\":{\"1\":2.0}}|null|null|2020-01-01",
            "null|b|null|{\"n\":\"1\"}|null|null",
            "null|null|null|null|[{\"month\": \"2020-01\", \"site\": \"d\"}, {\"mon|null"),
        documents("*.json"));
  }

  @Test
  void aLineHasItsNumberAndItsText() throws IOException {
    source = "format: lines\nnames: {rank: line, site: text}\nmust: [rank]\n";
    columns =
        """
          rank: {type: string, meaning: place}
          site: {type: string, meaning: site}
        """;
    land("1.txt", "\ufeffa.com\r\nb.com, \"c\" \r\n\r\n# d\r\n");
    land("2.txt.gz", "e.com\n\n\nf.com\n\n");
    land("3.txt", "g.com");
    assertEquals(
        List.of(
            "1.txt|1|a.com|null|null",
            "1.txt|2|b.com, \"c\" |null|null",
            "1.txt|3||null|null",
            "1.txt|4|# d|null|null",
            "2.txt.gz|1|e.com|null|null",
            "2.txt.gz|2||null|null",
            "2.txt.gz|3||null|null",
            "2.txt.gz|4|f.com|null|null",
            "2.txt.gz|5||null|null",
            "3.txt|1|g.com|null|null"),
        numberedLines("*"));
    assertEquals(List.of(), notes);
    source = "format: lines\nnames: {site: text}\n";
    assertEquals(List.of("3.txt|null|g.com|{\"line\":\"1\"}|null"), numberedLines("3.txt"));
    assertEquals(List.of("3.txt: without rank (null)", "3.txt: new line (kept in extra)"), notes);
  }

  private List<String> numberedLines(String glob) {
    period = "period: DATE'2020-01-01'\n";
    return lines(read(glob), "file", "rank", "site", "to_json(extra)", "_unreadable");
  }

  @Test
  void aFileWithoutLinesIsAnError() throws IOException {
    source = "format: lines\nnames: {month: line, site: text}\n";
    land("a.txt.gz", "");
    AtlasException refused = assertThrows(AtlasException.class, () -> read("a.txt.gz"));
    assertEquals(ExitCode.PARTLY_FAILED, refused.exitCode());
    assertEquals(
        "a.txt.gz: Cannot find a line: the file is empty. Land it again, or take it away.",
        refused.getMessage());
  }

  @Test
  void parquetIsReadByName() throws IOException {
    source = "format: parquet\nmust: [site]\nnames: {site: the.site}\n";
    TestSession.spark()
        .sql("SELECT 12L AS visits, 'a' AS `the.site`, '2020-01' AS month, DATE'2020-01-31' AS day")
        .coalesce(1)
        .write()
        .parquet(landing.resolve("1").toString());
    TestSession.spark()
        .sql("SELECT 'b' AS `the.site`, '2020-02' AS month")
        .coalesce(1)
        .write()
        .parquet(landing.resolve("2").toString());
    assertEquals(
        List.of("2020-01|a|12|{\"day\":\"2020-01-31\"}|null", "2020-02|b|null|null|null"),
        sites("*/*.parquet"));
    TestSession.spark()
        .sql("SELECT 'c' AS site, '2020-02' AS month")
        .coalesce(1)
        .write()
        .parquet(landing.resolve("3").toString());
    AtlasException refused = assertThrows(AtlasException.class, () -> read("*/*.parquet"));
    assertEquals(ExitCode.PARTLY_FAILED, refused.exitCode());
  }

  @Test
  void aFileThatIsCutOffInItsPackingIsNamed() throws IOException {
    byte[] half = {0x1f, (byte) 0x8b, 8, 0, 0};
    Files.write(landing.resolve("a.csv.gz"), half);
    AtlasException refused = assertThrows(AtlasException.class, () -> read("a.csv.gz"));
    assertEquals(ExitCode.PARTLY_FAILED, refused.exitCode());
    assertEquals("a.csv.gz: Cannot read: Unexpected end of input stream", refused.getMessage());
  }

  @Test
  void aWideTableIsAMapOfItsColumns() throws IOException {
    source = "format: csv\nnames: {month: [Month, Date]}\nrest: shares\nmust: [month]\n";
    columns =
        """
          month: {type: string, meaning: month}
          shares: {type: "map<string, string>", meaning: share by member}
        """;
    land("1.csv", "Month,Google,bing\n2020-01,90,10\n2020-02,100,\n");
    land("2.csv", "\"Date\",\"Yahoo!\"\n2020-03,100\n");
    assertEquals(
        List.of(
            "2020-01|{\"Google\":\"90\",\"bing\":\"10\"}|null|2020-01-01",
            "2020-02|{\"Google\":\"100\"}|null|2020-02-01",
            "2020-03|{\"Yahoo!\":\"100\"}|null|2020-03-01"),
        lines(read("*.csv"), "month", "to_json(shares)", "to_json(extra)", "period"));
    assertEquals(List.of(), notes);
    land("3.csv", "day,Google\n2020-03,100\n");
    assertTrue(
        assertThrows(AtlasException.class, () -> read("3.csv"))
            .getMessage()
            .startsWith("3.csv: Cannot find column 'Month', which raw.visits must have."));
  }

  @Test
  void aDumpIsTheRowsOfItsTables() throws IOException {
    source = "format: sql\nnames: {site: '#table'}\nmust: [site]\nrest: visits\n";
    period = "period: DATE'2020-01-01'\n";
    columns =
        """
          site: {type: string, meaning: table}
          visits: {type: "map<string, string>", meaning: cells}
        """;
    land(
        "a.sql.gz",
        """
        CREATE TABLE "owner" (id TEXT, name TEXT);
        INSERT INTO "owner" VALUES('a','O''Neill; & Co');
        INSERT INTO "owner" VALUES('b',NULL),(3,4);
        INSERT INTO "owner" VALUES('c');
        """);
    land("b.sql", "-- nothing but words");
    assertEquals(
        List.of(
            "null|null|null|INSERT INTO \"owner\" VALUES('c')",
            "owner|{\"id\":\"3\",\"name\":\"4\"}|null|null",
            "owner|{\"id\":\"a\",\"name\":\"O'Neill; & Co\"}|null|null",
            "owner|{\"id\":\"b\",\"name\":null}|null|null"),
        lines(read("*"), "site", "to_json(visits)", "to_json(extra)", "_unreadable"));
    check("a*");
    assertEquals(List.of(), notes);
  }

  @Test
  void documentsWithoutAColumnTheyMustHaveAreRefused() throws IOException {
    source = "format: json\nmust: [visits]\n";
    land(
        "a.jsonl", "{\"month\": \"2020-01\", \"visits\": \"1\"}\n{\"site\": \"x\", \"rank\": 1}\n");
    land("b.jsonl", "{\"month\": \"2020-01\", \"hits\": \"1\"}\n");
    land("c.jsonl", "broken\n");
    check("[ac].jsonl");
    assertEquals(List.of("a.jsonl: new rank (kept in extra)"), notes);
    AtlasException refused = assertThrows(AtlasException.class, () -> check("*.jsonl"));
    assertEquals(
        "b.jsonl: Cannot find column 'visits', which raw.visits must have. Columns: hits, month.",
        refused.getMessage().split(" Correct")[0]);
  }

  private void check(String glob) {
    Landing folder =
        new Landing(TestSession.spark().sparkContext().hadoopConfiguration(), landing.toString());
    new Reader(TestSession.spark(), folder, job(), notes::add).checkDocuments(read(glob));
  }
}
