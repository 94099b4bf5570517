package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.INTS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Elementwise arithmetic on runs of {@code count} floats; an output may be an input. */
public final class ElementRuns {
  private ElementRuns() {}

  /**
   * Computes {@code y[yAt + i] = a[aAt + i] + b[bAt + i]}.
   *
   * @param count floats
   * @param a first input
   * @param aAt its first index
   * @param b second input
   * @param bAt its first index
   * @param y output; overwritten
   * @param yAt its first index
   */
  public static void add(int count, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
    int i = 0;
    for (; i <= count - L; i += L) {
      FloatVector sum =
          FloatVector.fromArray(FLOATS, a, aAt + i).add(FloatVector.fromArray(FLOATS, b, bAt + i));
      sum.intoArray(y, yAt + i);
    }
    for (; i < count; i++) {
      y[yAt + i] = a[aAt + i] + b[bAt + i];
    }
  }

  /**
   * Computes {@code y[yAt + i] += Σ b[bAt + t · step + i]} over the terms {@code t}. Sums are read
   * and written once, because what is written waits to be read again where the next run overlaps
   * this one.
   *
   * @param count floats
   * @param terms arrays that are added
   * @param b their values
   * @param bAt first index of the first
   * @param step distance from one to the next
   * @param y changed
   * @param yAt its first index
   */
  public static void addSums(
      int count, int terms, float[] b, int bAt, int step, float[] y, int yAt) {
    int i = 0;
    for (; i <= count - 2 * L; i += 2 * L) {
      FloatVector sum0 = FloatVector.zero(FLOATS);
      FloatVector sum1 = FloatVector.zero(FLOATS);
      for (int t = 0; t < terms; t++) {
        sum0 = sum0.add(FloatVector.fromArray(FLOATS, b, bAt + i + t * step));
        sum1 = sum1.add(FloatVector.fromArray(FLOATS, b, bAt + i + L + t * step));
      }
      sum0.add(FloatVector.fromArray(FLOATS, y, yAt + i)).intoArray(y, yAt + i);
      sum1.add(FloatVector.fromArray(FLOATS, y, yAt + i + L)).intoArray(y, yAt + i + L);
    }
    for (; i <= count - L; i += L) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int t = 0; t < terms; t++) {
        sum = sum.add(FloatVector.fromArray(FLOATS, b, bAt + i + t * step));
      }
      sum.add(FloatVector.fromArray(FLOATS, y, yAt + i)).intoArray(y, yAt + i);
    }
    for (; i < count; i++) {
      float sum = 0;
      for (int t = 0; t < terms; t++) {
        sum += b[bAt + i + t * step];
      }
      y[yAt + i] += sum;
    }
  }

  /**
   * Computes {@code y[yAt + i] = s < 0 ? 0 : s} of the sums {@code s = a[aAt + i] + b[bAt + i]}.
   *
   * @param count floats
   * @param a first input
   * @param aAt its first index
   * @param b second input
   * @param bAt its first index
   * @param y output; overwritten
   * @param yAt its first index
   */
  public static void addRelu(
      int count, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
    int i = 0;
    for (; i <= count - L; i += L) {
      FloatVector sum =
          FloatVector.fromArray(FLOATS, a, aAt + i).add(FloatVector.fromArray(FLOATS, b, bAt + i));
      sum.blend(0, sum.compare(VectorOperators.LT, 0)).intoArray(y, yAt + i);
    }
    for (; i < count; i++) {
      float sum = a[aAt + i] + b[bAt + i];
      y[yAt + i] = sum < 0 ? 0 : sum;
    }
  }

  /**
   * Computes {@code y[yAt + i] = a[aAt + i] · b[bAt + i]}.
   *
   * @param count floats
   * @param a first input
   * @param aAt its first index
   * @param b second input
   * @param bAt its first index
   * @param y output; overwritten
   * @param yAt its first index
   */
  public static void multiply(
      int count, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt) {
    int i = 0;
    for (; i <= count - L; i += L) {
      FloatVector product =
          FloatVector.fromArray(FLOATS, a, aAt + i).mul(FloatVector.fromArray(FLOATS, b, bAt + i));
      product.intoArray(y, yAt + i);
    }
    for (; i < count; i++) {
      y[yAt + i] = a[aAt + i] * b[bAt + i];
    }
  }

  /**
   * Computes {@code y[yAt + i] = factor · x[xAt + i]}.
   *
   * @param count floats
   * @param factor the factor
   * @param x input
   * @param xAt its first index
   * @param y output; overwritten
   * @param yAt its first index
   */
  public static void scale(int count, float factor, float[] x, int xAt, float[] y, int yAt) {
    int i = 0;
    for (; i <= count - L; i += L) {
      FloatVector.fromArray(FLOATS, x, xAt + i).mul(factor).intoArray(y, yAt + i);
    }
    for (; i < count; i++) {
      y[yAt + i] = factor * x[xAt + i];
    }
  }

  /**
   * Computes {@code y[yAt + i] = y[yAt + i] + factor · x[xAt + i]}, rounded once.
   *
   * @param count floats
   * @param factor the factor
   * @param x input
   * @param xAt its first index
   * @param y output; added to
   * @param yAt its first index
   */
  public static void addScaled(int count, float factor, float[] x, int xAt, float[] y, int yAt) {
    int i = 0;
    for (; i <= count - L; i += L) {
      FloatVector sum = FloatVector.fromArray(FLOATS, y, yAt + i);
      FloatVector.fromArray(FLOATS, x, xAt + i)
          .fma(FloatVector.broadcast(FLOATS, factor), sum)
          .intoArray(y, yAt + i);
    }
    for (; i < count; i++) {
      y[yAt + i] = Math.fma(factor, x[xAt + i], y[yAt + i]);
    }
  }

  /**
   * Computes {@code y[yAt + i] = x[xAt + i] < 0 ? 0 : x[xAt + i]}.
   *
   * @param count floats
   * @param x input
   * @param xAt its first index
   * @param y output; overwritten
   * @param yAt its first index
   */
  public static void relu(int count, float[] x, int xAt, float[] y, int yAt) {
    int i = 0;
    for (; i <= count - L; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt + i);
      v.blend(0, v.compare(VectorOperators.LT, 0)).intoArray(y, yAt + i);
    }
    for (; i < count; i++) {
      float v = x[xAt + i];
      y[yAt + i] = v < 0 ? 0 : v;
    }
  }

  /**
   * Computes {@code dx[dxAt + i] = y[yAt + i] <= 0 ? 0 : dy[dyAt + i]}.
   *
   * @param count floats
   * @param y output of the ReLU
   * @param yAt its first index
   * @param dy gradient with respect to it
   * @param dyAt its first index
   * @param dx gradient with respect to the input; overwritten
   * @param dxAt its first index
   */
  public static void reluGradient(
      int count, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt) {
    int i = 0;
    for (; i <= count - L; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, y, yAt + i);
      FloatVector g = FloatVector.fromArray(FLOATS, dy, dyAt + i);
      g.blend(0, v.compare(VectorOperators.LE, 0)).intoArray(dx, dxAt + i);
    }
    for (; i < count; i++) {
      dx[dxAt + i] = y[yAt + i] <= 0 ? 0 : dy[dyAt + i];
    }
  }

  /**
   * Lets pass the maxima that are above 0, and NaN: {@code y[at + i] = y[at + i] <= 0 ? 0 : y[at +
   * i]}, and where it is 0 {@code argmax[at + i] = −1}.
   *
   * @param count maxima
   * @param y the maxima; overwritten
   * @param argmax where they were found; overwritten
   * @param at index of the first
   */
  public static void rectify(int count, float[] y, int[] argmax, int at) {
    int i = 0;
    for (; i <= count - L; i += L) {
      FloatVector v = FloatVector.fromArray(FLOATS, y, at + i);
      v.blend(0, v.compare(VectorOperators.LE, 0)).intoArray(y, at + i);
      IntVector where = IntVector.fromArray(INTS, argmax, at + i);
      where.blend(-1, v.compare(VectorOperators.LE, 0).cast(INTS)).intoArray(argmax, at + i);
    }
    for (; i < count; i++) {
      if (y[at + i] <= 0) {
        y[at + i] = 0;
        argmax[at + i] = -1;
      }
    }
  }
}
