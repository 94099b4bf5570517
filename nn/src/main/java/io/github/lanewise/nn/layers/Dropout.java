package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.activation.DropoutMask;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * While the network learns, sets each value to 0 with some probability and scales the others so
 * that the expected value stays (Srivastava et al. 2014); else does nothing.
 *
 * @param probability of a value to be dropped, from 0 to 65,535/65,536, about 0.99998; rounded to a
 *     multiple of 1/65,536
 */
public record Dropout(double probability) implements Layer {
  /** Of 1, no value would be left to be scaled. */
  private static final double LARGEST = (DropoutMask.STEPS - 1.0) / DropoutMask.STEPS;

  /**
   * Checks the probability.
   *
   * @throws IllegalArgumentException if it is less than 0 or more than 65,535/65,536
   */
  public Dropout {
    if (!(probability >= 0 && probability <= LARGEST)) {
      throw new IllegalArgumentException(
          "probability is " + probability + ", expected 0 to " + LARGEST);
    }
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.one(inputs);
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new Masks(probability);
  }

  private record Masks(double probability) implements Passes {
    /** The choices of the last forward pass; made by the first one for training. */
    private static final class State {
      private DropoutMask mask;
    }

    @Override
    public Object newState() {
      return new State();
    }

    @Override
    public void forward(Frame frame) {
      if (frame.training()) {
        State state = frame.state(State.class);
        if (state.mask == null) {
          int threshold = (int) Math.round(probability * DropoutMask.STEPS);
          state.mask = new DropoutMask(threshold, frame.x().length);
        }
        state.mask.forward(frame.seed(), frame.x(), frame.y(), frame.workers());
      } else {
        System.arraycopy(frame.x(), 0, frame.y(), 0, frame.x().length);
      }
    }

    @Override
    public void backward(Frame frame) {
      if (frame.dx() != null) {
        pass(frame, frame.dy(), frame.dx());
      }
    }

    @Override
    public void tangent(Frame frame) {
      pass(frame, frame.tx(), frame.ty());
    }

    private static void pass(Frame frame, float[] from, float[] to) {
      if (frame.training()) {
        frame.state(State.class).mask.gradient(from, to, frame.workers());
      } else {
        System.arraycopy(from, 0, to, 0, from.length);
      }
    }
  }
}
