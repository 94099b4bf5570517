package io.github.lanewise.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measurements of the kernels. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures the kernels, each figure in JVMs of its own.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchConvCommand.class,
      BenchOpsCommand.class,
      BenchModelCommand.class,
      BenchTrainOpsCommand.class,
      BenchChooseCommand.class,
      BenchReportCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  lanewise bench conv --quick",
      "  lanewise bench train-ops --quick",
      "  lanewise bench ops --quick",
      "  lanewise bench model resnet18 --quick"
    })
final class BenchCommand implements Runnable {

  @Spec private CommandSpec spec;

  /** Made by picocli. */
  BenchCommand() {}

  /** Called without a subcommand. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command.");
  }
}
