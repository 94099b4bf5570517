package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;

/**
 * {@link DenseRows} over a memory segment: byte offsets are longs, the loops count ints, because C2
 * handles long counters badly.
 */
public final class SegmentRows {
  private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
  private static final ValueLayout.OfFloat LITTLE_FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE);
  private static final long VECTOR_BYTES = (long) L * Float.BYTES;

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
   * @param lanes {@code 4 L} floats to work in
   */
  public static void run(
      int from, int to, int columns, MemorySegment a, float[] x, float[] y, float[] lanes) {
    long rowBytes = (long) columns * Float.BYTES;
    int i = from;
    for (; i <= to - 4; i += 4) {
      four(columns, a, i * rowBytes, x, y, i, lanes);
    }
    for (; i < to; i++) {
      y[i] = one(columns, a, i * rowBytes, x, lanes);
    }
  }

  private static void four(
      int columns, MemorySegment a, long at0, float[] x, float[] y, int yAt, float[] lanes) {
    long at1 = at0 + (long) columns * Float.BYTES;
    long at2 = at1 + (long) columns * Float.BYTES;
    long at3 = at2 + (long) columns * Float.BYTES;
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
      long now = (long) j * Float.BYTES;
      long next = now + VECTOR_BYTES;
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, j);
      FloatVector x1 = FloatVector.fromArray(FLOATS, x, j + L);
      a00 = FloatVector.fromMemorySegment(FLOATS, a, at0 + now, LITTLE).fma(x0, a00);
      a01 = FloatVector.fromMemorySegment(FLOATS, a, at0 + next, LITTLE).fma(x1, a01);
      a10 = FloatVector.fromMemorySegment(FLOATS, a, at1 + now, LITTLE).fma(x0, a10);
      a11 = FloatVector.fromMemorySegment(FLOATS, a, at1 + next, LITTLE).fma(x1, a11);
      a20 = FloatVector.fromMemorySegment(FLOATS, a, at2 + now, LITTLE).fma(x0, a20);
      a21 = FloatVector.fromMemorySegment(FLOATS, a, at2 + next, LITTLE).fma(x1, a21);
      a30 = FloatVector.fromMemorySegment(FLOATS, a, at3 + now, LITTLE).fma(x0, a30);
      a31 = FloatVector.fromMemorySegment(FLOATS, a, at3 + next, LITTLE).fma(x1, a31);
    }
    if (j <= columns - L) {
      long now = (long) j * Float.BYTES;
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, j);
      a00 = FloatVector.fromMemorySegment(FLOATS, a, at0 + now, LITTLE).fma(x0, a00);
      a10 = FloatVector.fromMemorySegment(FLOATS, a, at1 + now, LITTLE).fma(x0, a10);
      a20 = FloatVector.fromMemorySegment(FLOATS, a, at2 + now, LITTLE).fma(x0, a20);
      a30 = FloatVector.fromMemorySegment(FLOATS, a, at3 + now, LITTLE).fma(x0, a30);
      j += L;
    }
    a00.add(a01).intoArray(lanes, 0);
    a10.add(a11).intoArray(lanes, L);
    a20.add(a21).intoArray(lanes, 2 * L);
    a30.add(a31).intoArray(lanes, 3 * L);
    y[yAt] = tail(j, columns, a, at0, x, Simd.sum(lanes, 0));
    y[yAt + 1] = tail(j, columns, a, at1, x, Simd.sum(lanes, L));
    y[yAt + 2] = tail(j, columns, a, at2, x, Simd.sum(lanes, 2 * L));
    y[yAt + 3] = tail(j, columns, a, at3, x, Simd.sum(lanes, 3 * L));
  }

  private static float one(int columns, MemorySegment a, long at, float[] x, float[] lanes) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    int j = 0;
    for (; j <= columns - 2 * L; j += 2 * L) {
      long now = at + (long) j * Float.BYTES;
      long next = now + VECTOR_BYTES;
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, j);
      FloatVector x1 = FloatVector.fromArray(FLOATS, x, j + L);
      a0 = FloatVector.fromMemorySegment(FLOATS, a, now, LITTLE).fma(x0, a0);
      a1 = FloatVector.fromMemorySegment(FLOATS, a, next, LITTLE).fma(x1, a1);
    }
    if (j <= columns - L) {
      long now = at + (long) j * Float.BYTES;
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, j);
      a0 = FloatVector.fromMemorySegment(FLOATS, a, now, LITTLE).fma(x0, a0);
      j += L;
    }
    a0.add(a1).intoArray(lanes, 0);
    return tail(j, columns, a, at, x, Simd.sum(lanes, 0));
  }

  /** The columns that fill no vector. */
  private static float tail(int j, int columns, MemorySegment a, long at, float[] x, float sum) {
    for (; j < columns; j++) {
      sum = Math.fma(a.get(LITTLE_FLOAT, at + (long) j * Float.BYTES), x[j], sum);
    }
    return sum;
  }
}
