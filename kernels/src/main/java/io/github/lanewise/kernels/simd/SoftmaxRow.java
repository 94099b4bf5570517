package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.INTS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax of rows, one after the other: exponentials, then their sum. The maximum of a row is found
 * on the way through the one before, its quotients on the way through the next. The last vector is
 * moved back to end with the row; a row that fills no vector is copied into one that is filled up
 * with −∞.
 *
 * <p>The exponential goes the way of Cephes' {@code expf} (Moshier 1992): {@code x = n · ln 2 + r}
 * with {@code |r| ≤ ln 2 / 2}, a polynomial for {@code exp(r)}, times {@code 2ⁿ}. {@code n · ln 2}
 * is taken off in two parts, the first short enough that its product is exact. The polynomial
 * {@code 1 + r + r² · p(r)} is a least-squares fit of relative error, its coefficients rounded one
 * after the other.
 *
 * <p>Computed is {@code exp(−v)} of {@code v = max − x}: the bits of floats that are not negative
 * are in order as integers, whose minimum is one instruction, and that of floats is six.
 */
public final class SoftmaxRow {
  private static final float LOG2_E = 1.442695f;
  private static final float LN_2_HIGH = 355f / 512;
  private static final float LN_2_LOW = -2.1219444e-4f;

  /*
   * exp(−r) = 1 − r + r² (1/2 + P3 r + r² (P4 + P5 r + P6 r²)). Its operations stand in both loops:
   * in a method of their own C2 did not inline them, and allocated the result.
   */
  private static final float P3 = -0.16666539f;
  private static final float P4 = 0.04166648f;
  private static final float P5 = -0.00836655f;
  private static final float P6 = 0.0013932977f;

  /** What exponentials are multiplied by until the end: so none is below the normal numbers. */
  static final int SCALE_BITS = 64;

  static final double SCALE = 0x1p64;

  /**
   * 1.5 · 2²³ and the scale: added to a float, it leaves the nearest integer and the scale's power
   * in the lowest bits; above those it has none that a shift by 23 would keep.
   */
  private static final float ROUND = 12582912f + SCALE_BITS;

  /** Where a float's exponent begins. */
  private static final int EXPONENT = 23;

  /** From here on every exponential of −v is rounded to 0: the bits of 104. */
  private static final int MOST = 0x42d0_0000;

  /** Where the extremes of the next row lie among the lanes, behind its sums and a short row. */
  private static final int MOST_AT = 2 * L;

  private static final int LEAST_AT = 3 * L;
  private static final int SUM_AT = 4 * L;

  /** Zeros, then ones in all bits: from {@code L − d} on, what blots out the first d lanes. */
  private static final int[] NEW_LANES = new int[2 * L];

  static {
    Arrays.fill(NEW_LANES, L, 2 * L, -1);
  }

  private SoftmaxRow() {}

  /**
   * Floats that {@link #run} and {@link #log} work in, besides {@code 5 L}.
   *
   * @param count values of a row
   * @return two rows
   */
  public static int workFloats(int count) {
    return 2 * Math.max(count, L);
  }

  /**
   * Computes {@code y[c] = exp(x[c]) / Σ exp(x[d])} for some rows.
   *
   * @param x input
   * @param y output, may be {@code x}; overwritten
   * @param from index of the first row in both
   * @param rows rows, one behind the other, at least 1
   * @param count values of a row
   * @param lanes {@code 5 L} floats to work in
   * @param work {@link #workFloats} to work in
   * @return what {@link #logSum} wants for the last row
   */
  public static double run(
      float[] x, float[] y, int from, int rows, int count, float[] lanes, float[] work) {
    if (count < L) {
      double sum = 0;
      for (int at = from; at < from + rows * count; at += count) {
        fill(x, at, count, lanes);
        sum = run(lanes, lanes, L, 1, L, lanes, work);
        System.arraycopy(lanes, L, y, at, count);
      }
      return sum;
    }
    extremes(x, from, count, lanes);
    double sum = 0;
    float factor = 0;
    boolean open = false; // whether the row before has no quotients yet
    int here = 0;
    int end = from + rows * count;
    for (int at = from; at < end; at += count) {
      int before = here;
      here = count - here;
      float max = max(x, at, count, lanes);
      if (Float.isFinite(max)) {
        float[] out = open ? y : null;
        int next = at + count < end ? at + count : at;
        exponentials(x, at, next, count, max, lanes, work, here, before, factor, out, at - count);
        sum = sum(work, here, count, lanes);
        factor = (float) (1 / sum);
        open = true;
        lanes[0] = max;
      } else {
        if (open) {
          scale(count, factor, work, before, y, at - count);
        }
        open = false;
        sum = Double.NaN;
        if (at + count < end) {
          extremes(x, at + count, count, lanes);
        }
        Arrays.fill(y, at, at + count, Float.NaN);
      }
    }
    if (open) {
      scale(count, factor, work, here, y, end - count);
    }
    return sum;
  }

