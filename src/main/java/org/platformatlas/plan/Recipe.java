package org.platformatlas.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Everything that decides the rows of a period, by name ({@code query}, {@code contract}, {@code
 * clean.traffic} …), each as a short hash. Two recipes are compared part by part, so that a
 * difference can be named.
 */
public record Recipe(Map<String, String> parts) {
  private static final int PART_BYTES = 8;

  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, PART_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A recipe whose parts are the hashes of these texts. */
  public static Recipe of(Map<String, String> texts) {
    Map<String, String> parts = new LinkedHashMap<>();
    texts.forEach((name, text) -> parts.put(name, hash(text)));
    return new Recipe(parts);
  }

  /** This recipe with one more part. */
  Recipe with(String name, String text) {
    Map<String, String> more = new LinkedHashMap<>(parts);
    more.put(name, hash(text));
    return new Recipe(more);
  }

  public static Recipe parse(String text) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : text.split(";")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return new Recipe(parts);
  }

  /** What differs from an older recipe, as a reason: {@code clean.traffic changed}. */
  String differenceFrom(Recipe older) {
    StringJoiner names = new StringJoiner(", ", "", " changed");
    for (Map.Entry<String, String> part : parts.entrySet()) {
      if (!part.getValue().equals(older.parts.get(part.getKey()))) {
        names.add(part.getKey());
      }
    }
    for (String name : older.parts.keySet()) {
      if (!parts.containsKey(name)) {
        names.add(name);
      }
    }
    return names.toString();
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(";");
    parts.forEach((name, hash) -> text.add(name + "=" + hash));
    return text.toString();
  }
}
