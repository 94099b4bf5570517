package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Dot products of a matrix's columns with a vector: the lanes run along the columns, eight vectors
 * of sums stay in registers while the rows pass by.
 */
public final class DenseColumns {
  private DenseColumns() {}

  /**
   * Computes {@code y[j] = Σ x[i] · a[i][j]} for some columns.
   *
   * @param from first column
   * @param to one past the last column
   * @param rows rows of {@code a}
   * @param columns columns of {@code a}
   * @param a matrix, row-major
   * @param x {@code [rows]}
   * @param y one value for each column of {@code a}; overwritten from {@code from} to {@code to}
   */
  public static void run(int from, int to, int rows, int columns, float[] a, float[] x, float[] y) {
    int j = from;
    for (; j <= to - 8 * L; j += 8 * L) {
      eight(rows, columns, a, j, x, y);
    }
    for (; j < to; j += L) {
      upToOne(to - j, rows, columns, a, j, x, y);
    }
  }

  private static void eight(int rows, int columns, float[] a, int at, float[] x, float[] y) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    FloatVector a2 = FloatVector.zero(FLOATS);
    FloatVector a3 = FloatVector.zero(FLOATS);
    FloatVector a4 = FloatVector.zero(FLOATS);
    FloatVector a5 = FloatVector.zero(FLOATS);
    FloatVector a6 = FloatVector.zero(FLOATS);
    FloatVector a7 = FloatVector.zero(FLOATS);
    int row = at;
    for (int i = 0; i < rows; i++, row += columns) {
      FloatVector p = FloatVector.broadcast(FLOATS, x[i]);
      a0 = FloatVector.fromArray(FLOATS, a, row).fma(p, a0);
      a1 = FloatVector.fromArray(FLOATS, a, row + L).fma(p, a1);
      a2 = FloatVector.fromArray(FLOATS, a, row + 2 * L).fma(p, a2);
      a3 = FloatVector.fromArray(FLOATS, a, row + 3 * L).fma(p, a3);
      a4 = FloatVector.fromArray(FLOATS, a, row + 4 * L).fma(p, a4);
      a5 = FloatVector.fromArray(FLOATS, a, row + 5 * L).fma(p, a5);
      a6 = FloatVector.fromArray(FLOATS, a, row + 6 * L).fma(p, a6);
      a7 = FloatVector.fromArray(FLOATS, a, row + 7 * L).fma(p, a7);
    }
    a0.intoArray(y, at);
    a1.intoArray(y, at + L);
    a2.intoArray(y, at + 2 * L);
    a3.intoArray(y, at + 3 * L);
    a4.intoArray(y, at + 4 * L);
    a5.intoArray(y, at + 5 * L);
    a6.intoArray(y, at + 6 * L);
    a7.intoArray(y, at + 7 * L);
  }

  /** The mask is made here: as an argument it would be an object where this is not inlined. */
  private static void upToOne(
      int count, int rows, int columns, float[] a, int at, float[] x, float[] y) {
    VectorMask<Float> mask = FLOATS.indexInRange(0, count);
    FloatVector sum = FloatVector.zero(FLOATS);
    int row = at;
    for (int i = 0; i < rows; i++, row += columns) {
      FloatVector p = FloatVector.broadcast(FLOATS, x[i]);
      sum = FloatVector.fromArray(FLOATS, a, row, mask).fma(p, sum);
    }
    sum.intoArray(y, at, mask);
  }
}
