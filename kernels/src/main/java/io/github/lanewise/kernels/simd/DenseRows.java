package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * Dot products of a matrix's rows with a vector: four rows at a time, so that each vector of {@code
 * x} is loaded once for the four, two accumulators each. A row alone is summed in the same order.
 */
public final class DenseRows {
  private DenseRows() {}

  /**
   * Computes {@code y[i] = Σ a[i][j] · x[j]} for some rows.
   *
   * @param from first row
   * @param to one past the last row
   * @param columns columns of {@code a}
   * @param a matrix, row-major
   * @param x {@code [columns]}
   * @param y one value for each row of {@code a}; overwritten from {@code from} to {@code to}
   * @param lanes {@code 4 L} floats to work in
   */
  public static void run(
      int from, int to, int columns, float[] a, float[] x, float[] y, float[] lanes) {
    int i = from;
    for (; i <= to - 4; i += 4) {
      four(columns, a, i * columns, x, y, i, lanes);
    }
    for (; i < to; i++) {
      y[i] = one(columns, a, i * columns, x, lanes);
    }
  }

  private static void four(
      int columns, float[] a, int at0, float[] x, float[] y, int yAt, float[] lanes) {
    int at1 = at0 + columns;
    int at2 = at1 + columns;
    int at3 = at2 + columns;
    FloatVector a00 = FloatVector.zero(FLOATS);
    FloatVector a01 = FloatVector.zero(FLOATS);
    FloatVector a10 = FloatVector.zero(FLOATS);
    FloatVector a11 = FloatVector.zero(FLOATS);
    FloatVector a20 = FloatVector.zero(FLOATS);
    FloatVector a21 = FloatVector.zero(FLOATS);
    FloatVector a30 = FloatVector.zero(FLOATS);
    FloatVector a31 = FloatVector.zero(FLOATS);
    int j = 0;
    for (; j <= columns - 2 * L; j += 2 * L) {
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, j);
      FloatVector x1 = FloatVector.fromArray(FLOATS, x, j + L);
      a00 = FloatVector.fromArray(FLOATS, a, at0 + j).fma(x0, a00);
      a01 = FloatVector.fromArray(FLOATS, a, at0 + j + L).fma(x1, a01);
      a10 = FloatVector.fromArray(FLOATS, a, at1 + j).fma(x0, a10);
      a11 = FloatVector.fromArray(FLOATS, a, at1 + j + L).fma(x1, a11);
      a20 = FloatVector.fromArray(FLOATS, a, at2 + j).fma(x0, a20);
      a21 = FloatVector.fromArray(FLOATS, a, at2 + j + L).fma(x1, a21);
      a30 = FloatVector.fromArray(FLOATS, a, at3 + j).fma(x0, a30);
      a31 = FloatVector.fromArray(FLOATS, a, at3 + j + L).fma(x1, a31);
    }
    if (j <= columns - L) {
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, j);
      a00 = FloatVector.fromArray(FLOATS, a, at0 + j).fma(x0, a00);
      a10 = FloatVector.fromArray(FLOATS, a, at1 + j).fma(x0, a10);
      a20 = FloatVector.fromArray(FLOATS, a, at2 + j).fma(x0, a20);
      a30 = FloatVector.fromArray(FLOATS, a, at3 + j).fma(x0, a30);
      j += L;
    }
    a00.add(a01).intoArray(lanes, 0);
    a10.add(a11).intoArray(lanes, L);
    a20.add(a21).intoArray(lanes, 2 * L);
    a30.add(a31).intoArray(lanes, 3 * L);
    float s0 = Simd.sum(lanes, 0);
    float s1 = Simd.sum(lanes, L);
    float s2 = Simd.sum(lanes, 2 * L);
    float s3 = Simd.sum(lanes, 3 * L);
    for (; j < columns; j++) {
      s0 = Math.fma(a[at0 + j], x[j], s0);
      s1 = Math.fma(a[at1 + j], x[j], s1);
      s2 = Math.fma(a[at2 + j], x[j], s2);
      s3 = Math.fma(a[at3 + j], x[j], s3);
    }
    y[yAt] = s0;
    y[yAt + 1] = s1;
    y[yAt + 2] = s2;
    y[yAt + 3] = s3;
  }

  private static float one(int columns, float[] a, int at, float[] x, float[] lanes) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    int j = 0;
    for (; j <= columns - 2 * L; j += 2 * L) {
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, j);
      FloatVector x1 = FloatVector.fromArray(FLOATS, x, j + L);
      a0 = FloatVector.fromArray(FLOATS, a, at + j).fma(x0, a0);
      a1 = FloatVector.fromArray(FLOATS, a, at + j + L).fma(x1, a1);
    }
    if (j <= columns - L) {
      a0 = FloatVector.fromArray(FLOATS, a, at + j).fma(FloatVector.fromArray(FLOATS, x, j), a0);
      j += L;
    }
    a0.add(a1).intoArray(lanes, 0);
    float sum = Simd.sum(lanes, 0);
    for (; j < columns; j++) {
      sum = Math.fma(a[at + j], x[j], sum);
    }
    return sum;
  }
}
