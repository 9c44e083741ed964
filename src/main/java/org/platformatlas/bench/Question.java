package org.platformatlas.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** What every engine is asked; {@code <name>/<engine>.sql} is how it is put to each. */
public enum Question {
  /** Indices of concentration by day and market. */
  concentration(List.of("clean.traffic"), List.of("period", "market")),

  /** Share and rank of every site, by day and market. */
  share(List.of("clean.traffic"), List.of("period", "market", "site")),

  /** How many others each platform shares fields with, how much, and with whom most, by year. */
  overlap(List.of("clean.portfolio"), List.of("period", "platform")),

  /** People within five radii of an open outlet, by month of ten years. */
  coverage(List.of("clean.region", "clean.outlet"), List.of("month", "radius_km"));

  private final List<String> tables;
  private final List<String> keys;

  Question(List<String> tables, List<String> keys) {
    this.tables = tables;
    this.keys = keys;
  }

  /** The tables it reads; the first is the one whose rows are counted. */
  public List<String> tables() {
    return tables;
  }

  /** The columns that name a row of the answer. */
  List<String> keys() {
    return keys;
  }

  /** Whether it can be put to an engine. */
  boolean isFor(Engine engine) {
    return !engine.isOfPython() || (engine == Engine.scikit) == (this == coverage);
  }

  /** The SELECT that asks an engine. */
  String sql(String engine) {
    return resource(this + "/" + engine + ".sql").strip();
  }

  /** Where a table's files lie. */
  public static String path(String warehouse, String table) {
    return Path.of(warehouse, table.split("\\.")).toString();
  }

  /** A text that lies beside this class. */
  static String resource(String name) {
    try (InputStream in = Question.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
