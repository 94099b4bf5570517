package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.INTS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.util.Arrays;
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
  /** Taps of a 2×2 window. */
  private static final int SQUARE = 4;

  /** From index {@code count} on: which lanes lie before the last {@code count}, as bits. */
  private static final int[] ENDS = new int[2 * L];

  static {
    Arrays.fill(ENDS, 0, L, -1);
  }

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
    boolean few = count < L && 2 * L <= runs * count && from < to;
    if (few && few(runs, count, x, xAt, xStep, offsets, from, to, y, yAt)) {
      return;
    }
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

  /**
   * Runs of fewer outputs than lanes, two vectors or more in all: what a vector writes too much,
   * the runs that follow write over. Those of the last runs end with them and leave what lies
   * before.
   *
   * @return false, the outputs written with something, if a value may be NaN
   */
  private static boolean few(
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
    int whole = runs - (L - 1) / count; // runs with a vector of outputs from their first one on
    boolean sure =
        to - from == SQUARE
            ? square(whole, count, x, xAt, xStep, offsets, from, y, yAt)
            : whole(whole, count, x, xAt, xStep, offsets, from, to, y, yAt);
    int left = runs - whole;
    int at = xAt + whole * xStep;
    return ends(left, count, x, at, xStep, offsets, from, to, y, yAt + whole * count) && sure;
  }

  /** The first runs, of four taps: without a loop over them, which takes as long as they do. */
  private static boolean square(
      int runs,
      int count,
      float[] x,
      int xAt,
      int xStep,
      int[] offsets,
      int from,
      float[] y,
      int yAt) {
    int offset0 = offsets[from];
    int offset1 = offsets[from + 1];
    int offset2 = offsets[from + 2];
    int offset3 = offsets[from + 3];
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int r = 0; r < runs; r++) {
      int at = xAt + r * xStep;
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, at + offset0);
      FloatVector x1 = FloatVector.fromArray(FLOATS, x, at + offset1);
      FloatVector x2 = FloatVector.fromArray(FLOATS, x, at + offset2);
      FloatVector x3 = FloatVector.fromArray(FLOATS, x, at + offset3);
      sum = sum.add(x0.add(x1).add(x2.add(x3)));
      IntVector i0 = x0.reinterpretAsInts();
      IntVector i1 = x1.reinterpretAsInts();
      IntVector i2 = x2.reinterpretAsInts();
      IntVector i3 = x3.reinterpretAsInts();
      IntVector most = i0.max(i1).max(i2.max(i3));
      IntVector least =
          i0.lanewise(VectorOperators.UMIN, i1)
              .lanewise(VectorOperators.UMIN, i2.lanewise(VectorOperators.UMIN, i3));
      most = most.blend(least, most.compare(VectorOperators.LT, 0));
      most.reinterpretAsFloats().intoArray(y, yAt + r * count);
    }
    return !sum.compare(VectorOperators.NE, sum).anyTrue();
  }

  /** The first runs, of any taps. */
  private static boolean whole(
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
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int r = 0; r < runs; r++) {
      int at = xAt + r * xStep;
      FloatVector first = FloatVector.fromArray(FLOATS, x, at + offsets[from]);
      sum = sum.add(first);
      IntVector most = first.reinterpretAsInts();
      IntVector least = most;
      for (int t = from + 1; t < to; t++) {
        FloatVector next = FloatVector.fromArray(FLOATS, x, at + offsets[t]);
        sum = sum.add(next);
        most = most.max(next.reinterpretAsInts());
        least = least.lanewise(VectorOperators.UMIN, next.reinterpretAsInts());
      }
      most = most.blend(least, most.compare(VectorOperators.LT, 0));
      most.reinterpretAsFloats().intoArray(y, yAt + r * count);
    }
    return !sum.compare(VectorOperators.NE, sum).anyTrue();
  }

  /** The last runs, by vectors that end with them. */
  private static boolean ends(
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
    IntVector kept = IntVector.fromArray(INTS, ENDS, count);
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int r = 0; r < runs; r++) {
      int at = xAt + r * xStep + count - L;
      FloatVector first = FloatVector.fromArray(FLOATS, x, at + offsets[from]);
      sum = sum.add(first);
      IntVector most = first.reinterpretAsInts();
      IntVector least = most;
      for (int t = from + 1; t < to; t++) {
        FloatVector next = FloatVector.fromArray(FLOATS, x, at + offsets[t]);
        sum = sum.add(next);
        most = most.max(next.reinterpretAsInts());
        least = least.lanewise(VectorOperators.UMIN, next.reinterpretAsInts());
      }
      most = most.blend(least, most.compare(VectorOperators.LT, 0));
      int result = yAt + (r + 1) * count - L;
      IntVector before = FloatVector.fromArray(FLOATS, y, result).reinterpretAsInts();
      most = most.lanewise(VectorOperators.BITWISE_BLEND, before, kept);
      most.reinterpretAsFloats().intoArray(y, result);
    }
    return !sum.compare(VectorOperators.NE, sum).anyTrue();
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