  /**
   * The logarithm of the sum of the exponentials of a row.
   *
   * @param sum what {@link #run} returned
   * @param lanes what it worked in
   * @return {@code log Σ exp(x[d])}
   */
  public static double logSum(double sum, float[] lanes) {
    return lanes[0] + Math.log(sum / SCALE);
  }

  /**
   * Computes {@code y[c] = x[c] − log Σ exp(x[d])} for some rows.
   *
   * @param x input
   * @param y output, may be {@code x}; overwritten
   * @param from index of the first row in both
   * @param rows rows, one behind the other, at least 1
   * @param count values of a row
   * @param lanes {@code 5 L} floats to work in
   * @param work {@link #workFloats} to work in
   */
  public static void log(
      float[] x, float[] y, int from, int rows, int count, float[] lanes, float[] work) {
    int end = from + rows * count;
    if (count < L) {
      for (int at = from; at < end; at += count) {
        fill(x, at, count, lanes);
        log(lanes, lanes, L, 1, L, lanes, work);
        System.arraycopy(lanes, L, y, at, count);
      }
      return;
    }
    extremes(x, from, count, lanes);
    for (int at = from; at < end; at += count) {
      int next = at + count < end ? at + count : at;
      float max = max(x, at, count, lanes);
      if (Float.isFinite(max)) {
        exponentials(x, at, next, count, max, lanes, work, 0, 0, 0, null, 0);
        float logSum = (float) Math.log(sum(work, 0, count, lanes) / SCALE);
        subtract(count, max, logSum, x, y, at);
      } else {
        extremes(x, next, count, lanes);
        Arrays.fill(y, at, at + count, Float.NaN);
      }
    }
  }

  /** A row of fewer values than lanes, and −∞ behind them, in the second half of the lanes. */
  private static void fill(float[] x, int at, int count, float[] lanes) {
    Arrays.fill(lanes, L + count, 2 * L, Float.NEGATIVE_INFINITY);
    System.arraycopy(x, at, lanes, L, count);
  }

  /**
   * Stores what {@link #max} makes the largest value of.
   *
   * <p>As integers, floats are in order where none is negative, and in reverse where all are. So
   * the largest of a lane is its signed maximum unless that is negative, else its unsigned minimum.
   * A NaN makes one of the sum.
   */
  private static void extremes(float[] x, int at, int count, float[] lanes) {
    FloatVector sum = FloatVector.fromArray(FLOATS, x, at + count - L);
    IntVector most = sum.reinterpretAsInts();
    IntVector least = most;
    for (int i = 0; i <= count - L; i += L) {
      FloatVector value = FloatVector.fromArray(FLOATS, x, at + i);
      IntVector bits = value.reinterpretAsInts();
      most = most.max(bits);
      least = least.lanewise(VectorOperators.UMIN, bits);
      sum = sum.add(value);
    }
    most.reinterpretAsFloats().intoArray(lanes, MOST_AT);
    least.reinterpretAsFloats().intoArray(lanes, LEAST_AT);
    sum.intoArray(lanes, SUM_AT);
  }

