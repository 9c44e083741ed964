package org.platformatlas.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * A YAML mapping read by name, in which every scalar is text ({@code NO} is Norway). What is wrong
 * goes to {@link Problems}; what nobody asked for is found by {@link #finish}.
 */
public final class Yaml {
  private final String where;
  private final Problems problems;
  private final Map<String, Object> entries;
  private final Set<String> asked = new LinkedHashSet<>();

  private Yaml(String where, Problems problems, Map<String, Object> entries) {
    this.where = where;
    this.problems = problems;
    this.entries = entries;
  }

  public static Yaml parse(String where, String text, Problems problems) {
    Object root = null;
    try {
      LoadSettings settings =
          LoadSettings.builder()
              .setSchema(new FailsafeSchema())
              .setAllowDuplicateKeys(false)
              .setLabel(where)
              .build();
      root = new Load(settings).loadFromString(text);
    } catch (YamlEngineException e) {
      problems.add(where, "Cannot parse YAML: " + e.getMessage().strip().replaceAll("\\s+", " "));
      return of(where, Map.of(), new Problems()); // of such a text nothing more is said
    }
    return of(where, root == null ? Map.of() : root, problems);
  }

  private static Yaml of(String where, Object node, Problems problems) {
    Map<String, Object> entries = new LinkedHashMap<>();
    if (node instanceof Map<?, ?> map) {
      map.forEach((key, value) -> entries.put(String.valueOf(key), value));
    } else {
      problems.add(where, "Expected a mapping, found '%s'".formatted(node));
    }
    return new Yaml(where, problems, entries);
  }

  public boolean has(String key) {
    return entries.containsKey(key);
  }

  boolean isMapping(String key) {
    return entries.get(key) instanceof Map;
  }

  /** The text of a key that must be there. */
  public String text(String key) {
    String value = text(key, "");
    if (value.isBlank()) {
      problems.add(where, "Missing '%s'".formatted(key));
    }
    return value;
  }

  public String text(String key, String otherwise) {
    asked.add(key);
    Object value = entries.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Map || value instanceof List) {
      problems.add(where, "Invalid '%s': expected text".formatted(key));
      return otherwise;
    }
    return value.toString().strip();
  }

  /** A list of texts; a single text is a list of one. */
  public List<String> texts(String key) {
    asked.add(key);
    List<String> texts = new ArrayList<>();
    Object value = entries.get(key);
    if (value instanceof List<?> list) {
      list.forEach(item -> texts.add(String.valueOf(item)));
    } else if (value instanceof Map) {
      problems.add(where, "Invalid '%s': expected a list".formatted(key));
    } else if (value != null) {
      texts.add(value.toString());
    }
    return texts;
  }

  /** A mapping of names to texts, in the order of the file. */
  public Map<String, String> textMap(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    Yaml node = node(key);
    node.entries.keySet().forEach(name -> texts.put(name, node.text(name, "")));
    return texts;
  }

  /** A mapping of names to lists of texts, in the order of the file. */
  public Map<String, List<String>> textsMap(String key) {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    Yaml node = node(key);
    node.entries.keySet().forEach(name -> texts.put(name, node.texts(name)));
    return texts;
  }

  /** A mapping of names to mappings, in the order of the file. */
  public Map<String, Yaml> nodes(String key) {
    Map<String, Yaml> nodes = new LinkedHashMap<>();
    Yaml node = node(key);
    node.entries
        .keySet()
        .forEach(
            name ->
                nodes.put(name, of(node.where + ": " + name, node.entries.get(name), problems)));
    return nodes;
  }

  /** A list of mappings of names to texts; nested values become JSON, {@code null} is left out. */
  public List<Map<String, String>> rows(String key) {
    asked.add(key);
    List<Map<String, String>> rows = new ArrayList<>();
    if (entries.get(key) instanceof List<?> list) {
      for (Object item : list) {
        Map<String, String> row = new LinkedHashMap<>();
        Yaml node = of(where + ": " + key, item, problems);
        node.entries.forEach(
            (name, value) -> {
              if (!"null".equals(value)) {
                row.put(name, value instanceof String text ? text : json(value));
              }
            });
        rows.add(row);
      }
    } else {
      problems.add(where, "Missing '%s' (a list of rows)".formatted(key));
    }
    return rows;
  }

  private static String json(Object value) {
    try {
      return new ObjectMapper().writeValueAsString(typed(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What a nested value stands for: inside nested values only, numbers are numbers. */
  private static Object typed(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> typed = new LinkedHashMap<>();
      map.forEach((key, item) -> typed.put(String.valueOf(key), typed(item)));
      return typed;
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Yaml::typed).toList();
    }
    String text = String.valueOf(value);
    if (text.equals("null")) {
      return null;
    }
    return text.matches("-?[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?") ? new BigDecimal(text) : text;
  }

  /** The mapping under a key, empty when there is none. */
  public Yaml node(String key) {
    asked.add(key);
    Object value = entries.get(key);
    return of(where + ": " + key, value == null ? Map.of() : value, problems);
  }

  public Set<String> keys() {
    return entries.keySet();
  }

  /** Reads a text by a parser whose complaint becomes a problem. */
  public <T> T parsed(String what, String text, Function<String, T> parser, T otherwise) {
    try {
      return parser.apply(text);
    } catch (Exception e) {
      // Spark's parser throws a checked exception that its Scala signature does not declare.
      problems.add(where, what + ": " + firstLine(e));
      return otherwise;
    }
  }

  public void problem(String what) {
    problems.add(where, what);
  }

  /** Reports keys that mean nothing. */
  public void finish() {
    for (String key : entries.keySet()) {
      if (!asked.contains(key)) {
        problems.add(
            where, "Unknown key '%s' (known: %s)".formatted(key, String.join(", ", asked)));
      }
    }
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage().strip();
    return message.lines().findFirst().orElse("");
  }
}
