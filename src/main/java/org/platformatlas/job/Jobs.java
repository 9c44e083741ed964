package org.platformatlas.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.platformatlas.AtlasException;

/** All tables of a {@code jobs} folder, in an order in which inputs come first. */
public final class Jobs {
  private static final List<String> SCHEMAS = List.of("raw", "clean", "metrics");

  private final Map<TableName, Job> byName;
  private final Set<String> faulty;

  private Jobs(Map<TableName, Job> byName, Set<String> faulty) {
    this.byName = byName;
    this.faulty = faulty;
  }

  /** Folders beside the schemas, which hold no tables. */
  private static final List<String> OTHER_FOLDERS = List.of("schedule");

  /** What an input must be read by for a table to have periods. */
  private static final Set<Read.Kind> DRIVING =
      Set.of(Read.Kind.SAME, Read.Kind.WITHIN, Read.Kind.SPAN);

  /** Reads every folder; what is wrong goes to {@code problems}, and the rest is still read. */
  public static Jobs load(Path root, Problems problems) {
    List<Path> folders =
        SCHEMAS.stream().flatMap(schema -> folders(root.resolve(schema)).stream()).toList();
    Map<TableName, Job> found = new TreeMap<>();
    Set<String> faulty = new TreeSet<>();
    // To parse all that is asked takes seconds of a short run.
    for (Folder folder : folders.parallelStream().map(path -> Folder.read(root, path)).toList()) {
      folder.job().ifPresent(job -> found.put(job.name(), job));
      problems.addAll(folder.problems());
      if (!folder.problems().isEmpty() && TableName.isName(folder.table())) {
        faulty.add(folder.table());
      }
    }
    if (found.isEmpty() && problems.isEmpty()) {
      throw AtlasException.usage(
          "Cannot find a table under %s (expected %s/<schema>/<table>/contract.yml; is --jobs right?)"
              .formatted(root, root));
    }
    for (Path folder : folders(root)) {
      String name = folder.getFileName().toString();
      if (!SCHEMAS.contains(name) && !OTHER_FOLDERS.contains(name)) {
        problems.add("jobs/" + name, "Unknown schema '%s' (raw, clean or metrics)".formatted(name));
      }
    }
    checkReferences(found, faulty, problems);
    return new Jobs(ordered(found, problems), faulty);
  }

  /** What is found in a folder of its own. */
  private record Folder(String table, Optional<Job> job, Problems problems) {
    static Folder read(Path root, Path path) {
      String where = "jobs/" + root.relativize(path);
      String schema = path.getParent().getFileName().toString();
      String table = path.getFileName().toString();
      Problems problems = new Problems();
      Optional<Job> job = Optional.empty();
      try {
        job = Jobs.read(new TableName(schema, table), path, where, problems);
      } catch (IllegalArgumentException e) {
        problems.add(where, e.getMessage());
      }
      return new Folder(schema + "." + table, job, problems);
    }
  }

