package io.github.lanewise.kernels.pool;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.simd.AverageRun;

/** Pooling by the average. It is linear: its tangent is {@link #forward} of the input's tangent. */
public final class AveragePooling extends Pooling {
  private final PoolingGradient gradient;

  AveragePooling(PoolShape shape) {
    super(shape, false);
    gradient = new PoolingGradient(shape);
  }

  /**
   * Computes the gradient with respect to the input. The same bits come out for any number of
   * threads.
   *
   * @param dy gradient with respect to the output {@code [batch][outHeight][outWidth][channels]}
   * @param dx {@code [batch][inHeight][inWidth][channels]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length or both are the same
   */
  public void backward(float[] dy, float[] dx, Workers workers) {
    gradient.average(dy, dx, workers);
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
    AverageRun.run(runs, count, x, xAt, xStep, offsets, from, to, divisor, y, yAt);
  }

  @Override
  void reference(int n, int outRow, float[] x, float[] y, int[] argmax) {
    ReferencePooling.average(shape(), n, outRow, x, y);
  }
}
