package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.pool.MaxPooling;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Passes;

/** The passes of a max pooling: gradients and tangents take the way of the maxima. */
record MaxPasses(MaxPooling pooling) implements Passes {
  /** Where the maxima were; made by the first pass that may be followed by another. */
  private static final class Places {
    private int[] argmax;
  }

  @Override
  public Object newState() {
    return new Places();
  }

  @Override
  public void forward(Frame frame) {
    if (frame.differentiable()) {
      Places places = frame.state(Places.class);
      if (places.argmax == null) {
        places.argmax = new int[pooling.shape().outputLength()];
      }
      pooling.forward(frame.x(), frame.y(), places.argmax, frame.workers());
    } else {
      pooling.forward(frame.x(), frame.y(), frame.workers());
    }
  }

  @Override
  public void backward(Frame frame) {
    if (frame.dx() != null) {
      int[] argmax = frame.state(Places.class).argmax;
      pooling.backward(frame.dy(), argmax, frame.dx(), frame.workers());
    }
  }

  @Override
  public void tangent(Frame frame) {
    pooling.tangent(frame.tx(), frame.state(Places.class).argmax, frame.ty());
  }
}
