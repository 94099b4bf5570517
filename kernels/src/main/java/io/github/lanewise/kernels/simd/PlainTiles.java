package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Pool;
import jdk.incubator.vector.FloatVector;

/**
 * Rows of pixels by one register tile for every shape: four pixels by two vectors of output
 * channels. Until that is compiled, float by float; both add in the same order and give the same
 * bits, which are those of {@link RegisterTiles}.
 */
public final class PlainTiles {
  /** Pixels of a tile. */
  public static final int PIXELS = 4;

  /** Output channels of a tile. */
  public static final int CHANNELS = 2 * L;

  /** Steps of the call that shows whether the tile is compiled. */
  private static final int WARM_UP_STEPS = 20;

  /** Inputs under a tap for a call that stores nothing; without any there is a bias to store. */
  private static final int NOTHING = -1;

  /** What a warm-up's arrays have room for. */
  static final int WARM_UP_FLOATS = Math.max(PIXELS, WARM_UP_STEPS) * CHANNELS;

  /** The one tap of a warm-up. */
  private static final int[] TAP = new int[1];

  /** Where outputs go that fill no whole vectors. */
  private static final Pool<float[]> SPARES = new Pool<>(() -> new float[PIXELS * CHANNELS]);

  private static volatile boolean compiled;

  private PlainTiles() {}

  static boolean ready() {
    return compiled;
  }

  /** Which of the two is used, for tests. */
  static void useVectors(boolean use) {
    compiled = use;
  }

  /** A round of {@link PlainWarmUp}. */
  static void warmUp(float[] rows, float[] weights) {
    for (int i = 0; i < PlainWarmUp.EMPTY_CALLS; i++) {
      warmUp(NOTHING, rows, weights);
    }
    long before = System.nanoTime();
    warmUp(WARM_UP_STEPS, rows, weights);
    compiled |= PlainWarmUp.compiled(before, WARM_UP_STEPS * PIXELS);
  }

  private static void warmUp(int run, float[] rows, float[] weights) {
    tile(
        TAP, TAP, 0, 1, run, weights, 0, 1, weights, 0, CHANNELS, L, weights, 0, 0, rows, 0,
        CHANNELS);
  }

  /**
   * Computes {@code y[p][o] = bias[p][o] + Σ x[t][p][i] · w[t][i][o]}, taps in order and what lies
   * under them in order.
   *
   * @param pixels pixels of the row
   * @param channels output channels
   * @param xTaps offset of each tap in the input
   * @param wTaps offset of each tap in the weights
   * @param from first tap
   * @param to one past the last tap
   * @param run inputs of a pixel under each tap, next to each other
   * @param x input
   * @param xAt index of the first pixel's first input under an offset of 0
   * @param xStep distance in {@code x} between pixels
   * @param w weights
   * @param wAt index of the first under an offset of 0; where the channels fill no whole vectors,
   *     others follow
   * @param wStep distance in {@code w} between inputs
   * @param bias a number for each channel, and for those that fill up the last vector
   * @param biasAt index of the first
   * @param biasStep distance in {@code bias} between pixels, 0 where they share it; it must not be
   *     the output, of which some may be computed twice
   * @param y output
   * @param yAt index of the first pixel's first channel
   * @param yStep distance in {@code y} between pixels
   */
  public static void row(
      int pixels,
      int channels,
      int[] xTaps,
      int[] wTaps,
      int from,
      int to,
      int run,
      float[] x,
      int xAt,
      int xStep,
      float[] w,
      int wAt,
      int wStep,
      float[] bias,
      int biasAt,
      int biasStep,
      float[] y,
      int yAt,
      int yStep) {
    if (!compiled) {
      for (int p = 0; p < pixels; p++) {
        System.arraycopy(bias, biasAt + p * biasStep, y, yAt + p * yStep, channels);
      }
      for (int t = from; t < to; t++) {
        PlainRows.addFloats(
            pixels,
            run,
            0,
            channels,
            x,
            xAt + xTaps[t],
            xStep,
            w,
            wAt + wTaps[t],
            wStep,
            y,
            yAt,
            yStep);
      }
      return;
    }
    // Fewer pixels than a tile has are computed one by one, as four that are the same.
    boolean few = pixels < PIXELS;
    int step = few ? 1 : PIXELS;
    int xNext = few ? 0 : xStep;
    int biasNext = few ? 0 : biasStep;
    for (int j = 0; j < channels; j += CHANNELS) {
      int width = Math.min(CHANNELS, channels - j);
      int second = width > L ? L : 0; // a vector alone is computed twice
      boolean whole = width == second + L;
      float[] spare = whole ? null : SPARES.take();
      int yNext = few ? 0 : whole ? yStep : CHANNELS;
      for (int p = 0; p < pixels; p += step) {
        int first = Math.min(p, pixels - step); // the last tile computes some pixels once more
        int at = yAt + first * yStep + j;
        tile(
            xTaps,
            wTaps,
            from,
            to,
            run,
            x,
            xAt + first * xStep,
            xNext,
            w,
            wAt + j,
            wStep,
            second,
            bias,
            biasAt + first * biasStep + j,
            biasNext,
            whole ? y : spare,
            whole ? at : 0,
            yNext);
        for (int i = 0; !whole && i < step; i++) {
          System.arraycopy(spare, i * yNext, y, at + i * yStep, width);
        }
      }
      if (spare != null) {
        SPARES.give(spare);
      }
    }
  }

