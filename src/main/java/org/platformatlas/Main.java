package org.platformatlas;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.platformatlas.run.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Platform Atlas: measures the structure of internet markets. */
@Command(
    name = "atlas",
    description = "Measures the structure of internet markets.",
    mixinStandardHelpOptions = true,
    version = "platform-atlas 0.1.0",
    subcommands = {
      QuickstartVerb.class,
      ValidateVerb.class,
      PlanVerb.class,
      RunVerb.class,
      StatusVerb.class,
      SqlVerb.class,
      SelftestVerb.class,
      GenerateVerb.class,
      BenchVerb.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, also when there was nothing to do",
      "1:unexpected",
      "2:usage or configuration",
      "3:an input is missing (retry later)",
      "4:a fail rule broke; the table keeps its previous content",
      "5:another run holds the warehouse",
      "6:some tables failed; the rest were written"
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    // Java 17 prints in the encoding of the locale, which under cron knows ASCII alone.
    System.setOut(utf8(FileDescriptor.out));
    System.setErr(utf8(FileDescriptor.err));
    System.exit(run(arguments));
  }

  private static PrintStream utf8(FileDescriptor file) {
    return new PrintStream(new FileOutputStream(file), true, StandardCharsets.UTF_8);
  }

  static int run(String... arguments) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> {
              if (failure instanceof AtlasException known) {
                System.err.println("atlas: " + Failure.printable(known.getMessage()));
                return known.exitCode().number();
              }
              System.err.println("atlas: unexpected: " + Failure.summary(failure));
              failure.printStackTrace();
              return ExitCode.UNEXPECTED.number();
            })
        .execute(arguments);
  }
}
