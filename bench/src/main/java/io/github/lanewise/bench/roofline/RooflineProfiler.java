package io.github.lanewise.bench.roofline;

import io.github.lanewise.kernels.lanes.Workers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.IterationType;

/**
 * Measures the {@link Roofline} in each fork of a JMH run, just before its first measured
 * iteration, so that a figure and the limit that it is held against come from the same JVM and the
 * same minute.
 */
public final class RooflineProfiler implements InternalProfiler {
  private static final String PREFIX = "roofline.";

  private final int threads;
  private List<Result<?>> results = List.of();
  private boolean measured;

  /**
   * Made by JMH.
   *
   * @param threads number of threads to measure with, as text
   */
  public RooflineProfiler(String threads) {
    this.threads = Integer.parseInt(threads);
  }

  @Override
  public String getDescription() {
    return "FMA peak and memory bandwidth of the fork";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (measured || iteration.getType() != IterationType.MEASUREMENT) {
      return;
    }
    measured = true;
    try (Workers workers = Workers.of(threads)) {
      results = write(Roofline.measure(workers));
    }
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<Result<?>> once = results;
    results = List.of();
    return once;
  }

  private static List<Result<?>> write(Roofline roofline) {
    List<Result<?>> results = new ArrayList<>();
    results.add(number("threads", roofline.threads(), ""));
    results.add(number("gigaflops", roofline.gigaflops(), "GFLOP/s"));
    for (MemoryLevel level : roofline.levels()) {
      results.add(number(level.name() + ".capacity", (double) level.capacity(), "B"));
      results.add(number(level.name() + ".read", level.readGigabytes(), "GB/s"));
      results.add(number(level.name() + ".copy", level.copyGigabytes(), "GB/s"));
    }
    return results;
  }

  private static Result<?> number(String name, double value, String unit) {
    return new ScalarResult(PREFIX + name, value, unit, AggregationPolicy.MAX);
  }

  /**
   * Reads back what this profiler measured.
   *
   * @param fork result of one fork of a run with this profiler
   * @return the fork's roofline
   * @throws IllegalArgumentException if the run was without this profiler
   */
  public static Roofline of(BenchmarkResult fork) {
    List<MemoryLevel> levels = new ArrayList<>();
    for (String name : Roofline.LEVELS) {
      levels.add(
          new MemoryLevel(
              name,
              (long) read(fork, name + ".capacity"),
              read(fork, name + ".read"),
              read(fork, name + ".copy")));
    }
    return new Roofline((int) read(fork, "threads"), read(fork, "gigaflops"), levels);
  }

  private static double read(BenchmarkResult fork, String name) {
    Result<?> result = fork.getSecondaryResults().get(PREFIX + name);
    if (result == null) {
      throw new IllegalArgumentException(
          "the fork has no result "
              + PREFIX
              + name
              + ", expected one; add RooflineProfiler to the run's options");
    }
    return result.getScore();
  }
}