  /** The largest value of a row whose extremes have been stored; NaN if one is. */
  private static float max(float[] x, int at, int count, float[] lanes) {
    FloatVector sum = FloatVector.fromArray(FLOATS, lanes, SUM_AT);
    if (sum.compare(VectorOperators.NE, sum).anyTrue()) {
      return exactMax(x, at, count);
    }
    IntVector most = FloatVector.fromArray(FLOATS, lanes, MOST_AT).reinterpretAsInts();
    IntVector least = FloatVector.fromArray(FLOATS, lanes, LEAST_AT).reinterpretAsInts();
    IntVector largest = most.blend(least, most.compare(VectorOperators.LT, 0));
    // Negative floats to negative integers in the same order, and back.
    int ordered =
        largest
            .lanewise(VectorOperators.ASHR, 31)
            .lanewise(VectorOperators.LSHR, 1)
            .lanewise(VectorOperators.XOR, largest)
            .reduceLanes(VectorOperators.MAX);
    return Float.intBitsToFloat(ordered ^ ((ordered >> 31) >>> 1));
  }

  /** The same one by one: with a NaN, or with infinities of both signs. */
  private static float exactMax(float[] x, int at, int count) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + count; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  /**
   * Stores the scaled exponentials of {@code x − max} of a row. On the way, as multiplications that
   * wait for each other leave time for it: the quotients of the row before, and the extremes of the
   * next.
   *
   * @param here where in {@code work} the exponentials go
   * @param before where in it those of the row before are
   * @param factor what they are multiplied by
   * @param out where their quotients go; null for none
   */
  private static void exponentials(
      float[] x,
      int at,
      int next,
      int count,
      float max,
      float[] lanes,
      float[] work,
      int here,
      int before,
      float factor,
      float[] out,
      int outAt) {
    int whole = count - count % L;
    wholeVectors(x, at, next, count, whole, max, lanes, work, here, before, factor, out, outAt);
    if (whole < count) {
      int last = count - L;
      exponentials(x, at + last, L, max, work, here + last);
      if (out != null) {
        FloatVector.fromArray(FLOATS, work, before + last).mul(factor).intoArray(out, outAt + last);
      }
    }
  }

