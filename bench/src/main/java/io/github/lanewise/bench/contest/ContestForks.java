package io.github.lanewise.bench.contest;

import io.github.lanewise.bench.jmh.ForkedJvm;
import io.github.lanewise.bench.jmh.QuietRunner;
import io.github.lanewise.bench.jmh.WorkFolder;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.bench.roofline.RooflineProfiler;
import io.github.lanewise.bench.statistics.Statistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures contests in JVMs of their own. */
public final class ContestForks {
  private final Effort effort;
  private final List<String> jvmArgs;

  /**
   * Forks of some effort.
   *
   * @param effort how much is measured
   * @param jvmArgs further arguments for the measuring JVMs, such as {@code -XX:+UseLargePages}
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
    for (int fork = 0; fork < effort.forks(); fork++) {
      progress.at(measured.title(), fork, effort.forks());
      samples.add(measureOnce(measured, progress));
    }
    return samples;
  }

  /**
   * Measures contests one after the other.
   *
   * @param contests the contests
   * @param progress is told of each fork
   * @param result makes a result of a contest and what its forks found out
   * @param sink is given each result at once, so that none is lost if the run is stopped
   * @param <C> the contests
   * @param <R> the results
   * @throws IOException if a fork fails, or the sink does
   */
  public <C extends Contest, R> void measure(
      List<C> contests, Progress progress, BiFunction<C, Samples, R> result, Sink<R> sink)
      throws IOException {
    for (int i = 0; i < contests.size(); i++) {
      C contest = contests.get(i);
      Samples samples = new Samples(measure(contest, progress.part(i, contests.size())));
      sink.accept(result.apply(contest, samples));
    }
  }

  private ForkSample measureOnce(Contest measured, Progress progress) throws IOException {
    try (WorkFolder work = WorkFolder.in(Path.of(System.getProperty("java.io.tmpdir")))) {
      try {
        BenchmarkResult fork = QuietRunner.run(options(measured, work.path()), progress);
        return new ForkSample(
            seconds(measured, fork),
            RooflineProfiler.of(fork),
            Facts.read(work.path().resolve(ContestBenchmark.FACTS)));
      } catch (IOException e) {
        work.waitIfStopped();
        throw new IOException(measured.title() + ": " + e.getMessage(), e);
      }
    }
  }

  private Options options(Contest measured, Path folder) {
    int contenders = measured.ours().size() + measured.peers().size();
    TimeValue iteration = TimeValue.milliseconds(effort.iterationMillis());
    ChainedOptionsBuilder options =
        ForkedJvm.options(measured.benchmark(), jvmArgs.toArray(String[]::new));
    measured.parameters().forEach(options::param);
    return options
        .param("threads", Integer.toString(measured.threads()))
        .param("peers", String.join(",", measured.peers()))
        .param("ours", String.join(",", measured.ours()))
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
