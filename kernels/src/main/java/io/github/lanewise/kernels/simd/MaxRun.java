package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Maxima over the taps of a window, for runs of contiguous outputs.
 *
 * <p>The vector maximum of the Vector API is six instructions on x86, for the sake of NaN and −0. A
 * compare and a blend are two, but lose NaN; so sums are kept beside them, which are NaN if any
 * value is, and then, or for ∞ − ∞, the block is done again with care.
 */
public final class MaxRun {
  private MaxRun() {}

  /**
   * Computes {@code y[yAt + r · count + i] = max x[xAt + r · xStep + i + offsets[t]]}; NaN if one
   * of them is.
   *
   * @param runs runs; the outputs of one follow those of another
   * @param count outputs of a run
   * @param x input
   * @param xAt index of the first output's value under an offset of 0
   * @param xStep distance in {@code x} from run to run
   * @param offsets offset in {@code x} of each tap
   * @param from first tap
   * @param to one past the last tap; without any the outputs are −∞
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
      float[] y,
      int yAt) {
    for (int r = 0; r < runs; r++) {
      int at = xAt + r * xStep;
      run(count, x, at, offsets, from, to, y, yAt + r * count);
    }
  }

  private static void run(
      int count, float[] x, int xAt, int[] offsets, int from, int to, float[] y, int yAt) {
    int i = 0;
    if (from < to) {
      for (; i <= count - 4 * L; i += 4 * L) {
        if (!four(x, xAt + i, offsets, from, to, y, yAt + i)) {
          for (int j = i; j < i + 4 * L; j += L) {
            one(x, xAt + j, offsets, from, to, y, yAt + j);
          }
        }
      }
    }
    for (; i <= count - L; i += L) {
      one(x, xAt + i, offsets, from, to, y, yAt + i);
    }
    if (i < count) {
      tail(count - i, x, xAt + i, offsets, from, to, y, yAt + i);
    }
  }

  /** Four vectors of outputs; false, and nothing stored, if a value may be NaN. */
  private static boolean four(
      float[] x, int xAt, int[] offsets, int from, int to, float[] y, int yAt) {
    int first = xAt + offsets[from];
    FloatVector a0 = FloatVector.fromArray(FLOATS, x, first);
    FloatVector a1 = FloatVector.fromArray(FLOATS, x, first + L);
    FloatVector a2 = FloatVector.fromArray(FLOATS, x, first + 2 * L);
    FloatVector a3 = FloatVector.fromArray(FLOATS, x, first + 3 * L);
    FloatVector s0 = a0;
    FloatVector s1 = a1;
    FloatVector s2 = a2;
    FloatVector s3 = a3;
    for (int t = from + 1; t < to; t++) {
      int at = xAt + offsets[t];
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, at);
      FloatVector x1 = FloatVector.fromArray(FLOATS, x, at + L);
      FloatVector x2 = FloatVector.fromArray(FLOATS, x, at + 2 * L);
      FloatVector x3 = FloatVector.fromArray(FLOATS, x, at + 3 * L);
      s0 = s0.add(x0);
      s1 = s1.add(x1);
      s2 = s2.add(x2);
      s3 = s3.add(x3);
      a0 = a0.blend(x0, a0.compare(VectorOperators.LT, x0));
      a1 = a1.blend(x1, a1.compare(VectorOperators.LT, x1));
      a2 = a2.blend(x2, a2.compare(VectorOperators.LT, x2));
      a3 = a3.blend(x3, a3.compare(VectorOperators.LT, x3));
    }
    FloatVector sum = s0.add(s1).add(s2.add(s3));
    if (sum.compare(VectorOperators.NE, sum).anyTrue()) {
      return false;
    }
    a0.intoArray(y, yAt);
    a1.intoArray(y, yAt + L);
    a2.intoArray(y, yAt + 2 * L);
    a3.intoArray(y, yAt + 3 * L);
    return true;
  }

  /** One vector of outputs: a value wins if it is larger or NaN. */
  private static void one(float[] x, int xAt, int[] offsets, int from, int to, float[] y, int yAt) {
    FloatVector a = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    for (int t = from; t < to; t++) {
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, xAt + offsets[t]);
      VectorMask<Float> wins =
          a.compare(VectorOperators.LT, x0).or(x0.compare(VectorOperators.NE, x0));
      a = a.blend(x0, wins);
    }
    a.intoArray(y, yAt);
  }

  /** The outputs that fill no vector; a mask would stay an object in some compilations. */
  private static void tail(
      int count, float[] x, int xAt, int[] offsets, int from, int to, float[] y, int yAt) {
    for (int i = 0; i < count; i++) {
      float best = Float.NEGATIVE_INFINITY;
      for (int t = from; t < to; t++) {
        float value = x[xAt + i + offsets[t]];
        best = best < value || Float.isNaN(value) ? value : best;
      }
      y[yAt + i] = best;
    }
  }
}
