package io.github.lanewise.cli;

import io.github.lanewise.bench.contest.Effort;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** How long is measured: shared by the commands that measure in JVMs of their own. */
final class EffortOptions {
  /** Of the 3 minutes that a quick run may take; the start and the errors need the rest. */
  static final Duration QUICK_BUDGET = Duration.ofSeconds(140);

  @Option(
      names = "--quick",
      description = "Within 3 minutes: short, one JVM for each figure, and only some of them.")
  private boolean quick;

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "JVMs for each figure (default: 3; 1 with --quick).")
  private Integer forks;

  @Option(
      names = "--jvm-arg",
      paramLabel = "ARG",
      description =
          "A further argument for the measuring JVMs, such as -XX:+UseLargePages. Shorter vectors"
              + " are for the whole program, which chooses the algorithms:"
              + " JDK_JAVA_OPTIONS=-XX:UseAVX=2 lanewise ...")
  private List<String> jvmArgs = List.of();

  /** Made by picocli. */
  EffortOptions() {}

  boolean quick() {
    return quick;
  }

  Effort effort() {
    Effort effort = quick ? Effort.QUICK : Effort.FULL;
    return forks == null ? effort : effort.withForks(forks);
  }

  List<String> jvmArgs() {
    return jvmArgs;
  }
}
