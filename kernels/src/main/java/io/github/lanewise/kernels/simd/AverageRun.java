package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Averages over the taps of a window, for runs of contiguous outputs. */
public final class AverageRun {
  /** Taps and outputs from which on a tap's values are read in one long run. */
  private static final int MANY_TAPS = 16;

  private static final int MANY_OUTPUTS = 8 * L;

  /** Outputs of a block, whose sums stay in the L1 cache. */
  private static final int BLOCK = 2048;

  private AverageRun() {}

  /**
   * Computes {@code y[yAt + r · count + i] = Σ x[xAt + r · xStep + i + offsets[t]] / divisor}.
   *
   * @param runs runs; the outputs of one follow those of another
   * @param count outputs of a run
   * @param x input
   * @param xAt index of the first output's value under an offset of 0
   * @param xStep distance in {@code x} from run to run
   * @param offsets offset in {@code x} of each tap
   * @param from first tap
   * @param to one past the last tap
   * @param divisor what the sums are divided by; a division, so that averages are rounded once
   * @param y output; overwritten
   * @param yAt index of the first output
   */
  public static void run(
      int runs,
      int count,
      float[] x,
      int xAt,
      int xStep,
      int[] offsets,
      int from,
      int to,
      float divisor,
      float[] y,
      int yAt) {
    for (int r = 0; r < runs; r++) {
      int at = xAt + r * xStep;
      if (to - from >= MANY_TAPS && count >= MANY_OUTPUTS) {
        many(count, x, at, offsets, from, to, divisor, y, yAt + r * count);
        continue;
      }
      run(count, x, at, offsets, from, to, divisor, y, yAt + r * count);
    }
  }

  private static void run(
      int count,
      float[] x,
      int xAt,
      int[] offsets,
      int from,
      int to,
      float divisor,
      float[] y,
      int yAt) {
    int i = 0;
    for (; i <= count - 4 * L; i += 4 * L) {
      four(x, xAt + i, offsets, from, to, divisor, y, yAt + i);
    }
    for (; i <= count - L; i += L) {
      one(x, xAt + i, offsets, from, to, divisor, y, yAt + i);
    }
    if (i < count) {
      tail(count - i, x, xAt + i, offsets, from, to, divisor, y, yAt + i);
    }
  }

  /**
   * Windows of many taps, as of global pooling: four taps at a time are added to sums that lie in
   * the L1 cache, so that memory is read in long runs.
   */
  private static void many(
      int count,
      float[] x,
      int xAt,
      int[] offsets,
      int from,
      int to,
      float divisor,
      float[] y,
      int yAt) {
    int whole = count - count % L;
    for (int first = 0; first < whole; first += BLOCK) {
      int length = Math.min(BLOCK, whole - first);
      Arrays.fill(y, yAt + first, yAt + first + length, 0);
      int t = from;
      for (; t <= to - 4; t += 4) {
        addFour(length, x, xAt + first, offsets, t, y, yAt + first);
      }
      for (; t < to; t++) {
        int at = xAt + first + offsets[t];
        ElementRuns.add(length, x, at, y, yAt + first, y, yAt + first);
      }
      divide(length, divisor, y, yAt + first);
    }
    if (whole < count) {
      tail(count - whole, x, xAt + whole, offsets, from, to, divisor, y, yAt + whole);
    }
  }

  private static void addFour(
      int count, float[] x, int xAt, int[] offsets, int t, float[] y, int yAt) {
    int x0 = xAt + offsets[t];
    int x1 = xAt + offsets[t + 1];
    int x2 = xAt + offsets[t + 2];
    int x3 = xAt + offsets[t + 3];
    for (int i = 0; i < count; i += L) {
      FloatVector sum = FloatVector.fromArray(FLOATS, y, yAt + i);
      sum = sum.add(FloatVector.fromArray(FLOATS, x, x0 + i));
      sum = sum.add(FloatVector.fromArray(FLOATS, x, x1 + i));
      sum = sum.add(FloatVector.fromArray(FLOATS, x, x2 + i));
      sum.add(FloatVector.fromArray(FLOATS, x, x3 + i)).intoArray(y, yAt + i);
    }
  }

  private static void divide(int count, float divisor, float[] y, int yAt) {
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(FLOATS, y, yAt + i).div(divisor).intoArray(y, yAt + i);
    }
  }

  private static void four(
      float[] x, int xAt, int[] offsets, int from, int to, float divisor, float[] y, int yAt) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    FloatVector a2 = FloatVector.zero(FLOATS);
    FloatVector a3 = FloatVector.zero(FLOATS);
    for (int t = from; t < to; t++) {
      int at = xAt + offsets[t];
      a0 = a0.add(FloatVector.fromArray(FLOATS, x, at));
      a1 = a1.add(FloatVector.fromArray(FLOATS, x, at + L));
      a2 = a2.add(FloatVector.fromArray(FLOATS, x, at + 2 * L));
      a3 = a3.add(FloatVector.fromArray(FLOATS, x, at + 3 * L));
    }
    a0.div(divisor).intoArray(y, yAt);
    a1.div(divisor).intoArray(y, yAt + L);
    a2.div(divisor).intoArray(y, yAt + 2 * L);
    a3.div(divisor).intoArray(y, yAt + 3 * L);
  }

  private static void one(
      float[] x, int xAt, int[] offsets, int from, int to, float divisor, float[] y, int yAt) {
    FloatVector a = FloatVector.zero(FLOATS);
    for (int t = from; t < to; t++) {
      a = a.add(FloatVector.fromArray(FLOATS, x, xAt + offsets[t]));
    }
    a.div(divisor).intoArray(y, yAt);
  }

  /** The outputs that fill no vector; a mask would stay an object in some compilations. */
  private static void tail(
      int count,
      float[] x,
      int xAt,
      int[] offsets,
      int from,
      int to,
      float divisor,
      float[] y,
      int yAt) {
    for (int i = 0; i < count; i++) {
      float sum = 0;
      for (int t = from; t < to; t++) {
        sum += x[xAt + i + offsets[t]];
      }
      y[yAt + i] = sum / divisor;
    }
  }
}
