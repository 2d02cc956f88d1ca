package starmap.standalone;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./starmap}: one program with a command for each thing to run. */
@Command(
    name = "starmap",
    description = "multiprocessing.Pool as a service: map and starmap over HTTP.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      ApiCommand.class,
      WorkerCommand.class,
      TrainCommand.class
    })
public final class Starmap {
  private Starmap() {}

  /** Runs one command; its result is the exit code of the process. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Starmap())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(Starmap::report);
  }

  /** What a user did wrong gets one line; what we did wrong gets a stack trace. */
  private static int report(
      Exception e, CommandLine command, CommandLine.ParseResult ignoredArguments) {
    if (e instanceof StartException) {
      command.getErr().println(e.getMessage());
    } else {
      e.printStackTrace(command.getErr());
    }
    return command.getCommandSpec().exitCodeOnExecutionException();
  }
}
