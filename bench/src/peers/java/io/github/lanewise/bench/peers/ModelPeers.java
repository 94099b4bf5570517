package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.model.ModelInputs;
import io.github.lanewise.bench.model.ModelPeerProvider;
import java.nio.file.Path;

/** Gives libraries that run ONNX models to the benchmark, which is built without them, too. */
public final class ModelPeers implements ModelPeerProvider {
  private static final String ONNX_RUNTIME = "onnxruntime";
  private static final String DJL = "djl";

  /** Made by {@link java.util.ServiceLoader}. */
  public ModelPeers() {}

  @Override
  public Contender open(String name, Path model, ModelInputs inputs, int threads) {
    return switch (name) {
      case ONNX_RUNTIME -> OnnxModelPeer.open(model, inputs, threads);
      case DJL -> new DjlModelPeer(model, inputs, threads);
      default -> throw unknown(name);
    };
  }

  @Override
  public float[] answer(String name, Path model, ModelInputs inputs, int threads) {
    return switch (name) {
      case ONNX_RUNTIME -> OnnxModelPeer.answer(model, inputs, threads);
      case DJL -> DjlModelPeer.answer(model, inputs, threads);
      default -> throw unknown(name);
    };
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "unknown peer '%s' for models; known are %s, %s".formatted(name, ONNX_RUNTIME, DJL));
  }
}
