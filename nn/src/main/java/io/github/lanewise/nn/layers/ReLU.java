package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.activation.Relu;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import java.util.List;

/** The rectified linear unit, {@code max(x, 0)}; its derivative at 0 is 0. */
public record ReLU() implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.one(inputs);
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new Rectify();
  }

  @Override
  public boolean rectifies() {
    return true;
  }

  private record Rectify() implements Passes {
    @Override
    public void forward(Frame frame) {
      Relu.forward(frame.x(), frame.y(), frame.workers());
    }

    @Override
    public void backward(Frame frame) {
      if (frame.dx() != null) {
        Relu.gradient(frame.y(), frame.dy(), frame.dx(), frame.workers());
      }
    }

    @Override
    public void tangent(Frame frame) {
      Relu.gradient(frame.y(), frame.tx(), frame.ty(), frame.workers());
    }
  }
}
