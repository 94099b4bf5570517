package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.nets.Learner;
import io.github.lanewise.bench.nets.NetData;
import io.github.lanewise.bench.nets.NetPeerProvider;
import io.github.lanewise.bench.nets.Use;
import java.util.List;

/** Gives libraries that run networks to the benchmark, which is built without them, too. */
public final class NetPeers implements NetPeerProvider {
  private static final String DEEPLEARNING4J = "deeplearning4j";

  /** Every name that {@link #open} takes. */
  static final List<String> NAMES = List.of("pytorch", "pytorch-channels-last", DEEPLEARNING4J);

  /** Made by {@link java.util.ServiceLoader}. */
  public NetPeers() {}

  @Override
  public Contender open(String name, Use use, NetData data, int threads) {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "unknown peer '%s' for networks; known are %s".formatted(name, NAMES));
    }
    return switch (use) {
      case TRAINING -> learner(name, data, threads);
      case INFERENCE ->
          name.equals(DEEPLEARNING4J)
              ? new Dl4jInference(name, data, threads)
              : new TorchInference(name, data, threads);
    };
  }

  /** One that trains. */
  static Learner learner(String name, NetData data, int threads) {
    return name.equals(DEEPLEARNING4J)
        ? new Dl4jTraining(name, data, threads)
        : new TorchTraining(name, data, threads);
  }
}
