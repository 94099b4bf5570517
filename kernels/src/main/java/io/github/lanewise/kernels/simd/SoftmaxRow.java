package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
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

  /** 1.5 · 2²³: added to a float, it leaves the nearest integer in the lowest bits. */
  private static final float ROUND = 12582912f;

  private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

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
    double sum = exponentials(x, at, count, max, y, at, lanes);
    ElementRuns.scale(count, (float) (1 / sum), y, at, y, at);
    return max + Math.log(sum);
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
    float logSum = (float) Math.log(exponentials(x, at, count, max, row, 0, lanes));
    int i = 0;
    for (; i <= count - L; i += L) {
      FloatVector.fromArray(FLOATS, x, at + i).sub(max).sub(logSum).intoArray(y, at + i);
    }
    for (; i < count; i++) {
      y[at + i] = x[at + i] - max - logSum;
    }
  }

  /** The largest value; NaN if one is. Of maxima the order does not matter, unlike of sums. */
  private static float max(float[] x, int at, int count) {
    float max = Float.NEGATIVE_INFINITY;
    int i = 0;
    if (count >= 4 * L) {
      FloatVector m0 = FloatVector.fromArray(FLOATS, x, at);
      FloatVector m1 = FloatVector.fromArray(FLOATS, x, at + L);
      FloatVector m2 = FloatVector.fromArray(FLOATS, x, at + 2 * L);
      FloatVector m3 = FloatVector.fromArray(FLOATS, x, at + 3 * L);
      for (i = 4 * L; i <= count - 4 * L; i += 4 * L) {
        m0 = m0.max(FloatVector.fromArray(FLOATS, x, at + i));
        m1 = m1.max(FloatVector.fromArray(FLOATS, x, at + i + L));
        m2 = m2.max(FloatVector.fromArray(FLOATS, x, at + i + 2 * L));
        m3 = m3.max(FloatVector.fromArray(FLOATS, x, at + i + 3 * L));
      }
      max = m0.max(m1).max(m2.max(m3)).reduceLanes(VectorOperators.MAX);
    }
    for (; i < count; i++) {
      max = Math.max(max, x[at + i]);
    }
    return max;
  }

  /** Stores the exponentials of {@code x − max} in {@code y} and returns their sum. */
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
  private static double vectors(
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
      FloatVector p = r.fma(0.0013932977f, 0.00836655f);
      p = p.fma(r, FloatVector.broadcast(FLOATS, 0.04166648f));
      p = p.fma(r, FloatVector.broadcast(FLOATS, 0.16666539f));
      p = p.fma(r, FloatVector.broadcast(FLOATS, 0.5f));
      p = p.fma(r.mul(r), r).add(1);
      // 2ⁿ in two factors, both normal, so that tiny results are rounded once.
      IntVector bits = rounded.reinterpretAsInts().sub(ROUND_BITS);
      IntVector half = bits.lanewise(VectorOperators.ASHR, 1);
      FloatVector first = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector second =
          bits.sub(half).add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector e = p.mul(first).mul(second);
      e.intoArray(y, yAt + i);
      FloatVector next = sum.add(e);
      FloatVector added = next.sub(sum);
      lost = lost.add(e.sub(added).add(sum.sub(next.sub(added))));
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
