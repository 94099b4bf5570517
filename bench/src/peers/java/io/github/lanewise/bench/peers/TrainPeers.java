package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.conv.ConvData;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.bench.train.TrainPeerProvider;
import java.util.List;

/** Gives libraries that train to the benchmark, which is built without them, too. */
public final class TrainPeers implements TrainPeerProvider {
  /** Every name that {@link #open} takes. */
  static final List<String> NAMES = List.of("pytorch", "pytorch-channels-last");

  /** Made by {@link java.util.ServiceLoader}. */
  public TrainPeers() {}

  @Override
  public Contender open(
      String name, Layer layer, int batch, ConvData data, float[] dy, int threads) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "unknown training peer '%s'; known are %s".formatted(name, NAMES));
    }
    return new TorchTrainPeer(
        name,
        ConvProblem.of(layer, batch),
        data.x(),
        data.weights(),
        data.bias(),
        dy,
        threads);
  }
}
