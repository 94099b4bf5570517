package io.github.lanewise.bench.jmh;

import io.github.lanewise.bench.progress.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs JMH without a word. Even when told to be silent, JMH passes on what its forks print, to
 * standard output, where only results belong; and each fork prints a line, because the Vector API
 * is an incubator module.
 */
public final class QuietRunner {
  /** How long to wait for another program that measures by JMH, and how often to look. */
  private static final Duration LOCK_WAIT = Duration.ofMinutes(10);

  private static final Duration LOCK_LOOK = Duration.ofSeconds(1);

  private QuietRunner() {}

  /**
   * Runs one benchmark in one fork, when no other program's JMH is running any more.
   *
   * @param options what to run
   * @param progress is told while another program is measuring
   * @return what the fork measured
   * @throws IOException if the fork fails, or the thread is interrupted while it waits
   */
  public static BenchmarkResult run(Options options, Progress progress) throws IOException {
    long start = System.nanoTime();
    while (true) {
      try {
        return new Runner(options, silence()).runSingle().getBenchmarkResults().iterator().next();
      } catch (RunnerException e) {
        if (!String.valueOf(e.getMessage()).contains("JMH lock")
            || System.nanoTime() - start > LOCK_WAIT.toNanos()) {
          throw new IOException("the measuring JVM failed: " + reason(e), e);
        }
      }
      progress.at("waiting for another program that measures", 0, 1);
      try {
        Thread.sleep(LOCK_LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while another program was measuring");
      }
    }
  }

  private static OutputFormat silence() {
    return OutputFormatFactory.createFormatInstance(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        VerboseMode.SILENT);
  }

  /** The message of the failure in the fork that all others come from. */
  private static String reason(RunnerException failure) {
    Throwable root = failure;
    while (root.getCause() != null || root.getSuppressed().length > 0) {
      root = root.getCause() != null ? root.getCause() : root.getSuppressed()[0];
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
