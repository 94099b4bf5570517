package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.pool.AveragePooling;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Passes;

/** The passes of an average pooling, which is linear: its tangent is the average of tangents. */
record AveragePasses(AveragePooling pooling) implements Passes {
  @Override
  public void forward(Frame frame) {
    pooling.forward(frame.x(), frame.y(), frame.workers());
  }

  @Override
  public void backward(Frame frame) {
    if (frame.dx() != null) {
      pooling.backward(frame.dy(), frame.dx(), frame.workers());
    }
  }

  @Override
  public void tangent(Frame frame) {
    pooling.forward(frame.tx(), frame.ty(), frame.workers());
  }
}