  private static void tile(
      int[] xTaps,
      int[] wTaps,
      int from,
      int to,
      int run,
      float[] x,
      int xAt,
      int xStep,
      float[] w,
      int wAt,
      int wStep,
      int second,
      float[] bias,
      int biasAt,
      int biasStep,
      float[] y,
      int yAt,
      int yStep) {
    if (run == NOTHING) {
      return; // a call that counts and makes no vector
    }
    FloatVector a0 = FloatVector.fromArray(FLOATS, bias, biasAt);
    FloatVector a1 = FloatVector.fromArray(FLOATS, bias, biasAt + second);
    FloatVector b0 = FloatVector.fromArray(FLOATS, bias, biasAt + biasStep);
    FloatVector b1 = FloatVector.fromArray(FLOATS, bias, biasAt + biasStep + second);
    FloatVector c0 = FloatVector.fromArray(FLOATS, bias, biasAt + 2 * biasStep);
    FloatVector c1 = FloatVector.fromArray(FLOATS, bias, biasAt + 2 * biasStep + second);
    FloatVector d0 = FloatVector.fromArray(FLOATS, bias, biasAt + 3 * biasStep);
    FloatVector d1 = FloatVector.fromArray(FLOATS, bias, biasAt + 3 * biasStep + second);
    for (int t = from; t < to; t++) {
      int row = xAt + xTaps[t];
      int weights = wAt + wTaps[t];
      for (int i = row; i < row + run; i++) {
        FloatVector w0 = FloatVector.fromArray(FLOATS, w, weights);
        FloatVector w1 = FloatVector.fromArray(FLOATS, w, weights + second);
        weights += wStep;
        FloatVector value = FloatVector.broadcast(FLOATS, x[i]);
        a0 = w0.fma(value, a0);
        a1 = w1.fma(value, a1);
        value = FloatVector.broadcast(FLOATS, x[i + xStep]);
        b0 = w0.fma(value, b0);
        b1 = w1.fma(value, b1);
        value = FloatVector.broadcast(FLOATS, x[i + 2 * xStep]);
        c0 = w0.fma(value, c0);
        c1 = w1.fma(value, c1);
        value = FloatVector.broadcast(FLOATS, x[i + 3 * xStep]);
        d0 = w0.fma(value, d0);
        d1 = w1.fma(value, d1);
      }
    }
    a0.intoArray(y, yAt);
    a1.intoArray(y, yAt + second);
    b0.intoArray(y, yAt + yStep);
    b1.intoArray(y, yAt + yStep + second);
    c0.intoArray(y, yAt + 2 * yStep);
    c1.intoArray(y, yAt + 2 * yStep + second);
    d0.intoArray(y, yAt + 3 * yStep);
    d1.intoArray(y, yAt + 3 * yStep + second);
  }
}
