package io.github.lanewise.bench.ops;

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

/**
 * Measures operators by Lanewise and its peers.
 *
 * @param peers names of native libraries, may be empty; each is measured where it has the operator
 * @param effort how much is measured
 * @param jvmArgs further arguments for the measuring JVMs, such as {@code -XX:+UseLargePages}
 * @param command the command that is run, for the record
 */
public record OpRun(List<String> peers, Effort effort, List<String> jvmArgs, String command) {

  /**
   * About how long a run takes.
   *
   * @param ops what it measures
   * @param threads numbers of threads
   * @return the time
   */
  public Duration estimate(List<Op> ops, List<Integer> threads) {
    return effort.estimate(cases(ops, threads));
  }

  /**
   * Measures operator after operator.
   *
   * @param ops what to measure
   * @param threads numbers of threads
   * @param progress is told of each fork
   * @param sink is given each result at once, so that none is lost if the run is stopped
   * @throws IOException if a fork fails, or the sink does
   */
  public void measure(List<Op> ops, List<Integer> threads, Progress progress, Sink<OpResult> sink)
      throws IOException {
    new ContestForks(effort, jvmArgs).measure(cases(ops, threads), progress, this::result, sink);
  }

  private List<OpCase> cases(List<Op> ops, List<Integer> threads) {
    return threads.stream()
        .flatMap(count -> ops.stream().map(op -> new OpCase(op, count, peersOf(op))))
        .toList();
  }

  private List<String> peersOf(Op op) {
    return peers.stream().filter(op.peers()::contains).toList();
  }

  private OpResult result(OpCase measured, Samples samples) {
    Op op = measured.op();
    double seconds = samples.seconds(OpContender.NAME);
    Map<String, PeerTime> peerTimes = samples.peers(measured.peers());
    RunInfo origin = samples.origin(command);
    Bound bound = Bound.of(op, origin.roofline());
    return new OpResult(
        op.name(),
        measured.threads(),
        seconds,
        1e-9 * op.operations() / seconds,
        1e-9 * op.bytes() / seconds,
        bound.name(),
        100 * bound.seconds() / seconds,
        samples.bytesPerCall(OpContender.NAME),
        peerTimes,
        Samples.ratioToBest(seconds, peerTimes.values()),
        samples.spread(OpContender.NAME),
        samples.forks().size(),
        samples.layouts(),
        origin);
  }
}
