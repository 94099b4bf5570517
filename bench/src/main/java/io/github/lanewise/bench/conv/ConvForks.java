package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.jmh.ForkedJvm;
import io.github.lanewise.bench.jmh.QuietRunner;
import io.github.lanewise.bench.jmh.WorkFolder;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.bench.roofline.RooflineProfiler;
import io.github.lanewise.bench.statistics.Statistics;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures cases in JVMs of their own. */
final class ConvForks {
  private final Effort effort;
  private final List<String> jvmArgs;

  ConvForks(Effort effort, List<String> jvmArgs) {
    this.effort = effort;
    this.jvmArgs = jvmArgs;
  }

  /** A sample for each fork. */
  List<ConvSample> measure(ConvCase measured, Progress progress) throws IOException {
    List<ConvSample> samples = new ArrayList<>();
    for (int fork = 0; fork < effort.forks(); fork++) {
      progress.at(measured.title(), fork, effort.forks());
      samples.add(measureOnce(measured, progress));
    }
    return samples;
  }

  private ConvSample measureOnce(ConvCase measured, Progress progress) throws IOException {
    try (WorkFolder work = WorkFolder.in(Path.of(System.getProperty("java.io.tmpdir")))) {
      try {
        BenchmarkResult fork = QuietRunner.run(options(measured, work.path()), progress);
        return new ConvSample(
            seconds(measured, fork),
            RooflineProfiler.of(fork),
            Facts.read(work.path().resolve(ConvBenchmark.FACTS)));
      } catch (IOException e) {
        work.waitIfStopped();
        throw new IOException(measured.title() + ": " + e.getMessage(), e);
      }
    }
  }

  private Options options(ConvCase measured, Path folder) {
    int contenders = measured.algorithms().size() + measured.peers().size();
    TimeValue iteration = TimeValue.milliseconds(effort.iterationMillis());
    return ForkedJvm.options(ConvBenchmark.class, jvmArgs.toArray(String[]::new))
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
        .warmupIterations(contenders)
        .warmupTime(iteration)
        .measurementIterations(effort.rounds() * contenders)
        .measurementTime(iteration)
        .timeout(TimeValue.minutes(10))
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
}
