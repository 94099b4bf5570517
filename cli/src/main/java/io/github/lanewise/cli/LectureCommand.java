package io.github.lanewise.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the lecture shows, as programs. */
@Command(
    name = "lecture",
    mixinStandardHelpOptions = true,
    description = "What the lecture shows, computed and measured.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {LectureRecapCommand.class, LectureEfficiencyCommand.class},
    footer = {"", "Examples:", "  lanewise lecture recap", "  lanewise lecture efficiency"})
final class LectureCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Made by picocli. */
  LectureCommand() {}

  /** Called without a subcommand. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command.");
  }
}
