package io.github.lanewise.cli;

import io.github.lanewise.kernels.lanes.Workers;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many threads compute: shared by the commands that compute one thing. */
final class ThreadsOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  private int count = 1;

  /** Made by picocli. */
  ThreadsOption() {}

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads to compute on (default: ${DEFAULT-VALUE}).")
  void setCount(int count) {
    if (count < 1 || count > 1024) {
      throw new ParameterException(
          spec.commandLine(), "--threads is " + count + ", expected 1 to 1024");
    }
    this.count = count;
  }

  int count() {
    return count;
  }

  /** The threads, to be closed. */
  Workers workers() {
    return Workers.of(count);
  }
}
