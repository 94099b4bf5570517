package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Exponentials, passes like those of {@link ActivationRuns}. The two have the same polynomial, for
 * a method of its own may be compiled by itself before they are, and its vectors then stay objects.
 */
public final class ExponentialRuns {
  private static final float LOG2_E = 1.442695f;

  /** log 2 in two parts, of which the first has so few digits that its multiples are exact. */
  static final float LN_2_HIGH = 355f / 512;

  static final float LN_2_LOW = -2.1219444e-4f;

  /** 1.5 · 2²³: added to a float, it leaves the nearest integer in the lowest bits. */
  static final float ROUND = 12582912f;

  private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

  /** Below this exponentials are taken for 0: of this 2ⁿ is still a normal number. */
  private static final float LEAST = -87;

  /** From here to {@link #HIGHEST} exponentials are neither 0 nor infinite. */
  private static final float LOWEST = -104;

  private static final float HIGHEST = 89;

  private ExponentialRuns() {}

  /**
   * Computes {@code v = exp(v)} or {@code exp(v) − 1} for numbers that are not positive, as {@link
   * SoftmaxRow} does the exponential; the 1 is taken off before anything is rounded to it.
   * Exponentials that are not normal numbers are 0.
   *
   * @param count floats, whole vectors
   * @param off what is taken off, 0 or 1
   * @param v updated
   */
  public static void ofNegatives(int count, float off, float[] v) {
    for (int i = 0; i < count; i += L) {
      FloatVector a = FloatVector.fromArray(FLOATS, v, i);
      VectorMask<Float> least = a.compare(VectorOperators.LT, LEAST);
      a = a.blend(LEAST, least);
      FloatVector rounded = a.fma(LOG2_E, ROUND);
      FloatVector n = rounded.sub(ROUND);
      FloatVector r = n.fma(FloatVector.broadcast(FLOATS, -LN_2_HIGH), a);
      r = n.fma(FloatVector.broadcast(FLOATS, -LN_2_LOW), r);
      FloatVector p = r.fma(0.0013932977f, 0.00836655f);
      p = p.fma(r, FloatVector.broadcast(FLOATS, 0.04166648f));
      p = p.fma(r, FloatVector.broadcast(FLOATS, 0.16666539f));
      p = p.fma(r, FloatVector.broadcast(FLOATS, 0.5f));
      p = p.fma(r.mul(r), r);
      IntVector bits = rounded.reinterpretAsInts().sub(ROUND_BITS);
      FloatVector power = bits.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      // 0 − 0 is 0, where −off would be −0, of which the reciprocal is minus infinity.
      p.fma(power, power.sub(off)).blend(0 - off, least).intoArray(v, i);
    }
  }

  /**
   * Computes {@code v = exp(v)} for any numbers; results below the normal ones are rounded once, as
   * they have fewer digits.
   *
   * @param count floats, whole vectors
   * @param v updated
   */
  public static void any(int count, float[] v) {
    for (int i = 0; i < count; i += L) {
      FloatVector a = FloatVector.fromArray(FLOATS, v, i);
      a = a.blend(LOWEST, a.compare(VectorOperators.LT, LOWEST));
      a = a.blend(HIGHEST, a.compare(VectorOperators.GT, HIGHEST));
      FloatVector rounded = a.fma(LOG2_E, ROUND);
      FloatVector n = rounded.sub(ROUND);
      FloatVector r = n.fma(FloatVector.broadcast(FLOATS, -LN_2_HIGH), a);
      r = n.fma(FloatVector.broadcast(FLOATS, -LN_2_LOW), r);
      FloatVector p = r.fma(0.0013932977f, 0.00836655f);
      p = p.fma(r, FloatVector.broadcast(FLOATS, 0.04166648f));
      p = p.fma(r, FloatVector.broadcast(FLOATS, 0.16666539f));
      p = p.fma(r, FloatVector.broadcast(FLOATS, 0.5f));
      p = p.fma(r.mul(r), r);
      // 2ⁿ in two factors, as n is from −150 to 128.
      IntVector bits = rounded.reinterpretAsInts().sub(ROUND_BITS);
      IntVector half = bits.lanewise(VectorOperators.ASHR, 1);
      IntVector rest = bits.sub(half).add(127).lanewise(VectorOperators.LSHL, 23);
      half = half.add(127).lanewise(VectorOperators.LSHL, 23);
      FloatVector power = half.reinterpretAsFloats();
      p.fma(power, power).mul(rest.reinterpretAsFloats()).intoArray(v, i);
    }
  }
}
