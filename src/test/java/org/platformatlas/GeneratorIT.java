package org.platformatlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is planted in simulated markets comes out of the tables, and their files are as wished. */
class GeneratorIT {
  private static final String[] SMALL = {"--markets", "3", "--months", "24", "--sites", "60"};

  @TempDir Path root;

  @Test
  void whatIsPlantedInTwentyMarketsIsRecovered() throws Exception {
    Path made =
        generate("made", "--to", "traffic", "--markets", "20", "--months", "60", "--sites", "150");
    late(made);
    Files.writeString(
        made.resolve("landing/simulated/event.csv"),
        """
        simulated,simulated_1,XA,entry,2021-03-01,s1-1.example,
        simulated,simulated_1,XA,exit,2021-03-01,s1-1.example,
        simulated,simulated_1,XA,merger,2021-03-01,s1-1.example,s1-2.example
        """,
        StandardOpenOption.APPEND);
    // So many rows are worth compiled code.
    TestSession.compiled(() -> run(made, "metrics.recovery"));

    Map<String, List<Row>> planted =
        rows(made, "metrics/recovery").stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.getAs("planted"), TreeMap::new, Collectors.toList()));
    assertEquals(
        Map.of(
            "entry", List.of(101, 1),
            "exit", List.of(101, 1),
            "merger", List.of(61, 1),
            "change", List.of(20, 0),
            "exponent", List.of(20 * 60, 0)),
        planted.entrySet().stream()
            .filter(kind -> !kind.getKey().equals("tail"))
            .collect(Collectors.toMap(Map.Entry::getKey, kind -> counts(kind.getValue()))));
    // Of a short list the tail can be too short for an exponent, but never gives another one.
    List<Row> tails = planted.get("tail");
    assertEquals(20 * 60, tails.size());
    List<Row> unknown =
        tails.stream().filter(row -> row.isNullAt(row.fieldIndex("measured"))).toList();
    assertTrue(unknown.size() <= tails.size() / 50, unknown.size() + " have no tail");
    assertEquals(unknown.size(), counts(tails).get(1));
  }

  /** How many there are, and how many of them are not recovered. */
  private static List<Integer> counts(List<Row> planted) {
    return List.of(
        planted.size(),
        (int) planted.stream().filter(row -> !row.<Boolean>getAs("is_recovered")).count());
  }

  @Test
  void lateFilesCompleteWhatIsPublishedAndDirtyRowsAreKeptOut() throws Exception {
    Path made = generate("made", SMALL);
    Map<String, String> complete = files(generate("clean", SMALL, "--late", "0", "--dirty", "0"));
    complete.keySet().removeIf(file -> !file.startsWith("landing/traffic"));
    long rows = complete.values().stream().mapToLong(text -> text.lines().count() - 1).sum();

    run(made, "clean.traffic");
    assertTrue(rows(made, "clean/traffic").size() < rows);
    assertEquals(
        Map.of(
            "country_is_known", 6L,
            "popularity_is_a_finite_number_of_at_least_0", 12L,
            "site_is_named", 6L,
            "has_period", 6L),
        rows(made, "ops/quarantine").stream()
            .flatMap(row -> row.<String>getList(row.fieldIndex("reasons")).stream())
            .collect(Collectors.groupingBy(reason -> reason, Collectors.counting())));

    late(made);
    run(made, "clean.traffic");
    assertEquals(rows, rows(made, "clean/traffic").size());
    Map<String, String> late = files(made.resolve("late"));
    late.keySet().removeIf(file -> !file.startsWith("traffic"));
    assertEquals(3 * 2, late.size());
    late.forEach((file, text) -> assertEquals(complete.get("landing/" + file), text, file));
  }

  @Test
  void theSameWishesGiveTheSameFilesHoweverTheWorkIsSplit() throws Exception {
    Path once = generate("once", SMALL);
    TestSession.with("spark.sql.shuffle.partitions", "5", () -> generate("again", SMALL));
    assertEquals(files(once), files(root.resolve("again")));
    assertNotEquals(files(once), files(generate("other", SMALL, "--seed", "2")));
  }

  @Test
  void aFolderThatHoldsSomethingIsLeftAlone() throws Exception {
    Files.writeString(root.resolve("mine"), "mine");
    AtlasException refused = assertThrows(AtlasException.class, () -> generate("", SMALL));
    assertTrue(refused.getMessage().contains("it is not empty"), refused.getMessage());
    refused = assertThrows(AtlasException.class, () -> generate("mine", SMALL));
    assertTrue(refused.getMessage().contains("it is a file"), refused.getMessage());
    assertEquals(Map.of("mine", "mine"), files(root));
  }

  private Path generate(String name, String[] wishes, String... more) throws Exception {
    return generate(name, Stream.of(wishes, more).flatMap(Stream::of).toArray(String[]::new));
  }

  private Path generate(String name, String... wishes) throws Exception {
    Path folder = root.resolve(name);
    GenerateVerb verb = new GenerateVerb();
    List<String> arguments = new ArrayList<>(List.of("--into", folder.toString()));
    arguments.addAll(List.of(wishes));
    new CommandLine(verb).parseArgs(arguments.toArray(String[]::new));
    verb.generator().write(Path.of("jobs"));
    if (verb.target == GenerateVerb.Target.published) {
      verb.generator().publish(TestSession.spark());
    }
    return folder;
  }

  private static void late(Path folder) throws Exception {
    Folders.copy(folder.resolve("late"), folder.resolve("landing"));
  }

  private static void run(Path folder, String table) {
    Settings settings = Settings.load(folder.resolve("conf.yml").toString(), Map.of(), Map.of());
    Here.run(settings.jobs(), Path.of(settings.landing()), Path.of(settings.warehouse()), table);
  }

  private static List<Row> rows(Path folder, String table) {
    return TestSession.spark()
        .read()
        .format("delta")
        .load(folder.resolve("warehouse").resolve(table).toString())
        .collectAsList();
  }

  /** What a folder holds but for settings, which name it. */
  private static Map<String, String> files(Path folder) throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        if (!path.endsWith("conf.yml")) {
          files.put(folder.relativize(path).toString(), Files.readString(path));
        }
      }
    }
    return files;
  }
}
