package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.activation.Activation;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * {@code x · Φ(x)}, with the distribution function of the standard normal distribution (Hendrycks,
 * Gimpel 2016).
 */
public record GELU() implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.one(inputs);
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new ActivationPasses(Activation.gelu());
  }
}
