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
    ConvProblem problem =
        new ConvProblem(
            layer.name(),
            batch,
            layer.inChannels(),
            layer.inSize(),
            layer.inSize(),
            layer.outChannels(),
            layer.kernel(),
            layer.stride(),
            layer.padding(),
            layer.groups());
    return ConvPeers.open(name, problem, data.x(), data.weights(), data.bias(), threads);
  }
}