  private static List<Path> folders(Path schema) {
    if (!Files.isDirectory(schema)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(schema)) {
      return paths.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Job> read(TableName name, Path folder, String where, Problems problems) {
    String contractText = text(folder.resolve("contract.yml"));
    if (contractText == null) {
      problems.add(where, "Missing contract.yml");
      return Optional.empty();
    }
    Yaml contractYaml = Yaml.parse(where + "/contract.yml", contractText, problems);
    Map<String, String> parameters = contractYaml.textMap("parameters");
    Contract contract = Contract.parse(contractYaml, name.isRaw());
    String body = name.isRaw() ? "source.yml" : "query.sql";
    String text = text(folder.resolve(body));
    if (text == null) {
      problems.add(where, "Missing " + body);
      return Optional.empty();
    }
    Map<String, String> facts = facts(folder);
    if (name.isRaw()) {
      Source source = Source.parse(Yaml.parse(where + "/source.yml", text, problems), contract);
      return Optional.of(
          new Job(
              name, folder, contract, Optional.empty(), Optional.of(source), facts, parameters));
    }
    try {
      Query query = Query.parse(text);
      return Optional.of(
          new Job(name, folder, contract, Optional.of(query), Optional.empty(), facts, parameters));
    } catch (Exception e) {
      // Spark's parser throws a checked exception that its Scala signature does not declare.
      problems.add(where + "/query.sql", "Cannot parse: " + summary(e));
      return Optional.empty();
    }
  }

  /** The part of Spark's message that says what and where, on one line. */
  private static String summary(Exception e) {
    return e.getMessage()
        .lines()
        .filter(l -> !l.isBlank())
        .takeWhile(l -> !l.startsWith("== SQL"))
        .collect(Collectors.joining(" "));
  }

  private static Map<String, String> facts(Path folder) {
    Map<String, String> facts = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.filter(p -> p.toString().endsWith(".csv")).sorted().toList()) {
        facts.put(path.getFileName().toString().replaceFirst("\\.csv$", ""), text(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return facts;
  }

  private static String text(Path path) {
    try {
      return Files.exists(path) ? Files.readString(path, StandardCharsets.UTF_8) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks what tables say of each other.
   *
   * @param faulty tables with problems of their own, of which no more can be said
   */
  private static void checkReferences(
      Map<TableName, Job> jobs, Set<String> faulty, Problems problems) {
    for (Job job : jobs.values()) {
      String where = "jobs/" + job.name().schema() + "/" + job.name().table();
      Set<String> readable = new TreeSet<>(faulty);
      jobs.keySet().forEach(name -> readable.add(name.toString()));
      job.facts().keySet().forEach(fact -> readable.add(Query.FACT_SCHEMA + "." + fact));
      Set<String> inputs = new LinkedHashSet<>(job.query().map(Query::tables).orElse(Set.of()));
      job.contract().spanned().forEach(input -> inputs.add(input.toString()));
      for (String table : inputs) {
        if (!readable.contains(table)) {
          problems.add(
              where + "/query.sql",
              "Cannot resolve table '%s'%s".formatted(table, didYouMean(table, readable)));
        }
      }
      for (Map.Entry<TableName, List<Read>> read : job.contract().reads().entrySet()) {
        if (!inputs.contains(read.getKey().toString())) {
          problems.add(
              where + "/contract.yml",
              "reads names '%s', which query.sql does not read".formatted(read.getKey()));
        } else if (jobs.containsKey(read.getKey()) && !faulty.contains(read.getKey().toString())) {
          read.getValue()
              .forEach(
                  r ->
                      checkRead(
                          job, jobs.get(read.getKey()), r, where + "/contract.yml", problems));
        }
      }
      if (readable.containsAll(inputs) && inputs.stream().noneMatch(faulty::contains)) {
        checkPeriodsComeFromSomewhere(job, jobs, where + "/contract.yml", problems);
      }
    }
  }

  private static void checkRead(Job job, Job input, Read read, String where, Problems problems) {
    boolean fits =
        switch (read.kind()) {
          case WHOLE -> true;
          case VALID -> job.contract().hasPeriods() && input.contract().isInterval();
          case SPAN ->
              job.contract().hasPeriods()
                  && (input.contract().hasPeriods() || input.contract().isInterval());
          default -> job.contract().hasPeriods() && input.contract().hasPeriods();
        };
    if (!fits) {
      problems.add(
          where,
          "Cannot read %s '%s' (%s)"
              .formatted(
                  input.name(),
                  read,
                  switch (read.kind()) {
                    case VALID -> "needs a cadence here and validity there";
                    case SPAN -> "needs a cadence here, and there a cadence or validity";
                    default -> "needs a cadence here and there";
                  }));
    }
  }

  private static void checkPeriodsComeFromSomewhere(
      Job job, Map<TableName, Job> jobs, String where, Problems problems) {
    if (!job.contract().hasPeriods() || job.query().isEmpty()) {
      return;
    }
    boolean driven =
        job.inputs().stream()
            .flatMap(input -> job.reads(input, jobs.get(input).contract()).stream())
            .anyMatch(r -> DRIVING.contains(r.kind()));
    if (!driven) {
      problems.add(where, "Cannot tell the periods: no input is read 'same', 'within' or 'span'");
    }
  }

  private static String didYouMean(String wanted, Collection<String> names) {
    return names.stream()
        .filter(name -> distance(wanted, name) <= 3)
        .min(java.util.Comparator.comparingInt(name -> distance(wanted, name)))
        .map(" (did you mean '%s'?)"::formatted)
        .orElse(". Tables: " + String.join(", ", names));
  }

  private static int distance(String a, String b) {
    return org.apache.spark.unsafe.types.UTF8String.fromString(a)
        .levenshteinDistance(org.apache.spark.unsafe.types.UTF8String.fromString(b));
  }

  private static Map<TableName, Job> ordered(Map<TableName, Job> jobs, Problems problems) {
    Map<TableName, Job> ordered = new LinkedHashMap<>();
    for (TableName name : jobs.keySet()) {
      visit(name, jobs, ordered, new LinkedHashSet<>(), problems);
    }
    return ordered;
  }

  private static void visit(
      TableName name,
      Map<TableName, Job> jobs,
      Map<TableName, Job> ordered,
      LinkedHashSet<TableName> path,
      Problems problems) {
    if (ordered.containsKey(name) || !jobs.containsKey(name)) {
      return;
    }
    if (!path.add(name)) {
      List<TableName> cycle = new ArrayList<>(path);
      cycle = cycle.subList(cycle.indexOf(name), cycle.size());
      problems.add(
          "jobs",
          "Tables read each other in a circle: %s -> %s"
              .formatted(
                  cycle.stream().map(TableName::toString).collect(Collectors.joining(" -> ")),
                  name));
      return;
    }
    for (TableName input : jobs.get(name).inputs()) {
      visit(input, jobs, ordered, path, problems);
    }
    path.remove(name);
    ordered.putIfAbsent(name, jobs.get(name));
  }

  public Collection<Job> all() {
    return byName.values();
  }

  /** Whether a table's folder has problems, so that no more can be said of it. */
  public boolean isFaulty(TableName name) {
    return faulty.contains(name.toString());
  }

  public Job get(TableName name) {
    return byName.get(name);
  }

  public Optional<Job> find(String name) {
    return byName.values().stream().filter(job -> job.name().toString().equals(name)).findFirst();
  }

  /**
   * The inputs whose parts are those of a table: if there are any it is built part by part, each
   * from the same part of these, and from all of its other inputs.
   */
  public Set<TableName> sharingParts(Job job) {
    Set<TableName> sharing = new TreeSet<>();
    for (TableName input : job.contract().hasParts() ? job.inputs() : Set.<TableName>of()) {
      if (get(input).contract().part().equals(job.contract().part())) {
        sharing.add(input);
      }
    }
    return job.contract().hasPeriods() ? sharing : Set.of();
  }

  /** The named tables with all they need, inputs first; all tables when none is named. */
  public List<Job> withInputs(Collection<String> names) {
    if (names.isEmpty()) {
      return List.copyOf(byName.values());
    }
    Set<TableName> wanted = new TreeSet<>();
    for (String name : names) {
      Job job =
          find(name)
              .orElseThrow(
                  () ->
                      AtlasException.usage(
                          "Cannot find table '%s'%s"
                              .formatted(
                                  name,
                                  didYouMean(
                                      name,
                                      byName.keySet().stream()
                                          .map(TableName::toString)
                                          .toList()))));
      addWithInputs(job, wanted);
    }
    return byName.values().stream().filter(job -> wanted.contains(job.name())).toList();
  }

  private void addWithInputs(Job job, Set<TableName> wanted) {
    if (wanted.add(job.name())) {
      job.inputs().forEach(input -> addWithInputs(byName.get(input), wanted));
    }
  }
}
