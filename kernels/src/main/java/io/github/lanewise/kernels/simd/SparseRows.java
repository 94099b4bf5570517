package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.INTS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Dot products of a sparse matrix's rows (compressed sparse rows) with a vector.
 *
 * <p>Blocks of {@code L} rows with two entries each, as differences have, run with the lanes along
 * the rows. Other rows run with the lanes along their entries, the few that leave a vector unfilled
 * one by one. Either way a gather, which takes one load for each lane, is only made where the
 * columns are not neighbours: a vector of them is loaded at once where they are.
 */
public final class SparseRows {
  /** 0, 1, 2, … */
  private static final IntVector STEPS = IntVector.zero(INTS).addIndex(1);

  /** The lanes 0, 2, 4, … of two vectors one after the other, and the lanes 1, 3, 5, … */
  private static final VectorShuffle<Float> EVEN = everySecond(FLOATS, 0);

  private static final VectorShuffle<Float> ODD = everySecond(FLOATS, 1);
  private static final VectorShuffle<Integer> EVEN_INTS = everySecond(INTS, 0);
  private static final VectorShuffle<Integer> ODD_INTS = everySecond(INTS, 1);

  private SparseRows() {}

  private static <E> VectorShuffle<E> everySecond(VectorSpecies<E> species, int first) {
    // An index below 0 takes from the second vector.
    return VectorShuffle.fromOp(
        species, i -> 2 * i + first < L ? 2 * i + first : 2 * i + first - 2 * L);
  }

  /**
   * Computes {@code y[i] = Σ values[k] · x[columnIndices[k]]} over the entries of some rows.
   *
   * @param from first row
   * @param to one past the last row
   * @param rowPointers first entry of each row, and one past the last row's last
   * @param columnIndices column of each entry, ascending within a row
   * @param values value of each entry
   * @param x one value for each column
   * @param y one value for each row; overwritten from {@code from} to {@code to}
   * @param lanes {@code L} floats to work in
   */
  public static void run(
      int from,
      int to,
      int[] rowPointers,
      int[] columnIndices,
      float[] values,
      float[] x,
      float[] y,
      float[] lanes) {
    int i = from;
    while (i < to) {
      i = pairs(i, to, rowPointers, columnIndices, values, x, y);
      for (int end = Math.min(to, i + L); i < end; i++) {
        y[i] = row(columnIndices, values, rowPointers[i], rowPointers[i + 1], x, lanes);
      }
    }
  }

  private static boolean areAllPairs(int[] rowPointers, int row) {
    return IntVector.fromArray(INTS, rowPointers, row + 1)
        .sub(STEPS)
        .sub(STEPS)
        .eq(rowPointers[row] + 2)
        .allTrue();
  }

  /**
   * Blocks of {@code L} rows of two entries each.
   *
   * @return the first row that is in no such block
   */
  private static int pairs(
      int from,
      int to,
      int[] rowPointers,
      int[] columnIndices,
      float[] values,
      float[] x,
      float[] y) {
    int i = from;
    for (; i <= to - L && areAllPairs(rowPointers, i); i += L) {
      int k = rowPointers[i];
      IntVector c0 = IntVector.fromArray(INTS, columnIndices, k);
      IntVector c1 = IntVector.fromArray(INTS, columnIndices, k + L);
      int even = columnIndices[k];
      int odd = columnIndices[k + 1];
      FloatVector xEven;
      FloatVector xOdd;
      if (c0.rearrange(EVEN_INTS, c1).sub(STEPS).eq(even).allTrue()
          && c0.rearrange(ODD_INTS, c1).sub(STEPS).eq(odd).allTrue()) {
        xEven = FloatVector.fromArray(FLOATS, x, even);
        xOdd = FloatVector.fromArray(FLOATS, x, odd);
      } else {
        FloatVector x0 = FloatVector.fromArray(FLOATS, x, 0, columnIndices, k);
        FloatVector x1 = FloatVector.fromArray(FLOATS, x, 0, columnIndices, k + L);
        xEven = x0.rearrange(EVEN, x1);
        xOdd = x0.rearrange(ODD, x1);
      }
      FloatVector v0 = FloatVector.fromArray(FLOATS, values, k);
      FloatVector v1 = FloatVector.fromArray(FLOATS, values, k + L);
      FloatVector first = v0.rearrange(EVEN, v1).fma(xEven, FloatVector.zero(FLOATS));
      v0.rearrange(ODD, v1).fma(xOdd, first).intoArray(y, i);
    }
    return i;
  }

  /** One row. */
  private static float row(
      int[] columnIndices, float[] values, int from, int to, float[] x, float[] lanes) {
    int k = from;
    float sum = 0;
    if (k <= to - L) {
      FloatVector sums = FloatVector.zero(FLOATS);
      for (; k <= to - L; k += L) {
        int column = columnIndices[k];
        FloatVector xs =
            columnIndices[k + L - 1] - column == L - 1
                ? FloatVector.fromArray(FLOATS, x, column)
                : FloatVector.fromArray(FLOATS, x, 0, columnIndices, k);
        sums = FloatVector.fromArray(FLOATS, values, k).fma(xs, sums);
      }
      sums.intoArray(lanes, 0);
      sum = Simd.sum(lanes, 0);
    }
    for (; k < to; k++) {
      sum = Math.fma(values[k], x[columnIndices[k]], sum);
    }
    return sum;
  }
}
