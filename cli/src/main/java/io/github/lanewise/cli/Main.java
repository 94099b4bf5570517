package io.github.lanewise.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
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
  private static final String COMPLETION = "generate-completion";

  /** The subcommands in the order in which help lists them. */
  private static final Map<String, Class<?>> SUBCOMMANDS = new LinkedHashMap<>();

  static {
    SUBCOMMANDS.put("table", TableCommand.class);
    SUBCOMMANDS.put("train", TrainCommand.class);
    SUBCOMMANDS.put("predict", PredictCommand.class);
    SUBCOMMANDS.put("evaluate", EvaluateCommand.class);
    SUBCOMMANDS.put("summary", SummaryCommand.class);
    SUBCOMMANDS.put("lecture", LectureCommand.class);
    SUBCOMMANDS.put("run", RunCommand.class);
    SUBCOMMANDS.put("verify", VerifyCommand.class);
    SUBCOMMANDS.put("convert", ConvertCommand.class);
    SUBCOMMANDS.put("edges", EdgesCommand.class);
    SUBCOMMANDS.put("doctor", DoctorCommand.class);
    SUBCOMMANDS.put("bench", BenchCommand.class);
    SUBCOMMANDS.put("gate", GateCommand.class);
    SUBCOMMANDS.put(COMPLETION, GenerateCompletion.class);
  }

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
    CommandLine commandLine = commandLine(args);
    // In the C locale Java would write question marks for × and µ.
    commandLine.setOut(new PrintWriter(System.out, true, UTF_8));
    commandLine.setErr(new PrintWriter(System.err, true, UTF_8));
    System.exit(commandLine.execute(args));
  }

  /**
   * The command with the subcommand that is called, as picocli reads the options of each that it is
   * given, which takes longer than small models do; with all of them if none is called by its name.
   * Tests set its writers and call {@code execute}.
   */
  static CommandLine commandLine(String... args) {
    CommandLine commandLine = new CommandLine(new Main());
    String called = args.length > 0 && !args[0].equals(COMPLETION) ? args[0] : "";
    SUBCOMMANDS.forEach(
        (name, command) -> {
          if (name.equals(called) || !SUBCOMMANDS.containsKey(called)) {
            commandLine.addSubcommand(name, command);
          }
        });
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
