package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.pool.MaxPooling;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Passes;

/**
 * The passes of a max pooling: gradients and tangents take the way of the maxima.
 *
 * @param rectified whether it is the pooling of a ReLU of the input, which is a ReLU of the maxima
 */
record MaxPasses(MaxPooling pooling, boolean rectified) implements Passes {
  MaxPasses(MaxPooling pooling) {
    this(pooling, false);
  }

  /** Where the maxima were; made by the first pass that may be followed by another. */
  private static final class Places {
    private int[] argmax;
  }

  @Override
  public Object newState() {
    return new Places();
  }

  /** Not with padding: a window may lie on it alone, and then has no maximum. */
  @Override
  public Passes afterRelu() {
    return pooling.shape().padded() ? null : new MaxPasses(pooling, true);
  }

  @Override
  public void forward(Frame frame) {
    if (rectified || frame.differentiable()) {
      Places places = frame.state(Places.class);
      if (places.argmax == null) {
        places.argmax = new int[pooling.shape().outputLength()];
      }
      if (rectified) {
        pooling.forwardRectified(frame.x(), frame.y(), places.argmax, frame.workers());
      } else {
        pooling.forward(frame.x(), frame.y(), places.argmax, frame.workers());
      }
    } else {
      pooling.forward(frame.x(), frame.y(), frame.workers());
    }
  }

  @Override
  public void backward(Frame frame) {
    if (frame.dx() != null) {
      int[] argmax = frame.state(Places.class).argmax;
      if (!frame.handOn(argmax)) {
        pooling.backward(frame.dy(), argmax, frame.dx(), frame.workers());
      }
    }
  }

  @Override
  public void tangent(Frame frame) {
    pooling.tangent(frame.tx(), frame.state(Places.class).argmax, frame.ty());
  }
}
