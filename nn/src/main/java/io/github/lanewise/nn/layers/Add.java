package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.activation.Elementwise;
import io.github.lanewise.kernels.activation.Relu;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import java.util.List;

/** The sum of several inputs of one shape: where the paths of a residual network join. */
public record Add() implements Layer {
  @Override
  public Shape outputShape(List<Shape> inputs) {
    Inputs.several(inputs);
    for (Shape shape : inputs) {
      if (!shape.equals(inputs.getFirst())) {
        throw new IllegalArgumentException("it adds " + inputs + ", expected equal shapes");
      }
    }
    return inputs.getFirst();
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new Sum(inputs.size(), false);
  }

  private record Sum(int inputs, boolean relu) implements Passes {
    @Override
    public Passes thenRelu() {
      return inputs == 2 ? new Sum(inputs, true) : null;
    }

    @Override
    public boolean passesGradientOn() {
      return true;
    }

    @Override
    public void forward(Frame frame) {
      if (relu) {
        Relu.ofSum(frame.x(0), frame.x(1), frame.y(), frame.workers());
      } else {
        sum(frame, false, frame.y());
      }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // whether it is the same array is the question
    public void backward(Frame frame) {
      if (relu) {
        Relu.gradient(frame.y(), frame.dy(), frame.dy(), frame.workers());
      }
      for (int i = 0; i < inputs; i++) {
        if (frame.dx(i) != null && frame.dx(i) != frame.dy()) {
          System.arraycopy(frame.dy(), 0, frame.dx(i), 0, frame.dy().length);
        }
      }
    }

    @Override
    public void tangent(Frame frame) {
      sum(frame, true, frame.ty());
      if (relu) {
        Relu.gradient(frame.y(), frame.ty(), frame.ty(), frame.workers());
      }
    }

    private void sum(Frame frame, boolean tangents, float[] out) {
      float[] sum = in(frame, tangents, 0);
      for (int i = 1; i < inputs; i++) {
        Elementwise.add(sum, in(frame, tangents, i), out, frame.workers());
        sum = out;
      }
    }

    private static float[] in(Frame frame, boolean tangents, int input) {
      return tangents ? frame.tx(input) : frame.x(input);
    }
  }
}
