package io.github.lanewise.bench.train;

import io.github.lanewise.bench.contest.ContestForks;
import io.github.lanewise.bench.contest.Effort;
import io.github.lanewise.bench.contest.PeerTime;
import io.github.lanewise.bench.contest.RunInfo;
import io.github.lanewise.bench.contest.Samples;
import io.github.lanewise.bench.contest.Sink;
import io.github.lanewise.bench.layers.LayerCase;
import io.github.lanewise.bench.layers.LayerPlan;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.conv.ConvolutionGradient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Measures layers forward and backward by Lanewise and its peers.
 *
 * @param peers names of native libraries, may be empty
 * @param effort how much is measured
 * @param jvmArgs further arguments for the measuring JVMs, such as {@code -XX:UseAVX=2}
 * @param command the command that is run, for the record
 */
public record TrainRun(List<String> peers, Effort effort, List<String> jvmArgs, String command) {

  /**
   * About how long a run takes.
   *
   * @param plan what it measures
   * @return the time
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
   */
  public void measure(LayerPlan plan, Progress progress, Sink<TrainResult> sink)
      throws IOException {
    new ContestForks(effort, jvmArgs).measure(cases(plan), progress, this::result, sink);
  }

  private List<TrainCase> cases(LayerPlan plan) {
    return plan.cases().stream().map(at -> new TrainCase(at, peers)).toList();
  }

  private TrainResult result(TrainCase measured, Samples samples) {
    LayerCase at = measured.at();
    ConvShape shape = at.shape();
    ConvolutionGradient gradient = ConvolutionGradient.of(shape);
    RunInfo origin = samples.origin(command);
    double peak = origin.roofline().gigaflops();
    PassTime total = time(Pass.TOTAL, shape, samples, peak);
    Map<String, PeerTime> peerTimes = samples.peers(peers);
    return new TrainResult(
        at.layer().name(),
        at.batch(),
        at.threads(),
        time(Pass.FORWARD, shape, samples, peak),
        time(Pass.BACKWARD_INPUT, shape, samples, peak),
        time(Pass.BACKWARD_WEIGHTS, shape, samples, peak),
        total,
        samples.seconds(Pass.PACK.name()),
        samples.bytesPerCall(Pass.TOTAL.name()),
        peerTimes,
        Samples.ratioToBest(total.seconds(), peerTimes.values()),
        samples.spread(Pass.TOTAL.name()),
        samples.forks().size(),
        Convolution.forTraining(shape).algorithm(),
        gradient.inputAlgorithm(),
        gradient.weightAlgorithm(),
        samples.layouts(),
        at.layer(),
        origin);
  }

  private static PassTime time(Pass pass, ConvShape shape, Samples samples, double peak) {
    double seconds = samples.seconds(pass.name());
    double gflops = 2e-9 * pass.convolutions() * shape.multiplyAdds() / seconds;
    return new PassTime(seconds, gflops, 100 * gflops / peak);
  }
}
