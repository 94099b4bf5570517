package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.jmh.ForkedJvm;
import io.github.lanewise.bench.roofline.RooflineProfiler;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures cases in JVMs of their own. */
final class ConvForks {
  /** How long to wait for another program that measures by JMH, and how often to look. */
  private static final Duration LOCK_WAIT = Duration.ofMinutes(10);

  private static final Duration LOCK_LOOK = Duration.ofSeconds(1);

  private final Effort effort;
  private final List<String> jvmArgs;

  ConvForks(Effort effort, List<String> jvmArgs) {
    this.effort = effort;
    this.jvmArgs = jvmArgs;
  }

  /** A sample for each fork. */
  List<ConvSample> measure(ConvCase measured, Progress progress) throws IOException {
    List<ConvSample> samples = new ArrayList<>();
    for (int fork = 1; fork <= effort.forks(); fork++) {
      progress.at("%s, fork %d of %d".formatted(measured.title(), fork, effort.forks()));
      samples.add(measureOnce(measured, progress));
    }
    return samples;
  }

  private ConvSample measureOnce(ConvCase measured, Progress progress) throws IOException {
    Path folder = Files.createTempDirectory("lanewise-bench");
    Path facts = folder.resolve(ConvBenchmark.FACTS);
    try {
      BenchmarkResult fork = run(options(measured, folder), progress);
      return new ConvSample(seconds(measured, fork), RooflineProfiler.of(fork), Facts.read(facts));
    } catch (RunnerException e) {
      throw new IOException(measured.title() + ": the measuring JVM failed: " + reason(e), e);
    } finally {
      Files.deleteIfExists(facts);
      Files.delete(folder);
    }
  }

  /** Runs one fork, when no other program's JMH is running any more. */
  private static BenchmarkResult run(Options options, Progress progress)
      throws RunnerException, IOException {
    long start = System.nanoTime();
    while (true) {
      try {
        return new Runner(options).runSingle().getBenchmarkResults().iterator().next();
      } catch (RunnerException e) {
        if (!String.valueOf(e.getMessage()).contains("JMH lock")
            || System.nanoTime() - start > LOCK_WAIT.toNanos()) {
          throw e;
        }
      }
      progress.at("another program is measuring; waiting for it");
      try {
        Thread.sleep(LOCK_LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while another program was measuring");
      }
    }
  }

  private Options options(ConvCase measured, Path folder) {
    int contenders = measured.algorithms().size() + measured.peers().size();
    TimeValue iteration = TimeValue.milliseconds(effort.iterationMillis());
    return ForkedJvm.options(jvmArgs.toArray(String[]::new))
        .include("^" + ConvBenchmark.class.getName().replace(".", "\\.") + "\\.compute$")
        .param("layer", measured.layer().line())
        .param("batch", Integer.toString(measured.batch()))
        .param("threads", Integer.toString(measured.threads()))
        .param("peers", String.join(",", measured.peers()))
        .param(
            "algorithms",
            String.join(",", measured.algorithms().stream().map(ConvAlgorithm::name).toList()))
        .param("warmUpMillis", Integer.toString(effort.warmUpMillis()))
        .param("folder", folder.toString())
        .addProfiler(RooflineProfiler.class, Integer.toString(measured.threads()))
        .mode(Mode.AverageTime)
        .forks(1)
        .warmupIterations(contenders)
        .warmupTime(iteration)
        .measurementIterations(effort.rounds() * contenders)
        .measurementTime(iteration)
        .timeUnit(TimeUnit.SECONDS)
        .timeout(TimeValue.minutes(10))
        .verbosity(VerboseMode.SILENT)
        .shouldFailOnError(true)
        .build();
  }

  /** Deals the iterations out to the contenders, whose turns {@link ConvBenchmark} sets. */
  private static Map<String, Double> seconds(ConvCase measured, BenchmarkResult fork) {
    List<String> names =
        Stream.concat(
                measured.peers().stream(), measured.algorithms().stream().map(ConvAlgorithm::name))
            .toList();
    double[] scores =
        fork.getIterationResults().stream()
            .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
            .toArray();
    Map<String, Double> seconds = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      List<Double> own = new ArrayList<>();
      for (int j = i; j < scores.length; j += names.size()) {
        own.add(scores[j]);
      }
      seconds.put(names.get(i), Statistics.median(own));
    }
    return seconds;
  }

  /** The message of the failure in the fork that all others come from. */
  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null || root.getSuppressed().length > 0) {
      root = root.getCause() != null ? root.getCause() : root.getSuppressed()[0];
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
