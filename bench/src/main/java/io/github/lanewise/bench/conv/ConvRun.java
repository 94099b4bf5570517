package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.contest.ContestForks;
import io.github.lanewise.bench.contest.Effort;
import io.github.lanewise.bench.contest.PeerTime;
import io.github.lanewise.bench.contest.RunInfo;
import io.github.lanewise.bench.contest.Samples;
import io.github.lanewise.bench.contest.Sink;
import io.github.lanewise.bench.layers.LayerCase;
import io.github.lanewise.bench.layers.LayerPlan;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import io.github.lanewise.kernels.conv.ConvShape;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures layers by Lanewise and its peers.
 *
 * @param peers names of native libraries, may be empty
 * @param algorithm the algorithm; empty for the one that {@link ConvAlgorithm#choose} chooses
 * @param effort how much is measured
 * @param jvmArgs further arguments for the measuring JVMs, such as {@code -XX:+UseLargePages}
 * @param command the command that is run, for the record
 */
public record ConvRun(
    List<String> peers,
    Optional<ConvAlgorithm> algorithm,
    Effort effort,
    List<String> jvmArgs,
    String command) {

  /**
   * About how long a run takes.
   *
   * @param plan what it measures
   * @return the time
   * @throws IllegalArgumentException if the algorithm does not support a layer
   */
  public Duration estimate(LayerPlan plan) {
    return effort.estimate(cases(plan));
  }

  /**
   * Measures layer after layer.
   *
   * @param plan what to measure
   * @param progress is told of each fork
   * @param sink is given each result at once, so that none is lost if the run is stopped
   * @throws IOException if a fork fails, or the sink does
   * @throws IllegalArgumentException if the algorithm does not support a layer
   */
  public void measure(LayerPlan plan, Progress progress, Sink<ConvResult> sink) throws IOException {
    ContestForks forks = new ContestForks(effort, jvmArgs);
    try (Accuracy accuracy = new Accuracy()) {
      List<ConvCase> cases = cases(plan);
      for (int i = 0; i < cases.size(); i++) {
        ConvCase measured = cases.get(i);
        Progress overall = progress.part(i, cases.size());
        overall.at(measured.at().layer().name() + ", errors", 0, 1);
        Map<ConvAlgorithm, Double> errors = accuracy.of(measured.at().layer());
        sink.accept(result(measured, new Samples(forks.measure(measured, overall)), errors));
      }
    }
  }

  private List<ConvCase> cases(LayerPlan plan) {
    return plan.cases().stream()
        .map(at -> new ConvCase(at, List.of(algorithmFor(at.shape())), peers))
        .toList();
  }

  private ConvAlgorithm algorithmFor(ConvShape shape) {
    ConvAlgorithm used = algorithm.orElseGet(() -> ConvAlgorithm.choose(shape));
    if (!used.supports(shape)) {
      throw new IllegalArgumentException(
          "%s does not support %s; AUTO takes %s"
              .formatted(used, shape, ConvAlgorithm.choose(shape)));
    }
    return used;
  }

  private ConvResult result(ConvCase measured, Samples samples, Map<ConvAlgorithm, Double> errors) {
    LayerCase at = measured.at();
    ConvAlgorithm used = measured.algorithms().getFirst();
    double seconds = samples.seconds(used.name());
    double gflops = 2e-9 * at.shape().multiplyAdds() / seconds;
    Map<String, PeerTime> peerTimes = samples.peers(measured.peers());
    RunInfo origin = samples.origin(command);
    return new ConvResult(
        at.layer().name(),
        at.batch(),
        at.threads(),
        used,
        seconds,
        gflops,
        100 * gflops / origin.roofline().gigaflops(),
        samples.bytesPerCall(used.name()),
        peerTimes,
        Samples.ratioToBest(seconds, peerTimes.values()),
        samples.spread(used.name()),
        samples.forks().size(),
        errors,
        samples.layouts(),
        at.layer(),
        origin);
  }
}
