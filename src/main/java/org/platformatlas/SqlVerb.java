package org.platformatlas;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.platformatlas.run.Failure;
import org.platformatlas.run.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "sql",
    description = "One statement, or a shell that reads statements ending in ';'.",
    mixinStandardHelpOptions = true)
final class SqlVerb implements Callable<Integer> {
  @Mixin Options options;

  @Parameters(arity = "0..1", paramLabel = "STATEMENT", description = "a SQL statement")
  String statement;

  @Override
  public Integer call() throws Exception {
    try (Atlas atlas = Atlas.open(options.settings())) {
      Shell shell = new Shell(atlas.spark(), atlas.warehouse());
      if (statement != null) {
        print(shell.execute(statement));
        return ExitCode.DONE.number();
      }
      converse(shell);
      return ExitCode.DONE.number();
    }
  }

  private void converse(Shell shell) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StringBuilder text = new StringBuilder();
    System.err.print("atlas> ");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      text.append(line).append('\n');
      if (line.stripTrailing().endsWith(";")) {
        try {
          print(shell.execute(text.toString()));
        } catch (AtlasException e) {
          System.err.println("atlas: " + Failure.printable(e.getMessage()));
        }
        text.setLength(0);
      }
      System.err.print(text.isEmpty() ? "atlas> " : "     > ");
    }
  }

  private void print(Dataset<Row> rows) {
    try {
      Printer.print(System.out, options.format, rows);
    } catch (Exception e) {
      throw Shell.refused(e);
    }
  }
}
