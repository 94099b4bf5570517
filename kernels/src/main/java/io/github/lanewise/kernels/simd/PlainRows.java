package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * Products of a row of pixels with the weights of one tap, added to outputs in memory. The same few
 * methods serve every shape, and each exists twice: by vectors, which the JVM runs a hundred times
 * slower than float by float until it has compiled them, and float by float, for until then. Both
 * add in the same order and give the same bits.
 */
public final class PlainRows {
  /** Whether sums over inputs by vectors are compiled. */
  private static volatile boolean vectorSums;

  /** Whether products of each channel by vectors are compiled. */
  private static volatile boolean vectorProducts;

  /** Vectors of the rows that show whether the methods are compiled. */
  private static final int VECTORS = 2;

  private static final int WARM_UP_PIXELS = 4;
  private static final int WARM_UP_INPUTS = 5;

  /** What a warm-up's arrays have room for. */
  static final int WARM_UP_FLOATS = WARM_UP_INPUTS * VECTORS * L;

  private PlainRows() {}

  static boolean ready() {
    return vectorSums && vectorProducts;
  }

  /** A round of {@link PlainWarmUp}. */
  static void warmUp(float[] rows, float[] weights) {
    for (int i = 0; i < PlainWarmUp.EMPTY_CALLS; i++) {
      sumsOf(0, rows, weights);
      productsOf(0, rows, weights);
    }
    long before = System.nanoTime();
    sumsOf(VECTORS * L, rows, weights);
    vectorSums |= PlainWarmUp.compiled(before, WARM_UP_PIXELS * WARM_UP_INPUTS * VECTORS);
    before = System.nanoTime();
    productsOf(VECTORS * L, rows, weights);
    vectorProducts |= PlainWarmUp.compiled(before, WARM_UP_PIXELS * VECTORS);
  }

  private static void sumsOf(int outputs, float[] rows, float[] weights) {
    addVectors(
        WARM_UP_PIXELS, WARM_UP_INPUTS, outputs, rows, 0, 1, weights, 0, outputs, rows, 0, outputs);
  }

  private static void productsOf(int channels, float[] rows, float[] weights) {
    multiplyVectors(WARM_UP_PIXELS, channels, channels, rows, 0, channels, weights, 0, rows, 0);
  }

  /** Which of the two is used, for tests. */
  static void useVectors(boolean use) {
    vectorSums = use;
    vectorProducts = use;
  }

  /**
   * Adds {@code y[p][o] += Σ x[p][i] · w[i][o]}, inputs in order.
   *
   * @param pixels pixels of the row
   * @param inputs input channels
   * @param outputs output channels
   * @param x input
   * @param xAt index of the first pixel's first input channel
   * @param xStep distance in {@code x} between pixels
   * @param w weights, {@code wStep} floats from input to input
   * @param wAt index of the first
   * @param wStep distance between inputs
   * @param y output
   * @param yAt index of the first pixel's first output channel
   * @param yStep distance in {@code y} between pixels
   */
  public static void add(
      int pixels,
      int inputs,
      int outputs,
      float[] x,
      int xAt,
      int xStep,
      float[] w,
      int wAt,
      int wStep,
      float[] y,
      int yAt,
      int yStep) {
    int whole = vectorSums ? outputs - outputs % L : 0;
    if (whole > 0) {
      addVectors(pixels, inputs, whole, x, xAt, xStep, w, wAt, wStep, y, yAt, yStep);
    }
    if (whole < outputs) {
      addFloats(pixels, inputs, whole, outputs, x, xAt, xStep, w, wAt, wStep, y, yAt, yStep);
    }
  }

  private static void addVectors(
      int pixels,
      int inputs,
      int to,
      float[] x,
      int xAt,
      int xStep,
      float[] w,
      int wAt,
      int wStep,
      float[] y,
      int yAt,
      int yStep) {
    int i = 0;
    for (; i <= inputs - 4; i += 4) {
      for (int p = 0; p < pixels; p++) {
        four(to, x, xAt + p * xStep + i, w, wAt + i * wStep, wStep, y, yAt + p * yStep);
      }
    }
    for (; i < inputs; i++) {
      for (int p = 0; p < pixels; p++) {
        one(to, x[xAt + p * xStep + i], w, wAt + i * wStep, y, yAt + p * yStep);
      }
    }
  }

  static void addFloats(
      int pixels,
      int inputs,
      int from,
      int to,
      float[] x,
      int xAt,
      int xStep,
      float[] w,
      int wAt,
      int wStep,
      float[] y,
      int yAt,
      int yStep) {
    int i = 0;
    for (; i <= inputs - 4; i += 4) {
      for (int p = 0; p < pixels; p++) {
        fourFloats(from, to, x, xAt + p * xStep + i, w, wAt + i * wStep, wStep, y, yAt + p * yStep);
      }
    }
    for (; i < inputs; i++) {
      for (int p = 0; p < pixels; p++) {
        oneFloats(from, to, x[xAt + p * xStep + i], w, wAt + i * wStep, y, yAt + p * yStep);
      }
    }
  }

