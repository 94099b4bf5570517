package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.conv.ConvData;
import io.github.lanewise.bench.conv.PeerProvider;
import io.github.lanewise.bench.layers.Layer;

/** Gives the native peers to the benchmark, which is built without them, too. */
public final class NativePeers implements PeerProvider {

  /** Made by {@link java.util.ServiceLoader}. */
  public NativePeers() {}

  @Override
  public Contender open(String name, Layer layer, int batch, ConvData data, int threads) {
    return ConvPeers.open(
        name, ConvProblem.of(layer, batch), data.x(), data.weights(), data.bias(), threads);
  }
}
