package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Dot products of a matrix's columns with a vector: the lanes run along the columns. Four rows are
 * added at a time to sums that lie in the L1 cache, so that memory is read in four long runs; sums
 * in registers would read a short piece of each row, and of each memory page.
 */
public final class DenseColumns {
  private DenseColumns() {}

  /**
   * Computes {@code y[j] = Σ x[i] · a[i][j]} for some columns, rows added in order.
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
    int whole = to - (to - from) % L;
    Arrays.fill(y, from, whole, 0);
    int i = 0;
    for (; i <= rows - 4; i += 4) {
      four(from, whole, columns, a, i * columns, x, i, y);
    }
    for (; i < rows; i++) {
      one(from, whole, a, i * columns, x[i], y);
    }
    if (whole < to) {
      if (to - L >= from) {
        vector(to - L, rows, columns, a, x, y);
      } else {
        few(whole, to, rows, columns, a, x, y);
      }
    }
  }

  private static void four(
      int from, int to, int columns, float[] a, int row0, float[] x, int i, float[] y) {
    int row1 = row0 + columns;
    int row2 = row1 + columns;
    int row3 = row2 + columns;
    FloatVector x0 = FloatVector.broadcast(FLOATS, x[i]);
    FloatVector x1 = FloatVector.broadcast(FLOATS, x[i + 1]);
    FloatVector x2 = FloatVector.broadcast(FLOATS, x[i + 2]);
    FloatVector x3 = FloatVector.broadcast(FLOATS, x[i + 3]);
    for (int j = from; j < to; j += L) {
      FloatVector sum = FloatVector.fromArray(FLOATS, y, j);
      sum = FloatVector.fromArray(FLOATS, a, row0 + j).fma(x0, sum);
      sum = FloatVector.fromArray(FLOATS, a, row1 + j).fma(x1, sum);
      sum = FloatVector.fromArray(FLOATS, a, row2 + j).fma(x2, sum);
      FloatVector.fromArray(FLOATS, a, row3 + j).fma(x3, sum).intoArray(y, j);
    }
  }

  private static void one(int from, int to, float[] a, int row, float x, float[] y) {
    FloatVector x0 = FloatVector.broadcast(FLOATS, x);
    for (int j = from; j < to; j += L) {
      FloatVector sum = FloatVector.fromArray(FLOATS, y, j);
      FloatVector.fromArray(FLOATS, a, row + j).fma(x0, sum).intoArray(y, j);
    }
  }

  /** The last vector of columns, moved back to end with them. */
  private static void vector(int from, int rows, int columns, float[] a, float[] x, float[] y) {
    FloatVector sum = FloatVector.zero(FLOATS);
    int at = from;
    for (int i = 0; i < rows; i++, at += columns) {
      FloatVector x0 = FloatVector.broadcast(FLOATS, x[i]);
      sum = FloatVector.fromArray(FLOATS, a, at).fma(x0, sum);
    }
    sum.intoArray(y, from);
  }

  /** Fewer columns than a vector has lanes. */
  private static void few(
      int from, int to, int rows, int columns, float[] a, float[] x, float[] y) {
    for (int j = from; j < to; j++) {
      float sum = 0;
      for (int i = 0; i < rows; i++) {
        sum = Math.fma(a[i * columns + j], x[i], sum);
      }
      y[j] = sum;
    }
  }
}
