package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Logarithms, passes like those of {@link ActivationRuns}. */
public final class LogarithmRuns {
  private static final int ROUND_BITS = Float.floatToRawIntBits(ExponentialRuns.ROUND);

  /** {@code √½}: what remains of a number besides a power of 2 is from here to below √2. */
  private static final int ROOT_BITS = Float.floatToRawIntBits(0.70710677f);

  /** {@code √2 − 1}. */
  private static final float MOST = 0.41421354f;

  /** Multiplied by this, the least of all numbers is a normal one. */
  private static final float LIFT = 1 << 23;

  private LogarithmRuns() {}

  /**
   * The natural logarithm, of numbers below the normal ones, too; minus infinity of 0, and no
   * number of negative ones.
   *
   * @param count floats, whole vectors
   * @param x input
   * @param y overwritten
   */
  public static void logarithm(int count, float[] x, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      VectorMask<Float> small = v.compare(VectorOperators.LT, Float.MIN_NORMAL);
      IntVector bits = v.blend(v.mul(LIFT), small).reinterpretAsInts();
      IntVector n = bits.sub(ROOT_BITS).lanewise(VectorOperators.ASHR, 23);
      FloatVector f = bits.sub(n.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1);
      // An integer as the lowest bits of a float that is large enough, which is taken off again.
      FloatVector power = n.add(ROUND_BITS).reinterpretAsFloats().sub(ExponentialRuns.ROUND);
      power = power.blend(power.sub(23), small);
      FloatVector result = sum(f, power);
      result = result.blend(v, v.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
      result = result.blend(Float.NEGATIVE_INFINITY, v.compare(VectorOperators.EQ, 0));
      FloatVector none = FloatVector.broadcast(FLOATS, Float.NaN);
      none.blend(result, v.compare(VectorOperators.GE, 0)).intoArray(y, i);
    }
  }

  /**
   * Softplus, {@code y = log(1 + exp(x))}, as {@code max(x, 0) + log(1 + exp(−|x|))}, which neither
   * overflows nor loses digits.
   *
   * @param count floats, whole vectors
   * @param x input
   * @param e {@code exp(−|x|)}
   * @param y overwritten
   */
  public static void softplus(int count, float[] x, float[] e, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      FloatVector u = FloatVector.fromArray(FLOATS, e, i);
      VectorMask<Float> beyond = u.compare(VectorOperators.GT, MOST);
      FloatVector zero = FloatVector.zero(FLOATS);
      // (1 + u) / 2 − 1, which rounds nothing that 1 + u would.
      FloatVector f = u.blend(u.sub(1).mul(0.5f), beyond);
      FloatVector above = zero.blend(v, v.compare(VectorOperators.GT, 0));
      sum(f, zero.blend(1, beyond)).add(above).intoArray(y, i);
    }
  }

  /**
   * {@code log(1 + f) + n · log 2} for f from √½ − 1 to √2 − 1; coefficients of the Cephes library
   * (Moshier 1989), whose polynomial is within 10⁻⁷ of the logarithm, relative to its size.
   */
  private static FloatVector sum(FloatVector f, FloatVector n) {
    FloatVector square = f.mul(f);
    FloatVector p = f.fma(0.070376836f, -0.1151461f);
    p = p.fma(f, FloatVector.broadcast(FLOATS, 0.11676998f));
    p = p.fma(f, FloatVector.broadcast(FLOATS, -0.12420141f));
    p = p.fma(f, FloatVector.broadcast(FLOATS, 0.14249323f));
    p = p.fma(f, FloatVector.broadcast(FLOATS, -0.16668057f));
    p = p.fma(f, FloatVector.broadcast(FLOATS, 0.20000714f));
    p = p.fma(f, FloatVector.broadcast(FLOATS, -0.24999994f));
    p = p.fma(f, FloatVector.broadcast(FLOATS, 0.3333333f));
    p = n.fma(FloatVector.broadcast(FLOATS, ExponentialRuns.LN_2_LOW), p.mul(f).mul(square));
    p = square.fma(FloatVector.broadcast(FLOATS, -0.5f), p).add(f);
    return n.fma(FloatVector.broadcast(FLOATS, ExponentialRuns.LN_2_HIGH), p);
  }
}
