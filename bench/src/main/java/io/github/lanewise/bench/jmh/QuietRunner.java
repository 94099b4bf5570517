package io.github.lanewise.bench.jmh;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs JMH without a word. Even when told to be silent, JMH passes on what its forks print, to
 * standard output, where only results belong; and each fork prints a line, because the Vector API
 * is an incubator module.
 */
public final class QuietRunner {
  private QuietRunner() {}

  /**
   * Runs one benchmark in one fork.
   *
   * @param options what to run
   * @return what the fork measured
   * @throws RunnerException if the fork fails
   */
  public static BenchmarkResult run(Options options) throws RunnerException {
    PrintStream nobody =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Runner(options, OutputFormatFactory.createFormatInstance(nobody, VerboseMode.SILENT))
        .runSingle()
        .getBenchmarkResults()
        .iterator()
        .next();
  }
}
