package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * Products of a row of pixels with the weights of one tap, added to outputs in memory. Three short
 * methods serve every shape, and each exists twice: by vectors, which the JVM runs a hundred times
 * slower than float by float until it has compiled them, and float by float, for until then. Both
 * add in the same order and give the same bits.
 */
public final class PlainRows {
  /** Whether the methods with vectors are compiled. */
  private static volatile boolean vectors;

  private static final int WARM_UP_ROWS = 64;
  private static final int WARM_UP_COLUMNS = 16;

  /** What a vector may take that is no object, several times over. */
  private static final double COMPILED_NANOS = 5;

  private static final long GIVE_UP_NANOS = 1_500_000_000;

  private PlainRows() {}

  /** Runs the methods with vectors until they are compiled; returns at once if they are. */
  public static void warmUp() {
    float[] weights = new float[WARM_UP_ROWS * WARM_UP_COLUMNS * L];
    float[] row = new float[WARM_UP_COLUMNS * L];
    long start = System.nanoTime();
    boolean compiled = vectors;
    while (!compiled && System.nanoTime() - start < GIVE_UP_NANOS) {
      compiled = true;
      for (int method = 0; method < 3; method++) {
        long before = System.nanoTime();
        for (int i = 0; i + 4 <= WARM_UP_ROWS; i++) {
          switch (method) {
            case 0 -> four(row.length, row, 0, weights, i * row.length, row.length, row, 0);
            case 1 -> one(row.length, row[i], weights, i * row.length, row, 0);
            default -> products(row.length, weights, 0, weights, i * row.length, row, 0);
          }
        }
        long vectorsDone = (WARM_UP_ROWS - 3L) * WARM_UP_COLUMNS;
        compiled &= System.nanoTime() - before < COMPILED_NANOS * vectorsDone;
      }
    }
    if (compiled) {
      vectors = true;
    }
  }

  /** Which of the two is used, for tests. */
  static void useVectors(boolean use) {
    vectors = use;
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
    int whole = vectors ? outputs - outputs % L : 0;
    int i = 0;
    for (; i <= inputs - 4; i += 4) {
      for (int p = 0; p < pixels; p++) {
        if (whole > 0) {
          four(whole, x, xAt + p * xStep + i, w, wAt + i * wStep, wStep, y, yAt + p * yStep);
        }
        fourFloats(
            whole, outputs, x, xAt + p * xStep + i, w, wAt + i * wStep, wStep, y, yAt + p * yStep);
      }
    }
    for (; i < inputs; i++) {
      for (int p = 0; p < pixels; p++) {
        float value = x[xAt + p * xStep + i];
        if (whole > 0) {
          one(whole, value, w, wAt + i * wStep, y, yAt + p * yStep);
        }
        oneFloats(whole, outputs, value, w, wAt + i * wStep, y, yAt + p * yStep);
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
    int whole = vectors ? channels - channels % L : 0;
    for (int p = 0; p < pixels; p++) {
      products(whole, x, xAt + p * xStep, w, wAt, y, yAt + p * channels);
      productsFloats(whole, channels, x, xAt + p * xStep, w, wAt, y, yAt + p * channels);
    }
  }

  private static void four(
      int to, float[] x, int xAt, float[] w, int row0, int wStep, float[] y, int yAt) {
    int row1 = row0 + wStep;
    int row2 = row1 + wStep;
    int row3 = row2 + wStep;
    FloatVector x0 = FloatVector.broadcast(FLOATS, x[xAt]);
    FloatVector x1 = FloatVector.broadcast(FLOATS, x[xAt + 1]);
    FloatVector x2 = FloatVector.broadcast(FLOATS, x[xAt + 2]);
    FloatVector x3 = FloatVector.broadcast(FLOATS, x[xAt + 3]);
    for (int j = 0; j < to; j += L) {
      FloatVector sum = FloatVector.fromArray(FLOATS, y, yAt + j);
      sum = FloatVector.fromArray(FLOATS, w, row0 + j).fma(x0, sum);
      sum = FloatVector.fromArray(FLOATS, w, row1 + j).fma(x1, sum);
      sum = FloatVector.fromArray(FLOATS, w, row2 + j).fma(x2, sum);
      FloatVector.fromArray(FLOATS, w, row3 + j).fma(x3, sum).intoArray(y, yAt + j);
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
    FloatVector x0 = FloatVector.broadcast(FLOATS, x);
    for (int j = 0; j < to; j += L) {
      FloatVector sum = FloatVector.fromArray(FLOATS, y, yAt + j);
      FloatVector.fromArray(FLOATS, w, wAt + j).fma(x0, sum).intoArray(y, yAt + j);
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
