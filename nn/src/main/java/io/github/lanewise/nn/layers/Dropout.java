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
  /**
   * Checks the probability.
   *
   * @throws IllegalArgumentException if it is less than 0 or more than 65,535/65,536
   */
  public Dropout {
    DropoutMask.of(probability);
  }

  @Override
  public Shape outputShape(List<Shape> inputs) {
    return Inputs.one(inputs);
  }

  @Override
  public Passes bind(List<Shape> inputs, int batch) {
    return new Masks(DropoutMask.of(probability));
  }

  /** The seed of the last forward pass is that of the passes that follow it. */
  private record Masks(DropoutMask mask) implements Passes {
    @Override
    public void forward(Frame frame) {
      pass(frame, frame.x(), frame.y());
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

    private void pass(Frame frame, float[] from, float[] to) {
      if (frame.training()) {
        mask.apply(frame.seed(), from, to, frame.workers());
      } else {
        System.arraycopy(from, 0, to, 0, from.length);
      }
    }
  }
}
