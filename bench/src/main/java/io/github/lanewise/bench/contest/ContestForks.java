package io.github.lanewise.bench.contest;

import io.github.lanewise.bench.jmh.ForkedJvm;
import io.github.lanewise.bench.jmh.QuietRunner;
import io.github.lanewise.bench.roofline.RooflineProfiler;
import io.github.lanewise.bench.statistics.Statistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Measures contests in JVMs of their own. */
public final class ContestForks {
  private final Effort effort;
  private final List<String> jvmArgs;

  /**
   * Forks of some effort.
   *
   * @param effort how much is measured
   * @param jvmArgs further arguments for the measuring JVMs, such as {@code -XX:UseAVX=2}
   */
  public ContestForks(Effort effort, List<String> jvmArgs) {
    this.effort = effort;
    this.jvmArgs = jvmArgs;
  }

  /**
   * Measures a contest.
   *
   * @param measured the contest
   * @param progress is told of each fork
   * @return a sample for each fork
   * @throws IOException if a fork fails
   */
  public List<ForkSample> measure(Contest measured, Progress progress) throws IOException {
    List<ForkSample> samples = new ArrayList<>();
    for (int fork = 1; fork <= effort.forks(); fork++) {
      progress.at("%s, fork %d of %d".formatted(measured.title(), fork, effort.forks()));
      samples.add(measureOnce(measured, progress));
    }
    return samples;
  }

  private ForkSample measureOnce(Contest measured, Progress progress) throws IOException {
    Path folder = Files.createTempDirectory("lanewise-bench");
    Path facts = folder.resolve(ContestBenchmark.FACTS);
    try {
      BenchmarkResult fork =
          QuietRunner.run(
              options(measured, folder),
              () -> progress.at("another program is measuring; waiting for it"));
      return new ForkSample(seconds(measured, fork), RooflineProfiler.of(fork), Facts.read(facts));
    } catch (RunnerException e) {
      throw new IOException(
          measured.title() + ": the measuring JVM failed: " + QuietRunner.reason(e), e);
    } finally {
      Files.deleteIfExists(facts);
      Files.delete(folder);
    }
  }

  private Options options(Contest measured, Path folder) {
    int contenders = measured.ours().size() + measured.peers().size();
    TimeValue iteration = TimeValue.milliseconds(effort.iterationMillis());
    ChainedOptionsBuilder options = ForkedJvm.options(jvmArgs.toArray(String[]::new));
    measured.parameters().forEach(options::param);
    return options
        .include("^" + measured.benchmark().getName().replace(".", "\\.") + "\\.compute$")
        .param("threads", Integer.toString(measured.threads()))
        .param("peers", String.join(",", measured.peers()))
        .param("ours", String.join(",", measured.ours()))
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

  /** Deals the iterations out to the contenders, whose turns {@link ContestBenchmark} sets. */
  private static Map<String, Double> seconds(Contest measured, BenchmarkResult fork) {
    List<String> names =
        Stream.concat(measured.peers().stream(), measured.ours().stream()).toList();
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
}
