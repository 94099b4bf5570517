package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The parts of logarithms, passes like those of {@link ActivationRuns}. */
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
   * Splits numbers into {@code (1 + f) · 2ⁿ}, f from √½ − 1 to √2 − 1.
   *
   * @param count floats, whole vectors
   * @param x input
   * @param n overwritten
   * @param f overwritten
   */
  public static void split(int count, float[] x, float[] n, float[] f) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      VectorMask<Float> small = v.compare(VectorOperators.LT, Float.MIN_NORMAL);
      IntVector bits = v.blend(v.mul(LIFT), small).reinterpretAsInts();
      IntVector power = bits.sub(ROOT_BITS).lanewise(VectorOperators.ASHR, 23);
      bits = bits.sub(power.lanewise(VectorOperators.LSHL, 23));
      bits.reinterpretAsFloats().sub(1).intoArray(f, i);
      // An integer as the lowest bits of a float that is large enough, which is taken off again.
      FloatVector whole = power.add(ROUND_BITS).reinterpretAsFloats().sub(ExponentialRuns.ROUND);
      whole.blend(whole.sub(23), small).intoArray(n, i);
    }
  }

  /**
   * Splits {@code 1 + u} for u from 0 to 1 in the same way, without rounding it.
   *
   * @param count floats, whole vectors
   * @param u input; overwritten by n
   * @param f overwritten
   */
  public static void splitOneMore(int count, float[] u, float[] f) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, u, i);
      VectorMask<Float> beyond = v.compare(VectorOperators.GT, MOST);
      v.blend(v.sub(1).mul(0.5f), beyond).intoArray(f, i); // (1 + u) / 2 − 1
      FloatVector.zero(FLOATS).blend(1, beyond).intoArray(u, i);
    }
  }

  /**
   * Computes {@code f = log(1 + f) + n · log 2}; coefficients of the Cephes library (Moshier 1989),
   * whose polynomial is within 10⁻⁷ of the logarithm, relative to its size.
   *
   * @param count floats, whole vectors
   * @param n powers of 2
   * @param f updated
   */
  public static void logarithms(int count, float[] n, float[] f) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, f, i);
      FloatVector power = FloatVector.fromArray(FLOATS, n, i);
      FloatVector square = v.mul(v);
      FloatVector p = v.fma(0.070376836f, -0.1151461f);
      p = p.fma(v, FloatVector.broadcast(FLOATS, 0.11676998f));
      p = p.fma(v, FloatVector.broadcast(FLOATS, -0.12420141f));
      p = p.fma(v, FloatVector.broadcast(FLOATS, 0.14249323f));
      p = p.fma(v, FloatVector.broadcast(FLOATS, -0.16668057f));
      p = p.fma(v, FloatVector.broadcast(FLOATS, 0.20000714f));
      p = p.fma(v, FloatVector.broadcast(FLOATS, -0.24999994f));
      p = p.fma(v, FloatVector.broadcast(FLOATS, 0.3333333f)).mul(v).mul(square);
      p = power.fma(FloatVector.broadcast(FLOATS, ExponentialRuns.LN_2_LOW), p);
      p = square.fma(FloatVector.broadcast(FLOATS, -0.5f), p).add(v);
      power.fma(FloatVector.broadcast(FLOATS, ExponentialRuns.LN_2_HIGH), p).intoArray(f, i);
    }
  }

  /**
   * Puts right the logarithms of numbers that are not above 0 or are infinite: minus infinity of 0,
   * no number of negative ones.
   *
   * @param count floats, whole vectors
   * @param x the numbers
   * @param y their logarithms, updated
   */
  public static void edges(int count, float[] x, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      FloatVector a = FloatVector.fromArray(FLOATS, y, i);
      a = a.blend(v, v.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
      a = a.blend(Float.NEGATIVE_INFINITY, v.compare(VectorOperators.EQ, 0));
      FloatVector none = FloatVector.broadcast(FLOATS, Float.NaN);
      none.blend(a, v.compare(VectorOperators.GE, 0)).intoArray(y, i);
    }
  }

  /**
   * Computes {@code y = y + max(x, 0)}.
   *
   * @param count floats, whole vectors
   * @param x input
   * @param y updated
   */
  public static void addPositive(int count, float[] x, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      FloatVector above = FloatVector.zero(FLOATS).blend(v, v.compare(VectorOperators.GT, 0));
      FloatVector.fromArray(FLOATS, y, i).add(above).intoArray(y, i);
    }
  }
}
