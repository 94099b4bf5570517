package io.github.lanewise.bench.model;

import io.github.lanewise.bench.contest.ContestResult;
import io.github.lanewise.bench.contest.PeerTime;
import io.github.lanewise.bench.contest.RunInfo;
import io.github.lanewise.bench.contest.Table;
import java.util.Map;

/**
 * A model measured; its JSON form is what other programs read. Times are medians over the forks.
 *
 * @param model its name
 * @param batch size of dimensions that vary
 * @param threads threads of each contender
 * @param seconds time of a run
 * @param gflops multiply-adds of the model, each counted as two operations, GFLOP/s
 * @param percentOfPeak share of the multiply-adds that this machine could do, measured in the same
 *     forks; over 100 where algorithms need fewer than they are credited with
 * @param bytesPerCall heap that a run allocates
 * @param peers times of native libraries, by name
 * @param ratioToBestPeer time of the fastest of them ÷ {@code seconds}; null without any
 * @param spread slowest fork less the fastest, as a share of {@code seconds}
 * @param firstAnswers from the start of a JVM to the first output, by name of the contender
 * @param forks JVMs that measured
 * @param layouts memory formats of each contender, by name
 * @param run where the figures come from
 */
public record ModelResult(
    String model,
    int batch,
    int threads,
    double seconds,
    double gflops,
    double percentOfPeak,
    long bytesPerCall,
    Map<String, PeerTime> peers,
    Double ratioToBestPeer,
    double spread,
    Map<String, FirstAnswer> firstAnswers,
    int forks,
    Map<String, String> layouts,
    RunInfo run)
    implements ContestResult {

  @Override
  public String conditions() {
    return Table.conditions(batch, threads);
  }
}
