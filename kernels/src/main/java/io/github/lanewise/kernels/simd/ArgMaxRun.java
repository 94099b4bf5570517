package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.INTS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link MaxRun} that also remembers where each maximum was found. */
public final class ArgMaxRun {
  private ArgMaxRun() {}

  /**
   * Computes {@code y[yAt + r · count + i] = max x[xAt + r · xStep + i + offsets[t]]} and the index
   * in {@code x} where it was first found; of NaNs, where the last was.
   *
   * @param runs runs; the outputs of one follow those of another
   * @param count outputs of a run
   * @param x input
   * @param xAt index of the first output's value under an offset of 0
   * @param xStep distance in {@code x} from run to run, at least {@code count}
   * @param offsets offset in {@code x} of each tap
   * @param from first tap
   * @param to one past the last tap; without any the outputs are −∞ and the indices −1
   * @param y output; overwritten
   * @param yAt index of the first output
   * @param argmax index in {@code x} of each maximum, laid out as {@code y}; overwritten
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
      int yAt,
      int[] argmax) {
    int done = 0;
    if (to - from == 4 && runs * count >= L) {
      done = Math.max(0, runs - (L - 1) / count); // the others end less than a vector behind
      windows(done, count, x, xAt, xStep, offsets, from, y, yAt, argmax);
    }
    for (int r = done; r < runs; r++) {
      int at = xAt + r * xStep;
      if (done > 0 && L <= (r + 1) * count) {
        last(count, x, at, offsets, from, to, y, yAt + r * count, argmax);
      } else if (count < L && from < to && L <= (runs - r) * count) {
        // What a whole vector writes too much, the runs that follow write over.
        one(x, at, offsets, from, to, y, yAt + r * count, argmax);
      } else {
        run(count, x, at, offsets, from, to, y, yAt + r * count, argmax);
      }
    }
  }

  /**
   * Windows of four taps, the usual size: their offsets in variables, and no loop over them. What a
   * whole vector writes too much of runs shorter than itself, those that follow write over.
   */
  private static void windows(
      int runs,
      int count,
      float[] x,
      int xAt,
      int xStep,
      int[] offsets,
      int from,
      float[] y,
      int yAt,
      int[] argmax) {
    int offset0 = offsets[from];
    int offset1 = offsets[from + 1];
    int offset2 = offsets[from + 2];
    int offset3 = offsets[from + 3];
    int last = Math.max(0, count - L); // the last vector ends with the outputs
    for (int r = 0; r < runs; r++) {
      for (int i = 0; i < count; i += L) {
        int at = xAt + r * xStep + Math.min(i, last);
        int to = yAt + r * count + Math.min(i, last);
        FloatVector max = FloatVector.fromArray(FLOATS, x, at + offset0);
        IntVector where = IntVector.broadcast(INTS, at + offset0);
        FloatVector x1 = FloatVector.fromArray(FLOATS, x, at + offset1);
        VectorMask<Float> wins1 =
            max.compare(VectorOperators.LT, x1).or(x1.compare(VectorOperators.NE, x1));
        max = max.blend(x1, wins1);
        where = where.blend(at + offset1, wins1.cast(INTS));
        FloatVector x2 = FloatVector.fromArray(FLOATS, x, at + offset2);
        VectorMask<Float> wins2 =
            max.compare(VectorOperators.LT, x2).or(x2.compare(VectorOperators.NE, x2));
        max = max.blend(x2, wins2);
        where = where.blend(at + offset2, wins2.cast(INTS));
        FloatVector x3 = FloatVector.fromArray(FLOATS, x, at + offset3);
        VectorMask<Float> wins3 =
            max.compare(VectorOperators.LT, x3).or(x3.compare(VectorOperators.NE, x3));
        max = max.blend(x3, wins3);
        where = where.blend(at + offset3, wins3.cast(INTS));
        max.intoArray(y, to);
        where.addIndex(1).intoArray(argmax, to);
      }
    }
  }

  /**
   * A run shorter than a vector that nothing may be written behind: the vector ends with it, and in
   * front of it leaves what is there.
   */
  private static void last(
      int count,
      float[] x,
      int xAt,
      int[] offsets,
      int from,
      int to,
      float[] y,
      int yAt,
      int[] argmax) {
    int at = xAt + count - L;
    FloatVector max = FloatVector.fromArray(FLOATS, x, at + offsets[from]);
    IntVector where = IntVector.broadcast(INTS, at + offsets[from]);
    for (int t = from + 1; t < to; t++) {
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, at + offsets[t]);
      VectorMask<Float> wins =
          max.compare(VectorOperators.LT, x0).or(x0.compare(VectorOperators.NE, x0));
      max = max.blend(x0, wins);
      where = where.blend(at + offsets[t], wins.cast(INTS));
    }
    VectorMask<Integer> own =
        IntVector.zero(INTS).addIndex(1).compare(VectorOperators.GE, L - count);
    int end = yAt + count - L;
    FloatVector.fromArray(FLOATS, y, end).blend(max, own.cast(FLOATS)).intoArray(y, end);
    IntVector.fromArray(INTS, argmax, end).blend(where.addIndex(1), own).intoArray(argmax, end);
  }

  private static void run(
      int count,
      float[] x,
      int xAt,
      int[] offsets,
      int from,
      int to,
      float[] y,
      int yAt,
      int[] argmax) {
    if (count < L || from == to) {
      few(count, x, xAt, offsets, from, to, y, yAt, argmax);
      return;
    }
    for (int i = 0; i < count; i += L) {
      int at = Math.min(i, count - L); // the last vector ends with the outputs
      one(x, xAt + at, offsets, from, to, y, yAt + at, argmax);
    }
  }

  private static void one(
      float[] x, int xAt, int[] offsets, int from, int to, float[] y, int yAt, int[] argmax) {
    FloatVector max = FloatVector.fromArray(FLOATS, x, xAt + offsets[from]);
    IntVector where = IntVector.broadcast(INTS, xAt + offsets[from]);
    for (int t = from + 1; t < to; t++) {
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, xAt + offsets[t]);
      VectorMask<Float> wins =
          max.compare(VectorOperators.LT, x0).or(x0.compare(VectorOperators.NE, x0));
      max = max.blend(x0, wins);
      where = where.blend(xAt + offsets[t], wins.cast(INTS));
    }
    max.intoArray(y, yAt);
    where.addIndex(1).intoArray(argmax, yAt);
  }

  /** Fewer outputs than a vector has lanes, or windows without taps. */
  private static void few(
      int count,
      float[] x,
      int xAt,
      int[] offsets,
      int from,
      int to,
      float[] y,
      int yAt,
      int[] argmax) {
    for (int i = 0; i < count; i++) {
      float max = Float.NEGATIVE_INFINITY;
      int where = from < to ? xAt + offsets[from] + i : -1;
      for (int t = from; t < to; t++) {
        float value = x[xAt + i + offsets[t]];
        if (max < value || Float.isNaN(value)) {
          max = value;
          where = xAt + i + offsets[t];
        }
      }
      y[yAt + i] = max;
      argmax[yAt + i] = where;
    }
  }
}
