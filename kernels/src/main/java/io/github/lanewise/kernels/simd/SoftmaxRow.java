package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax of one row, in three passes: maximum, exponentials and their sum, quotients. Values that
 * fill no vector are copied into one that is filled up with −∞.
 *
 * <p>The exponential goes the way of Cephes' {@code expf} (Moshier 1992): {@code x = n · ln 2 + r}
 * with {@code |r| ≤ ln 2 / 2}, a polynomial for {@code exp(r)}, times {@code 2ⁿ}. {@code n · ln 2}
 * is taken off in two parts, the first short enough that its product is exact. The polynomial
 * {@code 1 + r + r² · p(r)} is a least-squares fit of relative error, its coefficients rounded one
 * after the other; evaluated in floats it is within 0.84 units in the last place.
 *
 * <p>Computed is {@code exp(−v)} of {@code v = max − x}: the bits of floats that are not negative
 * are in order as integers, whose minimum is one instruction, and that of floats is six.
 */
public final class SoftmaxRow {
  private static final float LOG2_E = 1.442695f;
  private static final float LN_2_HIGH = 355f / 512;
  private static final float LN_2_LOW = -2.1219444e-4f;

  /** What exponentials are multiplied by until the end: so none is below the normal numbers. */
  private static final int SCALE_BITS = 64;

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

  /** Vectors that are added up before what their sum rounds off is looked at. */
  private static final int BLOCK = 4;

  private SoftmaxRow() {}