  /**
   * Adds {@code y[p][c] += x[p][c] · w[c]}: each channel by itself.
   *
   * @param pixels pixels of the row
   * @param channels channels
   * @param x input
   * @param xAt index of the first pixel's first channel
   * @param xStep distance in {@code x} between pixels
   * @param w weights
   * @param wAt index of the first
   * @param y output, pixel after pixel
   * @param yAt index of the first pixel's first channel
   */
  public static void multiply(
      int pixels,
      int channels,
      float[] x,
      int xAt,
      int xStep,
      float[] w,
      int wAt,
      float[] y,
      int yAt) {
    int whole = vectorProducts ? channels - channels % L : 0;
    if (whole > 0) {
      multiplyVectors(pixels, whole, channels, x, xAt, xStep, w, wAt, y, yAt);
    }
    for (int p = 0; p < pixels && whole < channels; p++) {
      productsFloats(whole, channels, x, xAt + p * xStep, w, wAt, y, yAt + p * channels);
    }
  }

  private static void multiplyVectors(
      int pixels,
      int to,
      int channels,
      float[] x,
      int xAt,
      int xStep,
      float[] w,
      int wAt,
      float[] y,
      int yAt) {
    for (int p = 0; p < pixels; p++) {
      products(to, x, xAt + p * xStep, w, wAt, y, yAt + p * channels);
    }
  }

  private static void four(
      int to, float[] x, int xAt, float[] w, int row0, int wStep, float[] y, int yAt) {
    int row1 = row0 + wStep;
    int row2 = row1 + wStep;
    int row3 = row2 + wStep;
    float x0 = x[xAt];
    float x1 = x[xAt + 1];
    float x2 = x[xAt + 2];
    float x3 = x[xAt + 3];
    for (int j = 0; j < to; j += L) {
      FloatVector sum = FloatVector.fromArray(FLOATS, y, yAt + j);
      sum = FloatVector.fromArray(FLOATS, w, row0 + j).fma(FloatVector.broadcast(FLOATS, x0), sum);
      sum = FloatVector.fromArray(FLOATS, w, row1 + j).fma(FloatVector.broadcast(FLOATS, x1), sum);
      sum = FloatVector.fromArray(FLOATS, w, row2 + j).fma(FloatVector.broadcast(FLOATS, x2), sum);
      FloatVector.fromArray(FLOATS, w, row3 + j)
          .fma(FloatVector.broadcast(FLOATS, x3), sum)
          .intoArray(y, yAt + j);
    }
  }

  private static void fourFloats(
      int from, int to, float[] x, int xAt, float[] w, int row0, int wStep, float[] y, int yAt) {
    int row1 = row0 + wStep;
    int row2 = row1 + wStep;
    int row3 = row2 + wStep;
    float x0 = x[xAt];
    float x1 = x[xAt + 1];
    float x2 = x[xAt + 2];
    float x3 = x[xAt + 3];
    for (int j = from; j < to; j++) {
      float sum = Math.fma(w[row0 + j], x0, y[yAt + j]);
      sum = Math.fma(w[row1 + j], x1, sum);
      sum = Math.fma(w[row2 + j], x2, sum);
      y[yAt + j] = Math.fma(w[row3 + j], x3, sum);
    }
  }

  private static void one(int to, float x, float[] w, int wAt, float[] y, int yAt) {
    for (int j = 0; j < to; j += L) {
      FloatVector sum = FloatVector.fromArray(FLOATS, y, yAt + j);
      FloatVector.fromArray(FLOATS, w, wAt + j)
          .fma(FloatVector.broadcast(FLOATS, x), sum)
          .intoArray(y, yAt + j);
    }
  }

  private static void oneFloats(int from, int to, float x, float[] w, int wAt, float[] y, int yAt) {
    for (int j = from; j < to; j++) {
      y[yAt + j] = Math.fma(w[wAt + j], x, y[yAt + j]);
    }
  }

  private static void products(int to, float[] x, int xAt, float[] w, int wAt, float[] y, int yAt) {
    for (int j = 0; j < to; j += L) {
      FloatVector sum = FloatVector.fromArray(FLOATS, y, yAt + j);
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, xAt + j);
      FloatVector.fromArray(FLOATS, w, wAt + j).fma(x0, sum).intoArray(y, yAt + j);
    }
  }

  private static void productsFloats(
      int from, int to, float[] x, int xAt, float[] w, int wAt, float[] y, int yAt) {
    for (int j = from; j < to; j++) {
      y[yAt + j] = Math.fma(w[wAt + j], x[xAt + j], y[yAt + j]);
    }
  }
}
