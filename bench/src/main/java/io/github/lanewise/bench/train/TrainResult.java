package io.github.lanewise.bench.train;

import io.github.lanewise.bench.contest.ContestResult;
import io.github.lanewise.bench.contest.PeerTime;
import io.github.lanewise.bench.contest.RunInfo;
import io.github.lanewise.bench.contest.Table;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.util.Map;

/**
 * A layer measured forward and backward; its JSON form is what other programs read. Times are
 * medians over the forks.
 *
 * @param layer name of the layer
 * @param batch images
 * @param threads threads of each contender
 * @param forward output from input, with bias
 * @param backwardInput gradient of the input
 * @param backwardWeights gradients of weights and bias
 * @param total weights packed for both passes that read them, and the three passes, timed as one
 *     call, as a step of training runs them
 * @param packSeconds time to pack the weights alone
 * @param bytesPerCall heap that a call of {@code total} allocates
 * @param peers times of native libraries for the same four results, by name
 * @param ratioToBestPeer time of the fastest of them ÷ that of {@code total}; null without any
 * @param spread slowest fork less the fastest, as a share of {@code total}
 * @param forks JVMs that measured
 * @param algorithm how {@code forward} computes
 * @param inputAlgorithm how {@code backwardInput} does
 * @param weightAlgorithm how {@code backwardWeights} does
 * @param layouts memory formats of each contender, by name
 * @param shape the layer
 * @param run where the figures come from
 */
public record TrainResult(
    String layer,
    int batch,
    int threads,
    PassTime forward,
    PassTime backwardInput,
    PassTime backwardWeights,
    PassTime total,
    double packSeconds,
    long bytesPerCall,
    Map<String, PeerTime> peers,
    Double ratioToBestPeer,
    double spread,
    int forks,
    ConvAlgorithm algorithm,
    ConvAlgorithm inputAlgorithm,
    ConvAlgorithm weightAlgorithm,
    Map<String, String> layouts,
    Layer shape,
    RunInfo run)
    implements ContestResult {

  @Override
  public String conditions() {
    return Table.conditions(batch, threads);
  }
}
