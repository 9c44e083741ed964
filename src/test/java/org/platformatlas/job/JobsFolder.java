package org.platformatlas.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of jobs that a test writes file by file. */
public final class JobsFolder {
  private final Path root;

  public JobsFolder(Path root) {
    this.root = root;
  }

  public JobsFolder write(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public JobsFolder edit(String path, String from, String to) {
    try {
      String text = Files.readString(root.resolve(path));
      if (!text.contains(from)) {
        throw new AssertionError("No '" + from + "' in " + path);
      }
      return write(path, text.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A raw table of CSV files with two columns of text, {@code site} and {@code visits}. */
  public JobsFolder raw(String table, String cadence) {
    write(
        "raw/" + table + "/contract.yml",
        """
        row: one site in one %1$s
        cadence: %1$s
        columns:
          site: {type: string, meaning: site}
          visits: {type: string, meaning: size}
        """
            .formatted(cadence));
    return write(
        "raw/" + table + "/source.yml",
        """
        publisher: a test
        licence: none
        about: visits
        not: real
        path: "*.csv"
        format: csv
        period: DATE'2020-01-01'
        """);
  }

  /** A computed table with the columns {@code period}, if it has any, and {@code site}. */
  public JobsFolder computed(String table, String head, String query) {
    boolean periods = head.contains("cadence");
    write(
        table + "/contract.yml",
        """
        row: one site
        %s
        grain: [%ssite]
        columns:
        %s  site: {type: string, meaning: site}
        """
            .formatted(
                head,
                periods ? "period, " : "",
                periods ? "  period: {type: date, meaning: first day}\n" : ""));
    return write(table + "/query.sql", query);
  }

  public Jobs load() {
    Problems problems = new Problems();
    Jobs jobs = Jobs.load(root, problems);
    problems.throwIfAny();
    return jobs;
  }

  public List<String> problems() {
    Problems problems = new Problems();
    Jobs.load(root, problems);
    return problems.messages();
  }
}
