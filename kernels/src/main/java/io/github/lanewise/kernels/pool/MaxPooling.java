package io.github.lanewise.kernels.pool;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.simd.ArgMaxRun;
import io.github.lanewise.kernels.simd.MaxRun;

/** Pooling by the maximum, which can also tell where each maximum lies. */
public final class MaxPooling extends Pooling {
  MaxPooling(PoolShape shape) {
    super(shape);
  }

  /**
   * Computes {@code y} and where it comes from, as the gradient needs it.
   *
   * @param x input {@code [batch][inHeight][inWidth][channels]}
   * @param y output {@code [batch][outHeight][outWidth][channels]}; overwritten
   * @param argmax for each output the index in {@code x} of its maximum: of several equal ones the
   *     first, of several NaNs the last, as in PyTorch; −1 for a window on padding alone;
   *     overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length or {@code x} is {@code y}
   */
  public void forward(float[] x, float[] y, int[] argmax, Workers workers) {
    if (argmax == null || argmax.length != shape().outputLength()) {
      throw new IllegalArgumentException(
          "argmax "
              + (argmax == null ? "is null" : "has " + argmax.length + " ints")
              + ", expected "
              + shape().outputLength()
              + " [batch][outHeight][outWidth][channels]");
    }
    run(x, y, argmax, workers);
  }

  @Override
  void run(
      int runs,
      int count,
      float[] x,
      int xAt,
      int xStep,
      int[] offsets,
      int from,
      int to,
      int divisor,
      float[] y,
      int yAt,
      int[] argmax) {
    if (argmax == null) {
      MaxRun.run(runs, count, x, xAt, xStep, offsets, from, to, y, yAt);
    } else {
      ArgMaxRun.run(runs, count, x, xAt, xStep, offsets, from, to, y, yAt, argmax);
    }
  }

  @Override
  void reference(int n, int outRow, float[] x, float[] y, int[] argmax) {
    ReferencePooling.max(shape(), n, outRow, x, y, argmax);
  }
}
