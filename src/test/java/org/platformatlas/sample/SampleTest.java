package org.platformatlas.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
  private static final String FIRST_US = "traffic/whotracksme/2017-01/us/sites.csv.gz";
  private static final String FIRST_BROWSERS = "traffic/caniuse-region-usage/2017-01.jsonl.gz";

  private static final Sample SAMPLE = Sample.of(72);
  @TempDir private static Path folder;
  private static WrittenFiles written;

  @BeforeAll
  static void write() throws IOException {
    written = new WrittenFiles(folder.resolve("once"));
    SAMPLE.write(written.folder());
  }

  @Test
  void everyMonthHasThreeSiteListsAndOneBrowserFileAndOthersAreThereOnce() throws IOException {
    Set<Path> paths = filesUnder(written.folder()).keySet();

    assertEquals(72 * 5 + 3 + 5 + 6 + 8 + 9 + 7, paths.size());
    Path shares = Path.of("traffic/statcounter/social_media-ww-monthly-2017-01-2022-12.csv");
    assertTrue(paths.contains(shares));
    List<String> lines = Files.readAllLines(written.folder().resolve(shares));
    assertEquals(73, lines.size());
    assertEquals("2019-12,50,30,0,20", lines.get(36));
    assertEquals("2020-01,30,40,10,20", lines.get(37));
    assertTrue(paths.contains(Path.of("traffic/whotracksme/2022-12/global/sites.csv.gz")));
    assertTrue(paths.contains(Path.of("traffic/caniuse-region-usage/2022-12.jsonl.gz")));
  }

  @Test
  void writingTwiceGivesTheSameBytesWhateverTheLocale() throws IOException {
    Path again = folder.resolve("again");
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      Sample.of(72).write(again);
      Sample.of(72).write(again);
    } finally {
      Locale.setDefault(before);
    }

    TreeMap<Path, byte[]> expected = filesUnder(written.folder());
    TreeMap<Path, byte[]> actual = filesUnder(again);
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach((file, bytes) -> assertArrayEquals(bytes, actual.get(file), file.toString()));
  }

  @Test
  void theGzipHeaderHasNoTime() throws IOException {
    byte[] bytes = Files.readAllBytes(written.folder().resolve(FIRST_US));

    assertEquals("1f8b080000000000", HexFormat.of().formatHex(bytes, 0, 8));
  }

  /** The text, not the compressed bytes: those change with the version of the zlib library. */
  @Test
  void theTextOfTheFirstFilesIsGolden() throws Exception {
    assertEquals(
        "135e07b888cc8a1239cef124ebc5a1257ec30bd3e5c784020b5c97f31435ffd8",
        sha256(written.text(FIRST_US)));
    assertEquals(
        "ea601954e58a08decd8795b6d0870d2ade5a3399d4084df79f765381518eb359",
        sha256(written.text(FIRST_BROWSERS)));
  }

  @Test
  void theHeaderDriftsInTheMiddleFromHalfTimeOn() throws IOException {
    String before = written.text("traffic/whotracksme/2019-12/de/sites.csv.gz");
    String after = written.text("traffic/whotracksme/2020-01/de/sites.csv.gz");

    assertEquals(
        "month,country,site,category,popularity,tracked,https,requests,content_length,"
            + "hosts,trackers,companies",
        before.lines().findFirst().orElseThrow());
    assertEquals(
        "month,country,site,category,popularity,tracked,https,requests,content_length,"
            + "referer_leaked,hosts,trackers,companies",
        after.lines().findFirst().orElseThrow());
    assertEquals(Set.of(12), widths(before));
    assertEquals(Set.of(13), widths(after));
  }

  @Test
  void lineEndsAndNumbersAreWrittenInTwoWays() throws IOException {
    String byHand = written.text("traffic/whotracksme/2022-09/us/sites.csv.gz");
    String published = written.text("traffic/whotracksme/2022-12/us/sites.csv.gz");

    assertEquals(41, byHand.split("\n").length);
    assertFalse(byHand.contains("\r"));
    assertTrue(byHand.contains(",us,yahoo.com,Reference,1,"));
    assertFalse(byHand.matches("(?s).*[0-9]E-[0-9].*"));
    assertEquals(41, published.split("\r\n").length);
    assertTrue(published.contains(",us,yahoo.com,Reference,1.0,"));
    assertTrue(
        published.lines().skip(40).allMatch(row -> row.matches(".*,Business,[0-9.]+E-3,.*")));
  }

  @Test
  void everyFaultIsInTheFileItNames() throws IOException {
    List<Fault> faults = SAMPLE.faults();
    assertEquals(17, faults.stream().map(Fault::file).distinct().count());

    String notANumber = written.text(faults.get(0).file());
    assertTrue(notANumber.contains(",us,not-a-number.example,Reference,n/a,"));
    String negative = written.text(faults.get(1).file());
    assertTrue(negative.contains(",us,negative.example,Reference,-0.25,"));
    String repeated = written.text(faults.get(2).file());
    assertEquals(
        Set.of(4L),
        Set.copyOf(
            repeated
                .lines()
                .skip(1)
                .collect(Collectors.groupingBy(row -> row, Collectors.counting()))
                .values()));
    String noSuchMonth = written.text(faults.get(3).file());
    assertTrue(noSuchMonth.contains("\n2018-13,us,no-such-month.example,"));

    List<String> truncated = written.text(faults.get(4).file()).lines().toList();
    List<String> broken = truncated.stream().filter(line -> !line.endsWith("}")).toList();
    assertEquals(9, truncated.size());
    assertEquals(1, broken.size());
    assertTrue(broken.get(0).startsWith("{\"id\":\"US\","), broken.get(0));

    String stale = faults.get(5).file();
    assertEquals("traffic/caniuse-region-usage/2020-07.jsonl.gz", stale);
    assertEquals(namibia(stale.replace("07.jsonl", "06.jsonl")), namibia(stale));
    String empty = written.text(faults.get(6).file());
    String france = empty.lines().filter(line -> line.contains("\"FR\"")).findFirst().orElseThrow();
    assertTrue(france.endsWith("},\"total\":0}"), france);
    assertTrue(france.replaceAll("\"[0-9]+\":null", "").contains("\"chrome\":{,}"), france);
    assertFalse(france.matches(".*\"[0-9]+\":[0-9].*"), france);

    String hostile = written.text(faults.get(7).file());
    int open = hostile.indexOf(",\"") + 2;
    int close = hostile.indexOf("\",", open + "\"\"evil\"\",".length());
    String site = hostile.substring(open, close).replace("\"\"", "\"");
    assertEquals(10_000, site.length());
    assertTrue(site.startsWith(SiteList.HOSTILE), site);
    assertTrue(hostile.startsWith("\",Reference,0", close), hostile.substring(close));

    String acts = Files.readString(written.folder().resolve(faults.get(8).file()));
    assertTrue(acts.contains(",Alpha,2017,1/06/2017,a lot,"), acts);
    assertTrue(acts.contains(",Alpha,2008,30/06/1905,"), acts);
    assertTrue(acts.contains(",Beta,2104,15/09/2014,"), acts);
    String rounds = Files.readString(written.folder().resolve(faults.get(9).file()));
    assertTrue(rounds.contains("\nUndated,Some Fund,,"), rounds);
    String census = Files.readString(written.folder().resolve(faults.get(10).file()));
    assertTrue(census.contains("|2017|0|D|8||0|D|"), census);
    assertTrue(census.contains("|n/a|Unknown|"), census);
    String dump = Files.readString(written.folder().resolve(faults.get(12).file()));
    assertTrue(dump.contains("INSERT INTO \"companies\" VALUES('few');"), dump);

    String estimates = Files.readString(written.folder().resolve(faults.get(13).file()));
    assertTrue(estimates.contains(",County 31,Florida,\"124,928\",12,86\n"), estimates);
    String walmart = Files.readString(written.folder().resolve(faults.get(14).file()));
    assertTrue(walmart.contains("\n1,8/2/98,,,1,11,AL,"), walmart);
    assertTrue(walmart.contains("\n6,7/12/00,,,12,25,FL,"), walmart);
    assertTrue(walmart.contains("\n13,2/31/03,"), walmart);
    String costco = Files.readString(written.folder().resolve(faults.get(15).file()));
    assertTrue(costco.contains("\n1,\"Mar 15, 2010\",AL,,\n"), costco);
    String dollars = Files.readString(written.folder().resolve(faults.get(16).file()));
    assertTrue(dollars.contains(",AL,0.000000,0.000000\n"), dollars);
    assertTrue(dollars.contains(",AL,-88.000000,31.000000\n"), dollars);
    assertTrue(dollars.contains(",AL,10.000000,-100.000000\n"), dollars);
    List<String> twice = dollars.lines().filter(line -> line.startsWith("18,")).toList();
    assertEquals(List.of(twice.get(0), twice.get(0)), twice);
    String stores = Files.readString(written.folder().resolve(faults.get(17).file()));
    assertTrue(stores.contains("\n1,30.0,9.0,2015.0,AL,"), stores);
    assertTrue(stores.contains("\n2,nan,nan,nan,AL,"), stores);
  }

  @Test
  void noFaultIsInAnotherFile() throws IOException {
    Set<String> dirty = SAMPLE.faults().stream().map(Fault::file).collect(Collectors.toSet());
    for (Path path : filesUnder(written.folder()).keySet()) {
      String file = path.toString().replace('\\', '/');
      if (file.startsWith("traffic") && file.endsWith(".gz") && !dirty.contains(file)) {
        List<String> lines = written.text(file).lines().toList();
        assertEquals(file.endsWith(".jsonl.gz") ? 9 : 41, lines.size(), file);
        assertTrue(
            lines.stream().skip(1).allMatch(line -> file.contains(month(line))),
            () -> file + " holds another month");
      }
    }
  }

  @Test
  void everyPlantedNumberIsWhatTheFilesAddUpTo() {
    for (Planted planted : SAMPLE.planted()) {
      double actual = written.answer(planted.sql());
      assertEquals(planted.expected(), actual, planted.tolerance(), planted.what());
    }
  }

  @Test
  void plantedSentencesAndQueriesAreDifferent() {
    List<Planted> planted = SAMPLE.planted();

    assertEquals(planted.size(), planted.stream().map(Planted::what).distinct().count());
    assertEquals(planted.size(), planted.stream().map(Planted::sql).distinct().count());
  }

  @Test
  void theTruthsOfAnotherEconomyAreNoticed() {
    List<String> wrong =
        Sample.of(36).planted().stream()
            .filter(other -> !(Math.abs(written.answer(other.sql()) - other.expected()) < 1e-3))
            .map(Planted::what)
            .toList();

    assertEquals(
        List.of(
            "us sites halfway",
            "us sites when the head has grown",
            "us, the four largest at last",
            "us beside a negative row",
            "us beside a hostile row",
            "browsers, six countries led after",
            "browsers, all people after",
            "browsers, DE before tipping",
            "browsers, DE at the tipping point",
            "browsers, DE tipped",
            "social media, three at last",
            "social media, shares 3 4 1 of what is listed",
            "social media, the second leader has led since half time",
            "a site and its stores, reach first",
            "a site and its stores, traffic first"),
        wrong);
  }

  @Test
  void lessThanAYearIsRefused() {
    Exception error = assertThrows(IllegalArgumentException.class, () -> Sample.of(11));

    assertEquals("Cannot simulate fewer than 12 months: 11", error.getMessage());
  }

  @Test
  void aYearHoldsAllFaultsAndTruths(@TempDir Path small) throws IOException {
    Sample year = Sample.of(12);
    year.write(small);

    WrittenFiles yearFiles = new WrittenFiles(small);
    assertEquals(17, year.faults().stream().map(Fault::file).distinct().count());
    for (Planted planted : year.planted()) {
      assertEquals(planted.expected(), yearFiles.answer(planted.sql()), planted.tolerance());
    }
  }

  private String namibia(String file) throws IOException {
    return written
        .text(file)
        .lines()
        .filter(line -> line.contains("\"NA\""))
        .collect(Collectors.joining());
  }

  private static String month(String line) {
    return line.replaceFirst(".*?([0-9]{4}-[0-9]{2}).*", "$1");
  }

  private static Set<Integer> widths(String csv) {
    return csv.lines().map(line -> line.split(",").length).collect(Collectors.toSet());
  }

  private static TreeMap<Path, byte[]> filesUnder(Path root) throws IOException {
    TreeMap<Path, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(path), Files.readAllBytes(path));
      }
    }
    return files;
  }

  private static String sha256(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
