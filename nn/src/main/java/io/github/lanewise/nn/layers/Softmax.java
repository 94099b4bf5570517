package io.github.lanewise.nn.layers;

import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * The channels of each pixel to probabilities, {@code exp(x) / Σ exp(x)} (the lecture's slide "1D
 * Softmax"). Classifiers are better trained without it, by a loss that contains it.
 */
public record Softmax() implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.one(inputs);
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    Shape shape = Inputs.one(inputs);
    int rows = batch * shape.height() * shape.width();
    return new Rows(io.github.lanewise.kernels.activation.Softmax.of(rows, shape.channels()));
  }

  private record Rows(io.github.lanewise.kernels.activation.Softmax kernel) implements Passes {
    @Override
    public void forward(Frame frame) {
      kernel.forward(frame.x(), frame.y(), frame.workers());
    }

    @Override
    public void backward(Frame frame) {
      if (frame.dx() != null) {
        kernel.gradient(frame.y(), frame.dy(), frame.dx());
      }
    }

    @Override
    public void tangent(Frame frame) {
      kernel.gradient(frame.y(), frame.tx(), frame.ty());
    }
  }
}
