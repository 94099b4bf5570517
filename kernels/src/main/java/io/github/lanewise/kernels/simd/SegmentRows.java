package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;

/**
 * The dot products of {@link DenseRows}, four rows at a time, over a memory segment: byte offsets
 * are longs, the loops count ints, because C2 handles long counters badly.
 */
public final class SegmentRows {
  /** Rows at a time. */
  public static final int ROWS = 4;

  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfFloat LITTLE_FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE);

  private SegmentRows() {}

  /**
   * Computes {@code y[i] = Σ a[i][j] · x[j]} for some rows.
   *
   * @param from first row
   * @param to one past the last row
   * @param columns columns of {@code a}
   * @param a matrix of little-endian floats, row-major
   * @param x {@code [columns]}
   * @param y one value for each row of {@code a}; overwritten from {@code from} to {@code to}
   * @param lanes {@code 5 L} floats to work in
   */
  public static void run(
      int from, int to, int columns, MemorySegment a, float[] x, float[] y, float[] lanes) {
    long rowBytes = (long) columns * Float.BYTES;
    int whole = columns - columns % L;
    for (int i = from; i < to; i += ROWS) {
      int rows = Math.min(ROWS, to - i);
      if (rows == ROWS) {
        four(whole, rowBytes, a, i * rowBytes, x, lanes);
      } else {
        for (int row = 0; row < rows; row++) {
          one(whole, a, (i + row) * rowBytes, x, lanes, row * L);
        }
      }
      DenseRows.sum(rows, lanes);
      for (int row = 0; row < rows; row++) {
        float sum = DenseRows.sumOf(row, lanes);
        y[i + row] = tail(whole, columns, a, (i + row) * rowBytes, x, sum);
      }
    }
  }

  private static void four(
      int columns, long rowBytes, MemorySegment a, long at0, float[] x, float[] lanes) {
    long at1 = at0 + rowBytes;
    long at2 = at1 + rowBytes;
    long at3 = at2 + rowBytes;
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    FloatVector a2 = FloatVector.zero(FLOATS);
    FloatVector a3 = FloatVector.zero(FLOATS);
    for (int j = 0; j < columns; j += L) {
      long now = (long) j * Float.BYTES;
      FloatVector v = FloatVector.fromArray(FLOATS, x, j);
      a0 = FloatVector.fromMemorySegment(FLOATS, a, at0 + now, LITTLE).fma(v, a0);
      a1 = FloatVector.fromMemorySegment(FLOATS, a, at1 + now, LITTLE).fma(v, a1);
      a2 = FloatVector.fromMemorySegment(FLOATS, a, at2 + now, LITTLE).fma(v, a2);
      a3 = FloatVector.fromMemorySegment(FLOATS, a, at3 + now, LITTLE).fma(v, a3);
    }
    a0.intoArray(lanes, 0);
    a1.intoArray(lanes, L);
    a2.intoArray(lanes, 2 * L);
    a3.intoArray(lanes, 3 * L);
  }

  private static void one(int columns, MemorySegment a, long at, float[] x, float[] lanes, int to) {
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int j = 0; j < columns; j += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, j);
      long now = at + (long) j * Float.BYTES;
      sum = FloatVector.fromMemorySegment(FLOATS, a, now, LITTLE).fma(v, sum);
    }
    sum.intoArray(lanes, to);
  }

  /** The columns that fill no vector. */
  private static float tail(int j, int columns, MemorySegment a, long at, float[] x, float sum) {
    for (; j < columns; j++) {
      sum = Math.fma(a.get(LITTLE_FLOAT, at + (long) j * Float.BYTES), x[j], sum);
    }
    return sum;
  }
}
