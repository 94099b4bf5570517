package io.github.lanewise.bench.model;

import io.github.lanewise.bench.contest.ContestForks;
import io.github.lanewise.bench.contest.Effort;
import io.github.lanewise.bench.contest.PeerTime;
import io.github.lanewise.bench.contest.RunInfo;
import io.github.lanewise.bench.contest.Samples;
import io.github.lanewise.bench.contest.Sink;
import io.github.lanewise.bench.progress.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures models by Lanewise and its peers.
 *
 * @param peers names of native libraries, may be empty
 * @param effort how much is measured
 * @param jvmArgs further arguments for the measuring JVMs, such as {@code -XX:+UseLargePages}
 * @param command the command that is run, for the record
 */
public record ModelRun(List<String> peers, Effort effort, List<String> jvmArgs, String command) {
  /** A start of a JVM and of a library, seconds (measured). */
  private static final double START = 0.5;

  /** How much longer C2 takes to compile a network than a layer. */
  private static final int LONGER = 4;

  /** Libraries of which one JVM takes one, as the second starts ONNX Runtime with other threads. */
  private static final Set<String> APART = Set.of("onnxruntime", "djl");

  /**
   * Makes the warm-up longer.
   *
   * @throws IllegalArgumentException if two of the libraries cannot share a JVM
   */
  public ModelRun {
    if (peers.containsAll(APART)) {
      throw new IllegalArgumentException(
          "the peers are %s; expected onnxruntime or djl, as they cannot share a JVM: measure one after the other"
              .formatted(peers));
    }
    effort = effort.withWarmUp(LONGER * effort.warmUpMillis());
  }

  /**
   * About how long a run takes.
   *
   * @param plan what it measures
   * @return the time
   */
  public Duration estimate(ModelPlan plan) {
    return plan.cases(peers).stream()
        .map(
            measured -> {
              double answers = effort.rounds() * (1 + peers.size()) * (START + measured.slowCall());
              return effort.estimate(measured).plusMillis((long) (1000 * answers));
            })
        .reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * Measures model after model.
   *
   * @param plan what to measure
   * @param progress is told of each fork
   * @param sink is given each result at once, so that none is lost if the run is stopped
   * @throws IOException if a fork fails, or the sink does
   */
  public void measure(ModelPlan plan, Progress progress, Sink<ModelResult> sink)
      throws IOException {
    ContestForks forks = new ContestForks(effort, jvmArgs);
    List<ModelCase> cases = plan.cases(peers);
    for (int i = 0; i < cases.size(); i++) {
      ModelCase measured = cases.get(i);
      Progress overall = progress.part(i, cases.size());
      ModelInputs inputs = ModelInputs.of(OurModel.load(measured.file()), measured.batch());
      Map<String, FirstAnswer> firstAnswers =
          new FirstAnswers(measured, inputs, effort.rounds(), jvmArgs).measure();
      Samples samples = new Samples(forks.measure(measured, overall));
      sink.accept(result(measured, samples, firstAnswers));
    }
  }

  private ModelResult result(
      ModelCase measured, Samples samples, Map<String, FirstAnswer> firstAnswers) {
    double seconds = samples.seconds(OurModel.NAME);
    double gflops = 2e-9 * measured.multiplyAdds() / seconds;
    RunInfo origin = samples.origin(command);
    Map<String, PeerTime> peerTimes = samples.peers(peers);
    return new ModelResult(
        measured.name(),
        measured.batch(),
        measured.threads(),
        seconds,
        gflops,
        100 * gflops / origin.roofline().gigaflops(),
        samples.bytesPerCall(OurModel.NAME),
        peerTimes,
        Samples.ratioToBest(seconds, peerTimes.values()),
        samples.spread(OurModel.NAME),
        firstAnswers,
        samples.forks().size(),
        samples.layouts(),
        origin);
  }
}
