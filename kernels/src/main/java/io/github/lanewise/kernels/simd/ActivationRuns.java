package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The parts that activations and their derivatives are put together from, each a pass over an array
 * in the L1 cache, from its start and for a count of whole vectors. All of them come back to the
 * exponential of a number that is not positive.
 */
public final class ActivationRuns {
  private static final float LOG2_E = 1.442695f;
  private static final float LN_2_HIGH = 355f / 512;
  private static final float LN_2_LOW = -2.1219444e-4f;

  /** 1.5 · 2²³: added to a float, it leaves the nearest integer in the lowest bits. */
  private static final float ROUND = 12582912f;

  private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

  /** Below this exponentials are taken for equal: of this 2ⁿ is still a normal number. */
  private static final float LEAST = -87;

  /** {@code 1 / √(2π)}, of {@code exp(−x² / 2)}. */
  public static final float DENSITY = 0.3989423f;

  /** {@code 2 / √π}, of {@code exp(−x²)}. */
  public static final float ERF_SLOPE = 1.1283792f;

  private static final float ERF_SCALE = 0.3275911f;

  private ActivationRuns() {}

  /**
   * Computes {@code v = factor · |x|}.
   *
   * @param count floats, whole vectors
   * @param factor the factor
   * @param x input
   * @param v overwritten
   */
  public static void magnitudes(int count, float factor, float[] x, float[] v) {
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(FLOATS, x, i).abs().mul(factor).intoArray(v, i);
    }
  }

  /**
   * Computes {@code v = factor · x²}.
   *
   * @param count floats, whole vectors
   * @param factor the factor
   * @param x input
   * @param v overwritten
   */
  public static void squares(int count, float factor, float[] x, float[] v) {
    for (int i = 0; i < count; i += L) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, i);
      a.mul(a).mul(factor).intoArray(v, i);
    }
  }

  /**
   * Computes {@code v = x > 0 ? 0 : x}.
   *
   * @param count floats, whole vectors
   * @param x input
   * @param v overwritten
   */
  public static void negatives(int count, float[] x, float[] v) {
    for (int i = 0; i < count; i += L) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, i);
      a.blend(0, a.compare(VectorOperators.GT, 0)).intoArray(v, i);
    }
  }

  /**
   * Computes {@code v = exp(v)} or {@code exp(v) − 1} for numbers that are not positive, as {@link
   * SoftmaxRow} does the exponential; the 1 is taken off before anything is rounded to it.
   *
   * @param count floats, whole vectors
   * @param off what is taken off, 0 or 1
   * @param v updated
   */
  public static void exponentials(int count, float off, float[] v) {
    for (int i = 0; i < count; i += L) {
      FloatVector a = FloatVector.fromArray(FLOATS, v, i);
      a = a.blend(LEAST, a.compare(VectorOperators.LT, LEAST));
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
      p.fma(power, power.sub(off)).intoArray(v, i);
    }
  }

  /**
   * Leaky ReLU, {@code y = x > 0 ? x : factor · x}; the derivative with ones for {@code x}.
   *
   * @param count floats, whole vectors
   * @param factor what other values are multiplied by
   * @param x input
   * @param of what is multiplied: {@code x}, or ones
   * @param y overwritten
   */
  public static void leaky(int count, float factor, float[] x, float[] of, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector a = FloatVector.fromArray(FLOATS, of, i);
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      a.mul(factor).blend(a, v.compare(VectorOperators.GT, 0)).intoArray(y, i);
    }
  }

  /**
   * ELU, {@code y = x > 0 ? above : alpha · e}: with {@code x} and {@code exp(x) − 1} the function,
   * with ones and {@code exp(x)} its derivative.
   *
   * @param count floats, whole vectors
   * @param alpha how far it goes below 0
   * @param x input
   * @param above result for positive numbers, may be {@code y}
   * @param e what is multiplied for others
   * @param y overwritten
   */
  public static void elu(int count, float alpha, float[] x, float[] above, float[] e, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      FloatVector a = FloatVector.fromArray(FLOATS, above, i);
      FloatVector below = FloatVector.fromArray(FLOATS, e, i).mul(alpha);
      below.blend(a, v.compare(VectorOperators.GT, 0)).intoArray(y, i);
    }
  }

  /**
   * The logistic function, {@code y = 1 / (1 + exp(−x))}, without a difference that cancels.
   *
   * @param count floats, whole vectors
   * @param x input
   * @param e {@code exp(−|x|)}
   * @param y overwritten
   */
  public static void sigmoid(int count, float[] x, float[] e, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      FloatVector p = FloatVector.fromArray(FLOATS, e, i);
      FloatVector one = FloatVector.broadcast(FLOATS, 1);
      p.blend(one, v.compare(VectorOperators.GT, 0)).div(p.add(1)).intoArray(y, i);
    }
  }

  /**
   * The hyperbolic tangent.
   *
   * @param count floats, whole vectors
   * @param x input
   * @param e {@code exp(−2|x|) − 1}
   * @param y overwritten
   */
  public static void tanh(int count, float[] x, float[] e, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      FloatVector a = FloatVector.fromArray(FLOATS, e, i);
      FloatVector t = a.div(a.add(2));
      t.blend(t.neg(), v.compare(VectorOperators.GT, 0)).intoArray(y, i);
    }
  }

  /**
   * The derivative of {@code 1 / (1 + exp(−a))}, and with a factor of 4 that of {@code tanh(a / 2)}
   * by {@code a / 2}: {@code y = factor · e / (1 + e)²}.
   *
   * @param count floats, whole vectors
   * @param factor 1 or 4
   * @param e {@code exp(−|a|)}
   * @param y overwritten
   */
  public static void bell(int count, float factor, float[] e, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector a = FloatVector.fromArray(FLOATS, e, i);
      FloatVector q = a.add(1);
      a.mul(factor).div(q.mul(q)).intoArray(y, i);
    }
  }

  /**
   * The distribution function of the normal distribution, {@code (1 + erf(x / √2)) / 2}.
   *
   * @param count floats, whole vectors
   * @param x input
   * @param e {@code exp(−x² / 2)}
   * @param y overwritten
   */
  public static void normal(int count, float[] x, float[] e, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      FloatVector one = FloatVector.broadcast(FLOATS, 1);
      FloatVector t = one.div(v.abs().fma(ERF_SCALE * 0.70710677f, 1f));
      FloatVector tail = tail(t).mul(FloatVector.fromArray(FLOATS, e, i)).mul(0.5f);
      tail.blend(one.sub(tail), v.compare(VectorOperators.GT, 0)).intoArray(y, i);
    }
  }

  /**
   * The error function; below 0.5, where 1 less the tail would lose digits, by the first six terms
   * of its power series.
   *
   * @param count floats, whole vectors
   * @param x input
   * @param e {@code exp(−x²)}
   * @param y overwritten
   */
  public static void erf(int count, float[] x, float[] e, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      FloatVector one = FloatVector.broadcast(FLOATS, 1);
      FloatVector t = one.div(v.abs().fma(ERF_SCALE, 1f));
      FloatVector far = one.sub(tail(t).mul(FloatVector.fromArray(FLOATS, e, i)));
      far = far.blend(far.neg(), v.compare(VectorOperators.LT, 0));
      FloatVector square = v.mul(v);
      FloatVector p = square.fma(-8.548327e-4f, 0.005223978f);
      p = p.fma(square, FloatVector.broadcast(FLOATS, -0.026866172f));
      p = p.fma(square, FloatVector.broadcast(FLOATS, 0.11283792f));
      p = p.fma(square, FloatVector.broadcast(FLOATS, -0.37612638f));
      p = p.fma(square, FloatVector.broadcast(FLOATS, ERF_SLOPE));
      far.blend(p.mul(v), v.abs().compare(VectorOperators.LT, 0.5f)).intoArray(y, i);
    }
  }

  /**
   * {@code (1 − erf(z)) · exp(z²)} for {@code t = 1 / (1 + 0.3275911 z)}, after Abramowitz, Stegun
   * 1964, formula 7.1.26, whose error is at most 1.5 · 10⁻⁷.
   */
  private static FloatVector tail(FloatVector t) {
    FloatVector p = t.fma(1.0614054f, -1.4531521f);
    p = p.fma(t, FloatVector.broadcast(FLOATS, 1.4214138f));
    p = p.fma(t, FloatVector.broadcast(FLOATS, -0.28449672f));
    p = p.fma(t, FloatVector.broadcast(FLOATS, 0.2548296f));
    return p.mul(t);
  }

  /**
   * Computes {@code y = y · x}.
   *
   * @param count floats, whole vectors
   * @param x a factor
   * @param y updated
   */
  public static void times(int count, float[] x, float[] y) {
    ElementRuns.multiply(count, x, 0, y, 0, y, 0);
  }

  /**
   * Computes {@code y = y + x · slope}, the product rule for {@code x · y}.
   *
   * @param count floats, whole vectors
   * @param x a factor
   * @param slope the derivative of {@code y}
   * @param y updated
   */
  public static void productRule(int count, float[] x, float[] slope, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector a = FloatVector.fromArray(FLOATS, y, i);
      FloatVector s = FloatVector.fromArray(FLOATS, slope, i);
      FloatVector.fromArray(FLOATS, x, i).fma(s, a).intoArray(y, i);
    }
  }

  /**
   * Computes {@code y = factor · x}: of exponentials, the density of the normal distribution by
   * {@link #DENSITY}, the derivative of the error function by {@link #ERF_SLOPE}.
   *
   * @param count floats, whole vectors
   * @param factor the factor
   * @param x input
   * @param y overwritten, may be {@code x}
   */
  public static void scaled(int count, float factor, float[] x, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector.fromArray(FLOATS, x, i).mul(factor).intoArray(y, i);
    }
  }
}