  /**
   * Computes {@code y[c] = exp(x[c]) / Σ exp(x[d])} for one row.
   *
   * @param x input
   * @param y output, may be {@code x}; overwritten
   * @param at index of the row in both
   * @param count values of the row
   * @param lanes {@code 2 L} floats to work in
   * @param row {@code count} floats to work in
   * @return what {@link #logSum} wants
   */
  public static double run(float[] x, float[] y, int at, int count, float[] lanes, float[] row) {
    int whole = count - count % L;
    float max = max(x, at, whole, count, lanes);
    if (!Float.isFinite(max)) {
      Arrays.fill(y, at, at + count, Float.NaN);
      return Double.NaN;
    }
    double sum = exponentials(x, at, whole, max, row, 0, lanes);
    float factor = (float) (1 / sum);
    ElementRuns.scale(whole, factor, row, 0, y, at);
    for (int i = whole; i < count; i++) {
      y[at + i] = factor * lanes[L + i - whole];
    }
    lanes[0] = max;
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
   * Computes {@code y[c] = x[c] − log Σ exp(x[d])} for one row.
   *
   * @param x input
   * @param y output, may be {@code x}; overwritten
   * @param at index of the row in both
   * @param count values of the row
   * @param lanes {@code 2 L} floats to work in
   * @param row {@code count} floats to work in
   */
  public static void log(float[] x, float[] y, int at, int count, float[] lanes, float[] row) {
    int whole = count - count % L;
    float max = max(x, at, whole, count, lanes);
    if (!Float.isFinite(max)) {
      Arrays.fill(y, at, at + count, Float.NaN);
      return;
    }
    double sum = exponentials(x, at, whole, max, row, 0, lanes);
    float logSum = (float) Math.log(sum / SCALE);
    int i = 0;
    for (; i < whole; i += L) {
      FloatVector.fromArray(FLOATS, x, at + i).sub(max).sub(logSum).intoArray(y, at + i);
    }
    for (; i < count; i++) {
      y[at + i] = x[at + i] - max - logSum;
    }
  }

  /**
   * The largest value; NaN if one is. Copies those behind whole vectors to the last lanes.
   *
   * <p>As integers, floats are in order where none is negative, and in reverse where all are. So
   * the largest of a lane is its signed maximum unless that is negative, else its unsigned minimum;
   * and NaNs are beyond the infinities, at one end or the other.
   */
  private static float max(float[] x, int at, int whole, int count, float[] lanes) {
    int rest = count - whole;
    for (int i = 0; i < L; i++) {
      lanes[L + i] = i < rest ? x[at + whole + i] : Float.NEGATIVE_INFINITY;
    }
    FloatVector none = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    IntVector most = none.reinterpretAsInts();
    IntVector least = most;
    IntVector end = most;
    for (int i = 0; i < whole; i += L) {
      IntVector bits = FloatVector.fromArray(FLOATS, x, at + i).reinterpretAsInts();
      most = most.max(bits);
      least = least.lanewise(VectorOperators.UMIN, bits);
      end = end.lanewise(VectorOperators.UMAX, bits);
    }
    IntVector last = FloatVector.fromArray(FLOATS, lanes, L).reinterpretAsInts();
    most = most.max(last);
    least = least.lanewise(VectorOperators.UMIN, last);
    end = end.lanewise(VectorOperators.UMAX, last);
    FloatVector sum = most.reinterpretAsFloats().add(end.reinterpretAsFloats());
    if (sum.compare(VectorOperators.NE, sum).anyTrue()) {
      return exactMax(x, at, count);
    }
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
   * Stores the scaled exponentials of {@code x − max} in {@code y}, those of the last lanes there,
   * and returns the sum of all.
   */
  private static double exponentials(
      float[] x, int xAt, int whole, float max, float[] y, int yAt, float[] lanes) {
    Arrays.fill(lanes, 0, L, 0);
    vectors(x, xAt, whole, max, y, yAt, lanes);
    vectors(lanes, L, L, max, lanes, L, lanes);
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

  /**
   * Exponentials of whole vectors, added to the sums of the lanes. What is rounded off when a block
   * is added is summed, too (Knuth's TwoSum), else one large value among many small ones would
   * swallow them.
   */
  static void vectors(float[] x, int xAt, int count, float max, float[] y, int yAt, float[] lanes) {
    FloatVector sum = FloatVector.fromArray(FLOATS, lanes, 0);
    FloatVector lost = FloatVector.zero(FLOATS);
    FloatVector top = FloatVector.broadcast(FLOATS, max);
    int at = 0;
    for (; at <= count - BLOCK * L; at += BLOCK * L) {
      FloatVector block = FloatVector.zero(FLOATS);
      for (int i = 0; i < BLOCK * L; i += L) {
        FloatVector v = top.sub(FloatVector.fromArray(FLOATS, x, xAt + at + i));
        v = v.reinterpretAsInts().min(MOST).reinterpretAsFloats();
        FloatVector rounded = v.fma(-LOG2_E, ROUND);
        FloatVector n = rounded.sub(ROUND);
        FloatVector r = n.fma(FloatVector.broadcast(FLOATS, LN_2_HIGH), v);
        r = n.fma(FloatVector.broadcast(FLOATS, LN_2_LOW), r);
        FloatVector square = r.mul(r);
        FloatVector odd = r.fma(0.16666539f, -0.5f);
        FloatVector p = r.fma(0.00836655f, -0.04166648f);
        p = square.fma(FloatVector.broadcast(FLOATS, -0.0013932977f), p).fma(square, odd);
        p = FloatVector.broadcast(FLOATS, 1).sub(p.fma(square, r));
        IntVector power = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT);
        FloatVector e = p.reinterpretAsInts().add(power).reinterpretAsFloats();
        e.intoArray(y, yAt + at + i);
        block = block.add(e);
      }
      FloatVector next = sum.add(block);
      lost = lost.add(block.sub(next.sub(sum)));
      sum = next;
    }
    for (; at < count; at += L) {
      FloatVector v = top.sub(FloatVector.fromArray(FLOATS, x, xAt + at));
      v = v.reinterpretAsInts().min(MOST).reinterpretAsFloats();
      FloatVector rounded = v.fma(-LOG2_E, ROUND);
      FloatVector n = rounded.sub(ROUND);
      FloatVector r = n.fma(FloatVector.broadcast(FLOATS, LN_2_HIGH), v);
      r = n.fma(FloatVector.broadcast(FLOATS, LN_2_LOW), r);
      FloatVector square = r.mul(r);
      FloatVector odd = r.fma(0.16666539f, -0.5f);
      FloatVector p = r.fma(0.00836655f, -0.04166648f);
      p = square.fma(FloatVector.broadcast(FLOATS, -0.0013932977f), p).fma(square, odd);
      p = FloatVector.broadcast(FLOATS, 1).sub(p.fma(square, r));
      IntVector power = rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT);
      FloatVector e = p.reinterpretAsInts().add(power).reinterpretAsFloats();
      e.intoArray(y, yAt + at);
      FloatVector next = sum.add(e);
      lost = lost.add(e.sub(next.sub(sum)));
      sum = next;
    }
    sum.add(lost).intoArray(lanes, 0);
  }
}
