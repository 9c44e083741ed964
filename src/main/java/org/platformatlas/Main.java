package org.platformatlas;

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
      SqlVerb.class
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
    System.exit(run(arguments));
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
