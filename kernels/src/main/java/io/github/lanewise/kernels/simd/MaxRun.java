package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Maxima over the taps of a window, for runs of contiguous outputs.
 *
 * <p>The vector maximum of the Vector API is six instructions on x86, for the sake of NaN and −0.
 * Here floats are taken as integers, which are in order where none is negative, and in reverse
 * where all are: the largest is the signed maximum unless that is negative, else the unsigned
 * minimum. NaNs are beyond the infinities, at one end or the other; where there may be one, the
 * block is done again with care.
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
   * @param xStep distance in {@code x} from run to run, at least {@code count}
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
      if (count < L && L <= (runs - r) * count) {
        // What a whole vector writes too much, the runs that follow write over.
        one(x, at, offsets, from, to, y, yAt + r * count);
      } else {
        run(count, x, at, offsets, from, to, y, yAt + r * count);
      }
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
    IntVector most0 = FloatVector.fromArray(FLOATS, x, first).reinterpretAsInts();
    IntVector most1 = FloatVector.fromArray(FLOATS, x, first + L).reinterpretAsInts();
    IntVector most2 = FloatVector.fromArray(FLOATS, x, first + 2 * L).reinterpretAsInts();
    IntVector most3 = FloatVector.fromArray(FLOATS, x, first + 3 * L).reinterpretAsInts();
    IntVector least0 = most0;
    IntVector least1 = most1;
    IntVector least2 = most2;
    IntVector least3 = most3;
    IntVector end = most0.lanewise(VectorOperators.UMAX, most1);
    IntVector end2 = most2.lanewise(VectorOperators.UMAX, most3);
    for (int t = from + 1; t < to; t++) {
      int at = xAt + offsets[t];
      IntVector x0 = FloatVector.fromArray(FLOATS, x, at).reinterpretAsInts();
      most0 = most0.max(x0);
      least0 = least0.lanewise(VectorOperators.UMIN, x0);
      end = end.lanewise(VectorOperators.UMAX, x0);
      IntVector x1 = FloatVector.fromArray(FLOATS, x, at + L).reinterpretAsInts();
      most1 = most1.max(x1);
      least1 = least1.lanewise(VectorOperators.UMIN, x1);
      end = end.lanewise(VectorOperators.UMAX, x1);
      IntVector x2 = FloatVector.fromArray(FLOATS, x, at + 2 * L).reinterpretAsInts();
      most2 = most2.max(x2);
      least2 = least2.lanewise(VectorOperators.UMIN, x2);
      end2 = end2.lanewise(VectorOperators.UMAX, x2);
      IntVector x3 = FloatVector.fromArray(FLOATS, x, at + 3 * L).reinterpretAsInts();
      most3 = most3.max(x3);
      least3 = least3.lanewise(VectorOperators.UMIN, x3);
      end2 = end2.lanewise(VectorOperators.UMAX, x3);
    }
    FloatVector above = most0.max(most1).max(most2.max(most3)).reinterpretAsFloats();
    FloatVector below = end.lanewise(VectorOperators.UMAX, end2).reinterpretAsFloats();
    FloatVector sum = above.add(below);
    if (sum.compare(VectorOperators.NE, sum).anyTrue()) {
      return false;
    }
    most0 = most0.blend(least0, most0.compare(VectorOperators.LT, 0));
    most0.reinterpretAsFloats().intoArray(y, yAt);
    most1 = most1.blend(least1, most1.compare(VectorOperators.LT, 0));
    most1.reinterpretAsFloats().intoArray(y, yAt + L);
    most2 = most2.blend(least2, most2.compare(VectorOperators.LT, 0));
    most2.reinterpretAsFloats().intoArray(y, yAt + 2 * L);
    most3 = most3.blend(least3, most3.compare(VectorOperators.LT, 0));
    most3.reinterpretAsFloats().intoArray(y, yAt + 3 * L);
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
