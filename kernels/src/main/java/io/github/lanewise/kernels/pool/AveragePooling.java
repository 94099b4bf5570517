package io.github.lanewise.kernels.pool;

import io.github.lanewise.kernels.simd.AverageRun;

/** Pooling by the average. */
final class AveragePooling extends Pooling {
  AveragePooling(PoolShape shape) {
    super(shape);
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
