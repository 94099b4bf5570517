package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.activation.Activation;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Passes;

/** The passes of a function applied to each value: gradients and tangents are scaled by f′(x). */
record ActivationPasses(Activation function) implements Passes {
  @Override
  public void forward(Frame frame) {
    function.forward(frame.x(), frame.y(), frame.workers());
  }

  @Override
  public void backward(Frame frame) {
    if (frame.dx() != null) {
      function.gradient(frame.x(), frame.dy(), frame.dx(), frame.workers());
    }
  }

  @Override
  public void tangent(Frame frame) {
    function.gradient(frame.x(), frame.tx(), frame.ty(), frame.workers());
  }
}
