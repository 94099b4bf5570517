package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax of one row, in three passes: maximum, exponentials and their sum, quotients.
 *
 * <p>The exponential goes the way of Cephes' {@code expf} (Moshier 1992): {@code x = n · ln 2 + r}
 * with {@code |r| ≤ ln 2 / 2}, a polynomial for {@code exp(r)}, times {@code 2ⁿ}. {@code n · ln 2}
 * is taken off in two parts, the first short enough that its product is exact. The polynomial
 * {@code 1 + r + r² · p(r)} is a least-squares fit of relative error, its coefficients rounded one
 * after the other; evaluated in floats it is within 0.84 units in the last place.
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

  /** Below this every exponential is rounded to 0. */
  private static final float LEAST = -104f;

  private SoftmaxRow() {}

  /**
   * Computes {@code y[c] = exp(x[c]) / Σ exp(x[d])} for one row.
   *
   * @param x input
   * @param y output, may be {@code x}; overwritten
   * @param at index of the row in both
   * @param count values of the row
   * @param lanes {@code 3 L} floats to work in
   * @return {@code log Σ exp(x[d])}
   */
  public static double run(float[] x, float[] y, int at, int count, float[] lanes) {
    float max = max(x, at, count);
    if (!Float.isFinite(max)) {
      Arrays.fill(y, at, at + count, Float.NaN);
      return Double.NaN;
    }
    double sum = exponentials(x, at, count, max, y, at, lanes);
    ElementRuns.scale(count, (float) (1 / sum), y, at, y, at);
    return max + Math.log(sum / SCALE);
  }

  /**
   * Computes {@code y[c] = x[c] − log Σ exp(x[d])} for one row.
   *
   * @param x input
   * @param y output, may be {@code x}; overwritten
   * @param at index of the row in both
   * @param count values of the row
   * @param lanes {@code 3 L} floats to work in
   * @param row {@code count} floats to work in
   */
  public static void log(float[] x, float[] y, int at, int count, float[] lanes, float[] row) {
    float max = max(x, at, count);
    if (!Float.isFinite(max)) {
      Arrays.fill(y, at, at + count, Float.NaN);
      return;
    }
    double sum = exponentials(x, at, count, max, row, 0, lanes);
    float logSum = (float) Math.log(sum / SCALE);
    int i = 0;
    for (; i <= count - L; i += L) {
      FloatVector.fromArray(FLOATS, x, at + i).sub(max).sub(logSum).intoArray(y, at + i);
    }
    for (; i < count; i++) {
      y[at + i] = x[at + i] - max - logSum;
    }
  }

  /**
   * The largest value; NaN if one is. A compare and a blend are faster than the vector maximum but
   * lose NaN, which the sum does not.
   */
  private static float max(float[] x, int at, int count) {
    float max = Float.NEGATIVE_INFINITY;
    float sum = 0;
    int i = 0;
    if (count >= 2 * L) {
      FloatVector m0 = FloatVector.fromArray(FLOATS, x, at);
      FloatVector m1 = FloatVector.fromArray(FLOATS, x, at + L);
      FloatVector s0 = m0;
      FloatVector s1 = m1;
      for (i = 2 * L; i <= count - 2 * L; i += 2 * L) {
        FloatVector x0 = FloatVector.fromArray(FLOATS, x, at + i);
        FloatVector x1 = FloatVector.fromArray(FLOATS, x, at + i + L);
        s0 = s0.add(x0);
        s1 = s1.add(x1);
        m0 = m0.blend(x0, m0.compare(VectorOperators.LT, x0));
        m1 = m1.blend(x1, m1.compare(VectorOperators.LT, x1));
      }
      max = m0.max(m1).reduceLanes(VectorOperators.MAX);
      sum = s0.add(s1).reduceLanes(VectorOperators.ADD);
    }
    for (; i < count; i++) {
      max = Math.max(max, x[at + i]);
    }
    return Float.isNaN(sum) ? exactMax(x, at, count) : max;
  }

  /** The same one by one: with a NaN, or with infinities of both signs. */
  private static float exactMax(float[] x, int at, int count) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + count; i++) {
      max = Math.max(max, x[i]);
    }
    return max;
  }

  /** Stores the scaled exponentials of {@code x − max} in {@code y} and returns their sum. */
  private static double exponentials(
      float[] x, int xAt, int count, float max, float[] y, int yAt, float[] lanes) {
    int rest = count % L;
    double sum = rest < count ? vectors(x, xAt, count - rest, max, y, yAt, lanes) : 0;
    if (rest > 0) {
      // The values that fill no vector, filled up with −∞.
      System.arraycopy(x, xAt + count - rest, lanes, 2 * L, rest);
      Arrays.fill(lanes, 2 * L + rest, 3 * L, Float.NEGATIVE_INFINITY);
      sum += vectors(lanes, 2 * L, L, max, lanes, 2 * L, lanes);
      System.arraycopy(lanes, 2 * L, y, yAt + count - rest, rest);
    }
    return sum;
  }

  /**
   * Exponentials of whole vectors. What each lane's sum rounds off is summed, too (Knuth's TwoSum),
   * else one large value among many small ones would swallow them.
   */
  static double vectors(
      float[] x, int xAt, int count, float max, float[] y, int yAt, float[] lanes) {
    FloatVector sum = FloatVector.zero(FLOATS);
    FloatVector lost = FloatVector.zero(FLOATS);
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i).sub(max);
      v = v.blend(LEAST, v.compare(VectorOperators.LT, LEAST));
      FloatVector rounded = v.fma(LOG2_E, ROUND);
      FloatVector n = rounded.sub(ROUND);
      FloatVector r = n.fma(FloatVector.broadcast(FLOATS, -LN_2_HIGH), v);
      r = n.fma(FloatVector.broadcast(FLOATS, -LN_2_LOW), r);
      FloatVector square = r.mul(r);
      FloatVector odd = r.fma(0.16666539f, 0.5f);
      FloatVector p = r.fma(0.00836655f, 0.04166648f);
      p = square.fma(FloatVector.broadcast(FLOATS, 0.0013932977f), p).fma(square, odd);
      p = p.fma(square, r).add(1);
      FloatVector e =
          p.reinterpretAsInts()
              .add(rounded.reinterpretAsInts().lanewise(VectorOperators.LSHL, EXPONENT))
              .reinterpretAsFloats();
      e.intoArray(y, yAt + i);
      FloatVector next = sum.add(e);
      lost = lost.add(e.sub(next.sub(sum)));
      sum = next;
    }
    sum.intoArray(lanes, 0);
    lost.intoArray(lanes, L);
    double total = 0;
    for (int lane = 0; lane < L; lane++) {
      total += (double) lanes[lane] + lanes[L + lane];
    }
    return total;
  }
}
