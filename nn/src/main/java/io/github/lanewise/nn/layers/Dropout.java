package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.activation.Elementwise;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Seeds;
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
  /** Probabilities are multiples of 1 ÷ this; of 1, no value would be left to be scaled. */
  private static final int STEPS = 1 << 16;

  private static final double LARGEST = (STEPS - 1.0) / STEPS;

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
    /** Values of a tile, a multiple of four: several µs of work. */
    private static final int TILE = 1 << 12;

    /** Factor of each value in the last forward pass; null before the first for training. */
    private static final class Mask implements Workers.Task {
      private final int threshold;
      private final float scale;
      private float[] factors;
      private long seed;

      Mask(double probability) {
        threshold = (int) Math.round(probability * STEPS);
        scale = (float) ((double) STEPS / (STEPS - threshold));
      }

      /** Sixteen bits for each value, so that one draw serves four; each can be made by itself. */
      @Override
      public void run(int tile, Scratch scratch) {
        int to = Math.min(factors.length, (tile + 1) * TILE);
        for (int i = tile * TILE; i < to; i += 4) {
          long bits = Seeds.child(seed, i / 4);
          int end = Math.min(to, i + 4);
          for (int j = i; j < end; j++) {
            // 1 if the draw is below the threshold: a branch would be mispredicted all the time.
            int dropped = ((int) (bits & 0xffff) - threshold) >>> 31;
            factors[j] = scale * (1 - dropped);
            bits >>>= 16;
          }
        }
      }
    }

    @Override
    public Object newState() {
      return new Mask(probability);
    }

    @Override
    public void forward(Frame frame) {
      if (frame.training()) {
        Elementwise.multiply(frame.x(), draw(frame), frame.y(), frame.workers());
      } else {
        System.arraycopy(frame.x(), 0, frame.y(), 0, frame.x().length);
      }
    }

    private static float[] draw(Frame frame) {
      Mask mask = frame.state(Mask.class);
      if (mask.factors == null) {
        mask.factors = new float[frame.x().length];
      }
      mask.seed = frame.seed();
      frame.workers().run(Math.ceilDiv(mask.factors.length, TILE), mask);
      return mask.factors;
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
        float[] factors = frame.state(Mask.class).factors;
        Elementwise.multiply(from, factors, to, frame.workers());
      } else {
        System.arraycopy(from, 0, to, 0, from.length);
      }
    }
  }
}
