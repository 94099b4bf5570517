package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.activation.Activation;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * {@code x} where it is positive, {@code slope · x} elsewhere.
 *
 * @param slope of the negative side
 */
public record LeakyReLU(float slope) implements Layer {
  /** With PyTorch's default slope of 0.01. */
  public LeakyReLU() {
    this(0.01f);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.one(inputs);
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new ActivationPasses(Activation.leakyRelu(slope));
  }
}
