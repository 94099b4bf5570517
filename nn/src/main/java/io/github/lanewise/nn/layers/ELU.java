package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.activation.Activation;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * {@code x} where it is positive, {@code alpha · (exp(x) − 1)} elsewhere (Clevert, Unterthiner,
 * Hochreiter 2016).
 *
 * @param alpha how far it goes below 0
 */
public record ELU(float alpha) implements Layer {
  /** With PyTorch's default of 1. */
  public ELU() {
    this(1);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.one(inputs);
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new ActivationPasses(Activation.elu(alpha));
  }
}
