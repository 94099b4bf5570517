package io.github.lanewise.kernels.activation;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.DropoutRun;

/**
 * Random choices of which values are set to 0 (Srivastava et al. 2014, "Dropout: a simple way to
 * prevent neural networks from overfitting"), kept for the way back. For one call at a time.
 *
 * <p>Value {@code i} is dropped if the bits {@code 16 · (i mod 4)} and following of the SplitMix64
 * draw number {@code i / 4} are below a threshold: each choice can be made by itself, so the same
 * bits come out for any number of threads and with any lanes.
 */
public final class DropoutMask {
  /** Probabilities are multiples of 1 ÷ this. */
  public static final int STEPS = 1 << 16;

  /** Values of a tile, a multiple of four and of the lanes: several µs of work. */
  private static final int TILE = 1 << 14;

  private final int threshold;
  private final float scale;
  private final float[] factors;
  private final Workers.Task drawing = this::draw;
  private long seed;
  private float[] x;
  private float[] y;

  /**
   * A mask.
   *
   * @param threshold probability of a value to be dropped · {@link #STEPS}, 0 to {@code STEPS − 1}
   * @param length values
   * @throws IllegalArgumentException if the threshold is out of range
   */
  public DropoutMask(int threshold, int length) {
    if (threshold < 0 || threshold >= STEPS) {
      throw new IllegalArgumentException(
          "threshold is " + threshold + ", expected 0 to " + (STEPS - 1));
    }
    this.threshold = threshold;
    this.scale = (float) ((double) STEPS / (STEPS - threshold));
    this.factors = new float[length];
  }

  /**
   * Makes new choices and computes {@code y[i] = x[i] · factor}, where the factor of what is
   * dropped is 0 and that of the others makes up for it on average.
   *
   * @param seed of all choices
   * @param x values
   * @param y as long as {@code x}, or {@code x} itself; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   */
  public void forward(long seed, float[] x, float[] y, Workers workers) {
    Checks.length("x", x, factors.length, "as the mask has");
    Checks.length("y", y, factors.length, "as the mask has");
    this.seed = seed;
    this.x = x;
    this.y = y;
    try {
      Workers used = x.length <= TILE ? Workers.serial() : workers;
      used.run(Math.ceilDiv(x.length, TILE), drawing);
    } finally {
      this.x = null;
      this.y = null;
    }
  }

  private void draw(int tile, Scratch scratch) {
    int from = tile * TILE;
    int to = Math.min(factors.length, from + TILE);
    if (Lanes.vectorised()) {
      from = DropoutRun.run(from, to, seed, threshold, scale, x, factors, y);
    }
    for (int i = from; i < to; i++) {
      long bits = random(i / 4) >>> 16 * (i % 4);
      // 1 if the draw is below the threshold: a branch would be mispredicted all the time.
      int dropped = ((int) (bits & 0xffff) - threshold) >>> 31;
      factors[i] = scale * (1 - dropped);
      y[i] = x[i] * factors[i];
    }
  }

  /** A draw of SplitMix64. */
  private long random(long number) {
    long z = seed + 0x9E3779B97F4A7C15L * (number + 1);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * Multiplies by the factors of the last {@link #forward}: the gradient with respect to the input
   * or, with tangents in place of gradients, the tangent of the output.
   *
   * @param dy gradient with respect to the output
   * @param dx as long as {@code dy}, or {@code dy} itself; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   */
  public void gradient(float[] dy, float[] dx, Workers workers) {
    Elementwise.multiply(dy, factors, dx, workers);
  }
}