  /** The same for whole vectors: a minimum in the loop would make C2 check ranges in it. */
  private static void wholeVectors(
      float[] x,
      int at,
      int next,
      int count,
      int whole,
      float max,
      float[] lanes,
      float[] work,
      int here,
      int before,
      float factor,
      float[] out,
      int outAt) {
    FloatVector top = FloatVector.broadcast(FLOATS, max);
    FloatVector sum = FloatVector.fromArray(FLOATS, x, next + count - L);
    IntVector most = sum.reinterpretAsInts();
    IntVector least = most;
    for (int i = 0; i < whole; i += L) {
      if (out != null) {
        FloatVector.fromArray(FLOATS, work, before + i).mul(factor).intoArray(out, outAt + i);
      }
      FloatVector value = FloatVector.fromArray(FLOATS, x, next + i);
      IntVector bits = value.reinterpretAsInts();
      most = most.max(bits);
      least = least.lanewise(VectorOperators.UMIN, bits);
      sum = sum.add(value);
      FloatVector v = top.sub(FloatVector.fromArray(FLOATS, x, at + i));
      v = v.reinterpretAsInts().min(MOST).reinterpretAsFloats();
      FloatVector rounded = v.fma(-LOG2_E, ROUND);
      FloatVector n = rounded.sub(ROUND);
      FloatVector r = n.fma(FloatVector.broadcast(FLOATS, LN_2_HIGH), v);
      r = n.fma(FloatVector.broadcast(FLOATS, LN_2_LOW), r);
      FloatVector square = r.mul(r);
      FloatVector odd = r.fma(P3, 0.5f);
      FloatVector p = r.fma(P5, P4);
      p = square.fma(FloatVector.broadcast(FLOATS, P6), p).fma(square, odd);
      p = p.fma(square, FloatVector.broadcast(FLOATS, 1).sub(r));
      IntVector power = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT);
      p.reinterpretAsInts().add(power).reinterpretAsFloats().intoArray(work, here + i);
    }
    most.reinterpretAsFloats().intoArray(lanes, MOST_AT);
    least.reinterpretAsFloats().intoArray(lanes, LEAST_AT);
    sum.intoArray(lanes, SUM_AT);
  }

  /** Stores the scaled exponentials of {@code x − max} of whole vectors. */
  static void exponentials(float[] x, int xAt, int count, float max, float[] y, int yAt) {
    FloatVector top = FloatVector.broadcast(FLOATS, max);
    for (int i = 0; i < count; i += L) {
      FloatVector v = top.sub(FloatVector.fromArray(FLOATS, x, xAt + i));
      v = v.reinterpretAsInts().min(MOST).reinterpretAsFloats();
      FloatVector rounded = v.fma(-LOG2_E, ROUND);
      FloatVector n = rounded.sub(ROUND);
      FloatVector r = n.fma(FloatVector.broadcast(FLOATS, LN_2_HIGH), v);
      r = n.fma(FloatVector.broadcast(FLOATS, LN_2_LOW), r);
      FloatVector square = r.mul(r);
      FloatVector odd = r.fma(P3, 0.5f);
      FloatVector p = r.fma(P5, P4);
      p = square.fma(FloatVector.broadcast(FLOATS, P6), p).fma(square, odd);
      p = p.fma(square, FloatVector.broadcast(FLOATS, 1).sub(r));
      IntVector power = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT);
      p.reinterpretAsInts().add(power).reinterpretAsFloats().intoArray(y, yAt + i);
    }
  }

  /**
   * Stores the sums by lane of a row in {@code lanes}, from {@code lanesAt} on. What is rounded off
   * when a block is added is summed, too (Knuth's TwoSum), else one large value among many small
   * ones would swallow them.
   *
   * @param start index of the row
   * @param count values, at least {@code L}
   */
  static void sums(float[] row, int start, int count, float[] lanes, int lanesAt) {
    FloatVector sum = FloatVector.zero(FLOATS);
    FloatVector lost = FloatVector.zero(FLOATS);
    int at = 0;
    for (; at <= count - 4 * L; at += 4 * L) {
      FloatVector left = FloatVector.fromArray(FLOATS, row, start + at);
      left = left.add(FloatVector.fromArray(FLOATS, row, start + at + L));
      FloatVector right = FloatVector.fromArray(FLOATS, row, start + at + 2 * L);
      right = right.add(FloatVector.fromArray(FLOATS, row, start + at + 3 * L));
      FloatVector block = left.add(right);
      FloatVector next = sum.add(block);
      lost = lost.add(block.sub(next.sub(sum)));
      sum = next;
    }
    for (; at < count; at += L) {
      int from = Math.min(at, count - L);
      IntVector bits = FloatVector.fromArray(FLOATS, row, start + from).reinterpretAsInts();
      bits = bits.and(IntVector.fromArray(INTS, NEW_LANES, L - at + from));
      FloatVector block = bits.reinterpretAsFloats();
      FloatVector next = sum.add(block);
      lost = lost.add(block.sub(next.sub(sum)));
      sum = next;
    }
    sum.add(lost).intoArray(lanes, lanesAt);
  }

  /** The sum of a row. */
  private static double sum(float[] row, int start, int count, float[] lanes) {
    sums(row, start, count, lanes, 0);
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int i = 0; i < L; i += 4) {
      s0 += lanes[i];
      s1 += lanes[i + 1];
      s2 += lanes[i + 2];
      s3 += lanes[i + 3];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** Multiplies a row by a factor. */
  private static void scale(int count, float factor, float[] row, int start, float[] y, int at) {
    for (int i = 0; i <= count - L; i += L) {
      FloatVector.fromArray(FLOATS, row, start + i).mul(factor).intoArray(y, at + i);
    }
    int last = count - L;
    FloatVector.fromArray(FLOATS, row, start + last).mul(factor).intoArray(y, at + last);
  }

  /** Subtracts two numbers from a row, which may be overwritten by the result. */
  private static void subtract(int count, float first, float second, float[] x, float[] y, int at) {
    int last = at + count - L;
    FloatVector end = FloatVector.fromArray(FLOATS, x, last).sub(first).sub(second);
    for (int i = 0; i <= count - L; i += L) {
      FloatVector.fromArray(FLOATS, x, at + i).sub(first).sub(second).intoArray(y, at + i);
    }
    end.intoArray(y, last);
  }
}
