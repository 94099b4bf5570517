package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The parts that activations and their derivatives are put together from, each a pass over an array
 * in the L1 cache, from its start and for a count of whole vectors. All of them come back to the
 * exponential of a number that is not positive.
 */
public final class ActivationRuns {
  /** {@code 2 √(2 / π)} and the factor of the cube, of GELU by tanh. */
  private static final float GELU_SCALE = 1.5957692f;

  private static final float GELU_CUBE = 0.044715f;

  /** A square beyond which GELU by tanh and its slope no longer change. */
  private static final float GELU_FAR = 1e4f;

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
   * Computes {@code v = x > 0 ? 0 : factor · x}.
   *
   * @param count floats, whole vectors
   * @param factor the factor
   * @param x input
   * @param v overwritten
   */
  public static void negatives(int count, float factor, float[] x, float[] v) {
    for (int i = 0; i < count; i += L) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, i);
      a.mul(factor).blend(0, a.compare(VectorOperators.GT, 0)).intoArray(v, i);
    }
  }

  /**
   * Computes {@code v = −2 |z|}, where {@code z = √(2 / π) · (x + 0.044715 x³)} is what GELU by
   * tanh takes the tangent of.
   *
   * @param count floats, whole vectors
   * @param x input
   * @param v overwritten
   */
  public static void geluArguments(int count, float[] x, float[] v) {
    for (int i = 0; i < count; i += L) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, i);
      FloatVector factor = a.mul(a).fma(GELU_CUBE * GELU_SCALE, GELU_SCALE);
      a.abs().mul(factor).neg().intoArray(v, i);
    }
  }

  /**
   * Computes {@code v = v · 2 z′} with the derivative of that {@code z}.
   *
   * @param count floats, whole vectors
   * @param x input
   * @param v updated
   */
  public static void geluSlopes(int count, float[] x, float[] v) {
    for (int i = 0; i < count; i += L) {
      FloatVector a = FloatVector.fromArray(FLOATS, x, i);
      FloatVector square = a.mul(a);
      square = square.blend(GELU_FAR, square.compare(VectorOperators.GT, GELU_FAR));
      FloatVector slope = square.fma(3 * GELU_CUBE * GELU_SCALE, GELU_SCALE);
      FloatVector.fromArray(FLOATS, v, i).mul(slope).intoArray(v, i);
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
   * ELU, {@code y = x > 0 ? above : factor · e}: with {@code x} and {@code exp(x) − 1} the
   * function, with ones and {@code exp(x)} its derivative.
   *
   * @param count floats, whole vectors
   * @param gain what {@code above} is multiplied by
   * @param factor what {@code e} is multiplied by
   * @param x input
   * @param above result for positive numbers, may be {@code y}
   * @param e what is multiplied for others
   * @param y overwritten
   */
  public static void elu(
      int count, float gain, float factor, float[] x, float[] above, float[] e, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      FloatVector a = FloatVector.fromArray(FLOATS, above, i).mul(gain);
      FloatVector below = FloatVector.fromArray(FLOATS, e, i).mul(factor);
      below.blend(a, v.compare(VectorOperators.GT, 0)).intoArray(y, i);
    }
  }

  /**
   * Mish, {@code y = x · tanh(log(1 + exp(x)))}, with the tangent as a fraction of exponentials:
   * {@code 1 + 2e} where x is positive, else {@code e² + 2e}, over as much and {@code 2e²} or 2.
   *
   * @param count floats, whole vectors
   * @param x input
   * @param e {@code exp(−|x|)}
   * @param y overwritten
   */
  public static void mish(int count, float[] x, float[] e, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      FloatVector a = FloatVector.fromArray(FLOATS, e, i);
      VectorMask<Float> positive = v.compare(VectorOperators.GT, 0);
      FloatVector square = a.mul(a);
      FloatVector numerator = square.blend(1, positive).add(a.add(a));
      FloatVector rest = FloatVector.broadcast(FLOATS, 2).blend(square.add(square), positive);
      v.mul(numerator.div(numerator.add(rest))).intoArray(y, i);
    }
  }

  /**
   * The derivative of Mish, {@code y = t + x · (1 − t²) · s} with the tangent t and the logistic
   * function s.
   *
   * @param count floats, whole vectors
   * @param x input
   * @param e {@code exp(−|x|)}
   * @param y overwritten
   */
  public static void mishSlope(int count, float[] x, float[] e, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, i);
      FloatVector a = FloatVector.fromArray(FLOATS, e, i);
      VectorMask<Float> positive = v.compare(VectorOperators.GT, 0);
      FloatVector one = FloatVector.broadcast(FLOATS, 1);
      FloatVector square = a.mul(a);
      FloatVector numerator = square.blend(1, positive).add(a.add(a));
      FloatVector rest = FloatVector.broadcast(FLOATS, 2).blend(square.add(square), positive);
      FloatVector denominator = numerator.add(rest);
      FloatVector s = a.blend(one, positive).div(a.add(1));
      FloatVector bell = rest.mul(numerator.add(denominator)).div(denominator.mul(denominator));
      v.mul(bell).mul(s).add(numerator.div(denominator)).intoArray(y, i);
    }
  }

  /**
   * Computes {@code y = 1 / x}.
   *
   * @param count floats, whole vectors
   * @param x input
   * @param y overwritten
   */
  public static void reciprocals(int count, float[] x, float[] y) {
    for (int i = 0; i < count; i += L) {
      FloatVector one = FloatVector.broadcast(FLOATS, 1);
      one.div(FloatVector.fromArray(FLOATS, x, i)).intoArray(y, i);
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
