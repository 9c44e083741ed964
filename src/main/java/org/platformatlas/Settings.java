package org.platformatlas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.platformatlas.job.Problems;
import org.platformatlas.job.Yaml;

/**
 * The effective settings: built-in, then the file's, then the environment's, then the flags'. Paths
 * of the file lie under the project's folder, those of flags and environment under the current one.
 *
 * @param spark Spark's own settings
 */
record Settings(String landing, String warehouse, Path jobs, Map<String, String> spark) {
  private static final Set<String> PATHS = Set.of("landing", "warehouse", "jobs");
  private static final Pattern SECRET =
      Pattern.compile("password|secret|token|credential|key", Pattern.CASE_INSENSITIVE);
  private static final Pattern PASSWORD_OF_URI = Pattern.compile("(//[^/@:]*:)[^/@]*@");

  static Settings load(String conf, Map<String, String> flags, Map<String, String> environment) {
    Path home = Path.of(environment.getOrDefault("ATLAS_HOME", ""));
    Map<String, String> values = new TreeMap<>();
    values.put("landing", under(home, "target/landing"));
    values.put("warehouse", under(home, "target/warehouse"));
    values.put("jobs", under(home, "jobs"));
    Path file = conf == null ? home.resolve("conf/local.yml") : Path.of(conf);
    if (Files.exists(file)) {
      fromFile(file)
          .forEach(
              (key, value) -> put(values, key, PATHS.contains(key) ? under(home, value) : value));
    } else if (conf != null) {
      throw AtlasException.usage("Cannot find the settings file '%s'".formatted(conf));
    }
    for (String key : PATHS) {
      String value = environment.get("ATLAS_" + key.toUpperCase(java.util.Locale.ROOT));
      if (value != null) {
        values.put(key, value);
      }
    }
    flags.forEach((key, value) -> put(values, key, value));
    Map<String, String> spark = new LinkedHashMap<>(values);
    spark.keySet().removeAll(PATHS);
    return new Settings(
        values.get("landing"), values.get("warehouse"), Path.of(values.get("jobs")), spark);
  }

  private static Map<String, String> fromFile(Path file) {
    try {
      Problems problems = new Problems();
      Yaml yaml = Yaml.parse(file.toString(), Files.readString(file), problems);
      Map<String, String> values = new LinkedHashMap<>();
      yaml.keys().forEach(key -> values.put(key, yaml.text(key, "")));
      problems.throwIfAny();
      return values;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(Map<String, String> values, String key, String value) {
    if (!PATHS.contains(key) && !key.startsWith("spark.")) {
      throw AtlasException.usage(
          "Unknown setting '%s' (known: %s, spark.*)"
              .formatted(key, String.join(", ", new java.util.TreeSet<>(PATHS))));
    }
    values.put(key, value);
  }

  private static String under(Path home, String path) {
    boolean isUri = path.matches("[A-Za-z][A-Za-z0-9+.-]+:.*");
    return isUri ? path : home.resolve(path).toString();
  }

  Settings with(String newLanding, String newWarehouse) {
    return new Settings(newLanding, newWarehouse, jobs, spark);
  }

  /** One line for people, secrets masked. */
  @Override
  public String toString() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("landing", landing);
    values.put("warehouse", warehouse);
    values.put("jobs", jobs.toString());
    values.putAll(spark);
    return values.entrySet().stream()
        .map(e -> e.getKey() + "=" + masked(e.getKey(), e.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String masked(String key, String value) {
    boolean secret =
        SECRET.matcher(key).find() || (!PATHS.contains(key) && SECRET.matcher(value).find());
    return secret ? "***" : PASSWORD_OF_URI.matcher(value).replaceAll("$1***@");
  }
}
