package io.github.lanewise.nn.layers;

import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * Divides each value by a power of the squares of its neighbours among the channels, {@code (k +
 * alpha / size · Σ x²)^beta} (Krizhevsky, Sutskever, Hinton 2012), as PyTorch's {@code
 * LocalResponseNorm}. No parameters.
 *
 * @param size channels of a window, at least 1
 * @param alpha weight of the mean square; the paper's is this one divided by {@code size}
 * @param beta the power
 * @param k what is added
 */
public record LocalResponseNorm(int size, double alpha, double beta, double k) implements Layer {
  /**
   * With PyTorch's defaults: alpha 10⁻⁴, beta 0.75, k 1.
   *
   * @param size channels of a window, at least 1
   */
  public LocalResponseNorm(int size) {
    this(size, 1e-4, 0.75, 1);
  }

  private io.github.lanewise.kernels.norm.LocalResponseNorm kernel(List<Shape> inputs, int batch) {
    Shape shape = Inputs.one(inputs);
    int rows = shape.length(batch) / shape.channels();
    return io.github.lanewise.kernels.norm.LocalResponseNorm.of(
        rows, shape.channels(), size, alpha, beta, k);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    kernel(inputs, 1); // checks the numbers
    return Inputs.one(inputs);
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new Divided(kernel(inputs, batch));
  }

  private record Divided(io.github.lanewise.kernels.norm.LocalResponseNorm kernel)
      implements Passes {
    @Override
    public void forward(Frame frame) {
      kernel.forward(frame.x(), frame.y(), frame.workers());
    }

    @Override
    public void backward(Frame frame) {
      if (frame.dx() != null) {
        kernel.backward(frame.x(), frame.dy(), frame.dx(), frame.workers());
      }
    }

    @Override
    public void tangent(Frame frame) {
      kernel.tangent(frame.x(), frame.tx(), frame.ty(), frame.workers());
    }
  }
}
