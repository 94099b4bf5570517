package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/** Averages over the taps of a window, for runs of contiguous outputs. */
public final class AverageRun {
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
