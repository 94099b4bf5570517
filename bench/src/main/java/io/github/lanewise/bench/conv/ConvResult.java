package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.contest.ContestResult;
import io.github.lanewise.bench.contest.PeerTime;
import io.github.lanewise.bench.contest.RunInfo;
import io.github.lanewise.bench.contest.Table;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.util.Map;

/**
 * A layer measured; its JSON form is what other programs read. Times are medians over the forks.
 *
 * @param layer name of the layer
 * @param batch images
 * @param threads threads of each contender
 * @param algorithm Lanewise's algorithm
 * @param seconds time of a call
 * @param gflops multiply-adds, each counted as two operations, GFLOP/s; those in the padding count
 * @param percentOfPeak share of the multiply-adds that this machine could do, measured in the same
 *     forks; over 100 where an algorithm needs fewer than it is credited with
 * @param bytesPerCall heap that a call allocates
 * @param peers times of the native libraries, by name
 * @param ratioToBestPeer time of the fastest of them ÷ {@code seconds}; null without any
 * @param spread slowest fork less the fastest, as a share of {@code seconds}
 * @param forks JVMs that measured
 * @param errors max |error| / max |y| of each algorithm that supports the layer, against sums in
 *     double precision
 * @param layouts memory formats of each contender, by name
 * @param shape the layer
 * @param run where the figures come from
 */
public record ConvResult(
    String layer,
    int batch,
    int threads,
    ConvAlgorithm algorithm,
    double seconds,
    double gflops,
    double percentOfPeak,
    long bytesPerCall,
    Map<String, PeerTime> peers,
    Double ratioToBestPeer,
    double spread,
    int forks,
    Map<ConvAlgorithm, Double> errors,
    Map<String, String> layouts,
    Layer shape,
    RunInfo run)
    implements ContestResult {

  @Override
  public String conditions() {
    return Table.conditions(batch, threads);
  }
}
