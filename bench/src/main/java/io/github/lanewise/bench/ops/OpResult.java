package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.contest.ContestResult;
import io.github.lanewise.bench.contest.PeerTime;
import io.github.lanewise.bench.contest.RunInfo;
import io.github.lanewise.bench.contest.Table;
import java.util.Map;

/**
 * An operator measured; its JSON form is what other programs read. Times are medians over the
 * forks.
 *
 * @param op name of the operator
 * @param threads threads of each contender
 * @param seconds time of a call
 * @param gflops multiplies and adds that the result asks for, GFLOP/s
 * @param gigabytes bytes that a call has to move at least, GB/s
 * @param bound what bounds it on this machine
 * @param percentOfBound the least time that the bound allows, measured in the same forks, as a
 *     share of {@code seconds}
 * @param bytesPerCall heap that a call allocates
 * @param peers times of the native libraries that have the operator, by name
 * @param ratioToBestPeer time of the fastest of them ÷ {@code seconds}; null without any
 * @param spread slowest fork less the fastest, as a share of {@code seconds}
 * @param forks JVMs that measured
 * @param layouts memory formats of each contender, by name
 * @param run where the figures come from
 */
public record OpResult(
    String op,
    int threads,
    double seconds,
    double gflops,
    double gigabytes,
    String bound,
    double percentOfBound,
    long bytesPerCall,
    Map<String, PeerTime> peers,
    Double ratioToBestPeer,
    double spread,
    int forks,
    Map<String, String> layouts,
    RunInfo run)
    implements ContestResult {

  @Override
  public String conditions() {
    return Table.threads(threads);
  }
}
