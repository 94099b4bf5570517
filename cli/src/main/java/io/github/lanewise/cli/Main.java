package io.github.lanewise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code lanewise} command. One class per subcommand, each listed here.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 called wrongly. Results go to standard output, everything else
 * to standard error.
 */
@Command(
    name = "lanewise",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Convolutional networks in pure Java, computed and measured.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TableCommand.class,
      TrainCommand.class,
      PredictCommand.class,
      EvaluateCommand.class,
      SummaryCommand.class,
      LectureCommand.class,
      RunCommand.class,
      VerifyCommand.class,
      ConvertCommand.class,
      EdgesCommand.class,
      DoctorCommand.class,
      BenchCommand.class,
      GateCommand.class,
      GenerateCompletion.class
    },
    footer = {
      "",
      "Examples:",
      "  lanewise table --quick",
      "  lanewise train",
      "  lanewise edges photo.jpg -o edges.png",
      "  lanewise doctor",
      "  source <(lanewise generate-completion)"
    })
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  /** Made by picocli. */
  Main() {}

  /**
   * Runs the command and ends the JVM with its exit code.
   *
   * @param args the command line, see {@code lanewise --help}
   */
  public static void main(String[] args) {
    JdkCheck.warnIfUnsafe(Runtime.version(), System.err);
    System.setProperty("java.awt.headless", "true"); // pictures, but no windows
    CommandLine commandLine = commandLine();
    // In the C locale Java would write question marks for × and µ.
    commandLine.setOut(new PrintWriter(System.out, true, UTF_8));
    commandLine.setErr(new PrintWriter(System.err, true, UTF_8));
    System.exit(commandLine.execute(args));
  }

  /** The command with all its subcommands; tests set its writers and call {@code execute}. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setExecutionExceptionHandler(new Failure());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    return commandLine;
  }

  /** Called without a subcommand. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command.");
  }
}
