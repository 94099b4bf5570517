package io.github.lanewise.cli;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * How a failed command ends: one line for what the user can put right, the stack trace for what is
 * our fault, exit code 1 for both.
 */
final class Failure implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    if (e instanceof IOException || e instanceof IllegalArgumentException) {
      command.getErr().println("lanewise: " + e.getMessage());
    } else {
      e.printStackTrace(command.getErr());
    }
    return command.getCommandSpec().exitCodeOnExecutionException();
  }
}
