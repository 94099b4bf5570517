package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * Rows of pixels whose taps are all there, by one register tile for every shape: four pixels by two
 * vectors of output channels. Until that is compiled, float by float; both add in the same order
 * and give the same bits.
 */
public final class PlainTiles {
  /** Pixels of a tile, the fewest of a row. */
  public static final int PIXELS = 4;

  /** Output channels of a tile. */
  public static final int CHANNELS = 2 * L;

  /** Steps of the call that shows whether the tile is compiled. */
  private static final int WARM_UP_STEPS = 20;

  /** What a warm-up's arrays have room for. */
  static final int WARM_UP_FLOATS = Math.max(PIXELS, WARM_UP_STEPS) * CHANNELS;

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
      warmUp(0, rows, weights);
    }
    long before = System.nanoTime();
    warmUp(WARM_UP_STEPS, rows, weights);
    compiled |= PlainWarmUp.compiled(before, WARM_UP_STEPS * PIXELS);
  }

  private static void warmUp(int run, float[] rows, float[] weights) {
    tile(1, run, weights, 0, 0, 1, weights, 0, CHANNELS, weights, 0, rows, 0, CHANNELS);
  }

  /**
   * Computes {@code y[p][o] = bias[o] + Σ x[r][p][i] · w[r][i][o]}, rows in order and what lies in
   * them in order.
   *
   * @param pixels pixels of the row, at least {@link #PIXELS}
   * @param channels output channels, a multiple of {@link #CHANNELS}
   * @param rows input rows under the pixels
   * @param run inputs of a pixel in each of them, next to each other
   * @param x input
   * @param xAt index of the first pixel's first input
   * @param xRow distance in {@code x} between rows
   * @param xStep distance in {@code x} between pixels
   * @param w weights {@code [rows][run][channels]}
   * @param bias a number for each channel
   * @param y output
   * @param yAt index of the first pixel's first channel
   */
  public static void row(
      int pixels,
      int channels,
      int rows,
      int run,
      float[] x,
      int xAt,
      int xRow,
      int xStep,
      float[] w,
      float[] bias,
      float[] y,
      int yAt) {
    if (!compiled) {
      floats(pixels, channels, rows, run, x, xAt, xRow, xStep, w, bias, y, yAt);
      return;
    }
    for (int j = 0; j < channels; j += CHANNELS) {
      for (int p = 0; p < pixels; p += PIXELS) {
        int first = Math.min(p, pixels - PIXELS); // the last tile computes some pixels once more
        int from = xAt + first * xStep;
        int to = yAt + first * channels + j;
        tile(rows, run, x, from, xRow, xStep, w, j, channels, bias, j, y, to, channels);
      }
    }
  }

  private static void floats(
      int pixels,
      int channels,
      int rows,
      int run,
      float[] x,
      int xAt,
      int xRow,
      int xStep,
      float[] w,
      float[] bias,
      float[] y,
      int yAt) {
    for (int p = 0; p < pixels; p++) {
      System.arraycopy(bias, 0, y, yAt + p * channels, channels);
    }
    for (int r = 0; r < rows; r++) {
      int from = xAt + r * xRow;
      int wAt = r * run * channels;
      PlainRows.addFloats(
          pixels, run, 0, channels, x, from, xStep, w, wAt, channels, y, yAt, channels);
    }
  }

  private static void tile(
      int rows,
      int run,
      float[] x,
      int xAt,
      int xRow,
      int xStep,
      float[] w,
      int wAt,
      int wStep,
      float[] bias,
      int biasAt,
      float[] y,
      int yAt,
      int yStep) {
    if (run == 0) {
      return; // a call that counts and makes no vector
    }
    FloatVector a0 = FloatVector.fromArray(FLOATS, bias, biasAt);
    FloatVector a1 = FloatVector.fromArray(FLOATS, bias, biasAt + L);
    FloatVector b0 = a0;
    FloatVector b1 = a1;
    FloatVector c0 = a0;
    FloatVector c1 = a1;
    FloatVector d0 = a0;
    FloatVector d1 = a1;
    int weights = wAt;
    for (int r = 0; r < rows; r++) {
      int row = xAt + r * xRow;
      for (int i = row; i < row + run; i++) {
        FloatVector w0 = FloatVector.fromArray(FLOATS, w, weights);
        FloatVector w1 = FloatVector.fromArray(FLOATS, w, weights + L);
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
    a1.intoArray(y, yAt + L);
    b0.intoArray(y, yAt + yStep);
    b1.intoArray(y, yAt + yStep + L);
    c0.intoArray(y, yAt + 2 * yStep);
    c1.intoArray(y, yAt + 2 * yStep + L);
    d0.intoArray(y, yAt + 3 * yStep);
    d1.intoArray(y, yAt + 3 * yStep + L);
  }
}
