package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.nets.NetData;
import io.github.lanewise.bench.nets.NetPeerProvider;
import io.github.lanewise.bench.nets.Use;
import java.util.List;

/** Gives libraries that run networks to the benchmark, which is built without them, too. */
public final class NetPeers implements NetPeerProvider {
  /** Every name that {@link #open} takes. */
  static final List<String> NAMES = List.of("pytorch", "pytorch-channels-last");

  /** Made by {@link java.util.ServiceLoader}. */
  public NetPeers() {}

  @Override
  public Contender open(String name, Use use, NetData data, int threads) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "unknown peer '%s' for networks; known are %s".formatted(name, NAMES));
    }
    return switch (use) {
      case TRAINING -> new TorchTraining(name, data, threads);
      case INFERENCE -> new TorchInference(name, data, threads);
    };
  }
}
