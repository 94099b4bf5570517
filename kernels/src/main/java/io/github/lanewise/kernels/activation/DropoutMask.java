package io.github.lanewise.kernels.activation;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.DropoutRun;

/**
 * Sets values to 0 at random and scales the others so that the expected value stays (Srivastava et
 * al. 2014, "Dropout: a simple way to prevent neural networks from overfitting"). The choices
 * follow from a seed, so they are made again on the way back instead of being kept.
 *
 * <p>Value {@code i} is dropped if the bits {@code 16 · (i mod 4)} and following of SplitMix64's
 * draw number {@code i / 4} are below a threshold: each can be decided by itself, so the same bits
 * come out for any number of threads and lanes.
 *
 * <p>Immutable: one instance serves any number of threads, and calls allocate nothing once warm.
 */
public final class DropoutMask {
  /** Probabilities are multiples of 1 ÷ this. */
  public static final int STEPS = 1 << 16;

  /** Values of a tile, a multiple of the lanes: some µs of work. */
  private static final int TILE = 1 << 14;

  private final int threshold;
  private final float scale;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private DropoutMask(int threshold) {
    this.threshold = threshold;
    this.scale = (float) ((double) STEPS / (STEPS - threshold));
  }

  /**
   * A mask.
   *
   * @param probability of a value to be dropped, at least 0 and at most {@code (STEPS − 1) /
   *     STEPS}; rounded to a multiple of {@code 1 / STEPS}
   * @return the mask
   * @throws IllegalArgumentException if the probability is out of range
   */
  public static DropoutMask of(double probability) {
    double largest = (STEPS - 1.0) / STEPS; // of 1, no value would be left to be scaled
    if (!(probability >= 0 && probability <= largest)) {
      throw new IllegalArgumentException(
          "probability is " + probability + ", expected 0 to " + largest);
    }
    return new DropoutMask((int) Math.round(probability * STEPS));
  }

  /**
   * Computes {@code y[i] = x[i] · factor}, where the factor of what is dropped is 0. With gradients
   * with respect to the output in place of {@code x} these are gradients with respect to the input,
   * with tangents of the input those of the output.
   *
   * @param seed of all choices: the same one makes the same choices
   * @param x any length
   * @param y as long as {@code x}, or {@code x} itself; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if the lengths differ
   */
  public void apply(long seed, float[] x, float[] y, Workers workers) {
    Checks.length("y", y, x.length, "as x has");
    Call call = calls.take();
    call.seed = seed;
    call.x = x;
    call.y = y;
    try {
      workers.run(Math.ceilDiv(x.length, TILE), call);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private long seed;
    private float[] x;
    private float[] y;

    @Override
    public void run(int tile, Scratch scratch) {
      int from = tile * TILE;
      int to = Math.min(x.length, from + TILE);
      int done = Lanes.vectorised() ? DropoutRun.run(from, to, seed, threshold, scale, x, y) : from;
      for (int i = done; i < to; i++) {
        long bits = draw(i / 4) >>> (16 * (i % 4));
        // 1 if the draw is below the threshold: a branch would be mispredicted all the time.
        int dropped = ((int) (bits & 0xffff) - threshold) >>> 31;
        y[i] = x[i] * (scale * (1 - dropped));
      }
    }

    /** SplitMix64. */
    private long draw(long number) {
      long z = seed + 0x9E3779B97F4A7C15L * (number + 1);
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return z ^ (z >>> 31);
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      x = null;
      y = null;
    }
  }
}
