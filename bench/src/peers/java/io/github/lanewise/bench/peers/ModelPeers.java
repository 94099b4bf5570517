package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.model.ModelPeerProvider;
import java.nio.file.Path;

/** Gives libraries that run ONNX models to the benchmark, which is built without them, too. */
public final class ModelPeers implements ModelPeerProvider {
  private static final String NAME = "onnxruntime";

  /** Made by {@link java.util.ServiceLoader}. */
  public ModelPeers() {}

  @Override
  public Contender open(String name, Path model, int batch, int threads) {
    check(name);
    return OnnxModelPeer.open(model, batch, threads);
  }

  @Override
  public float[] answer(String name, Path model, int batch, int threads) {
    check(name);
    return OnnxModelPeer.answer(model, batch, threads);
  }

  private static void check(String name) {
    if (!name.equals(NAME)) {
      throw new IllegalArgumentException(
          "unknown peer '%s' for models; known is %s".formatted(name, NAME));
    }
  }
}
