package io.github.lanewise.bench.nets;

import io.github.lanewise.bench.contest.ContestForks;
import io.github.lanewise.bench.contest.Effort;
import io.github.lanewise.bench.contest.PeerTime;
import io.github.lanewise.bench.contest.Samples;
import io.github.lanewise.bench.contest.Sink;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.nn.Parameters;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Measures networks by Lanewise and its peers.
 *
 * @param peers names of native libraries, may be empty
 * @param effort how much is measured
 * @param jvmArgs further arguments for the measuring JVMs, such as {@code -XX:+UseLargePages}
 * @param command the command that is run, for the record
 */
public record NetRun(List<String> peers, Effort effort, List<String> jvmArgs, String command) {
  /** How much longer C2 takes to compile a network than a layer. */
  private static final int LONGER = 4;

  private Effort longer() {
    return effort.withWarmUp(LONGER * effort.warmUpMillis());
  }

  /**
   * About how long a run takes.
   *
   * @param plan what it measures
   * @return the time
   */
  public Duration estimate(NetPlan plan) {
    return longer().estimate(plan.cases(peers));
  }

  /**
   * Measures network after network.
   *
   * @param plan what to measure
   * @param progress is told of each fork
   * @param sink is given each result at once, so that none is lost if the run is stopped
   * @throws IOException if a fork fails, or the sink does
   */
  public void measure(NetPlan plan, Progress progress, Sink<NetResult> sink) throws IOException {
    new ContestForks(longer(), jvmArgs).measure(plan.cases(peers), progress, this::result, sink);
  }

  private NetResult result(NetCase measured, Samples samples) {
    double seconds = samples.seconds(NetCase.OURS);
    Map<String, PeerTime> peerTimes = samples.peers(peers);
    return new NetResult(
        measured.net().title(),
        Parameters.zeros(measured.net().network()).learnedCount(),
        measured.use(),
        measured.batch(),
        measured.threads(),
        seconds,
        samples.bytesPerCall(NetCase.OURS),
        peerTimes,
        Samples.ratioToBest(seconds, peerTimes.values()),
        samples.spread(NetCase.OURS),
        samples.forks().size(),
        samples.layouts(),
        samples.origin(command));
  }
}
