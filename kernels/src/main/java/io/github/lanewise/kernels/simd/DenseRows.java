package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * Dot products of a matrix's rows with a vector: six rows at a time, so that each vector of {@code
 * x} is loaded once for the six, whose sums hide each other's latency. Lines of eight rows and of
 * {@code x} do not fit a set of an L1 cache of eight ways, where they meet if rows lie pages apart.
 * The lanes of many rows are then added up together. A row alone is summed in the same order.
 */
public final class DenseRows {
  /** Rows at a time. */
  public static final int ROWS = 6;

  /** Rows whose lanes are added up together. */
  private static final int BLOCK = 6 * ROWS;

  /** Floats that {@link #run} works in. */
  public static final int LANES = (BLOCK + 1) * L;

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
   * @param lanes {@link #LANES} floats to work in
   */
  public static void run(
      int from, int to, int columns, float[] a, float[] x, float[] y, float[] lanes) {
    for (int first = from; first < to; first += BLOCK) {
      int rows = Math.min(BLOCK, to - first);
      int i = 0;
      for (; i <= rows - ROWS; i += ROWS) {
        six(columns, a, (first + i) * columns, x, lanes, i * L);
      }
      for (; i < rows; i++) {
        one(columns, a, (first + i) * columns, x, lanes, i * L);
      }
      sum(rows, lanes);
      int rest = columns % L;
      for (int row = 0; row < rows; row++) {
        int end = (first + row + 1) * columns;
        y[first + row] = rest(rest, a, end - rest, x, columns - rest, sumOf(row, lanes));
      }
    }
  }

  /** The columns that fill no vector, added to a sum. */
  private static float rest(int count, float[] a, int aAt, float[] x, int xAt, float sum) {
    for (int j = 0; j < count; j++) {
      sum = Math.fma(a[aAt + j], x[xAt + j], sum);
    }
    return sum;
  }

  /** What {@link #sum} left of a row, added up. */
  static float sumOf(int row, float[] lanes) {
    int at = row * L;
    return (lanes[at] + lanes[at + 1]) + (lanes[at + 2] + lanes[at + 3]);
  }

  /**
   * Adds the lanes of some rows to those half as many before until four are left, which begin the
   * row. Reads a vector behind the last row.
   */
  static void sum(int rows, float[] lanes) {
    for (int half = L / 2; half >= 4; half /= 2) {
      for (int at = 0; at < rows * L; at += L) {
        // What lies behind the half belongs to the next row, and its sum is never used.
        FloatVector upper = FloatVector.fromArray(FLOATS, lanes, at + half);
        FloatVector.fromArray(FLOATS, lanes, at).add(upper).intoArray(lanes, at);
      }
    }
  }

  private static void six(int columns, float[] a, int at0, float[] x, float[] lanes, int to) {
    int at1 = at0 + columns;
    int at2 = at1 + columns;
    int at3 = at2 + columns;
    int at4 = at3 + columns;
    int at5 = at4 + columns;
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    FloatVector a2 = FloatVector.zero(FLOATS);
    FloatVector a3 = FloatVector.zero(FLOATS);
    FloatVector a4 = FloatVector.zero(FLOATS);
    FloatVector a5 = FloatVector.zero(FLOATS);
    for (int j = 0; j <= columns - L; j += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, j);
      a0 = FloatVector.fromArray(FLOATS, a, at0 + j).fma(v, a0);
      a1 = FloatVector.fromArray(FLOATS, a, at1 + j).fma(v, a1);
      a2 = FloatVector.fromArray(FLOATS, a, at2 + j).fma(v, a2);
      a3 = FloatVector.fromArray(FLOATS, a, at3 + j).fma(v, a3);
      a4 = FloatVector.fromArray(FLOATS, a, at4 + j).fma(v, a4);
      a5 = FloatVector.fromArray(FLOATS, a, at5 + j).fma(v, a5);
    }
    a0.intoArray(lanes, to);
    a1.intoArray(lanes, to + L);
    a2.intoArray(lanes, to + 2 * L);
    a3.intoArray(lanes, to + 3 * L);
    a4.intoArray(lanes, to + 4 * L);
    a5.intoArray(lanes, to + 5 * L);
  }

  private static void one(int columns, float[] a, int at, float[] x, float[] lanes, int to) {
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int j = 0; j <= columns - L; j += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, j);
      sum = FloatVector.fromArray(FLOATS, a, at + j).fma(v, sum);
    }
    sum.intoArray(lanes, to);
  }
}
