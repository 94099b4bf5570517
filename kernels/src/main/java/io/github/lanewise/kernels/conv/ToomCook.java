package io.github.lanewise.kernels.conv;

import java.util.Arrays;

/**
 * Minimal filtering along one dimension, F(m, r), by interpolation (Toom and Cook; Winograd 1980;
 * Lavin, Gray 2016, "Fast algorithms for convolutional neural networks"): m outputs of a filter
 * with r taps are {@code Aᵀ [(G g) ⊙ (Bᵀ d)]}, with {@code m + r − 1} multiplications instead of
 * {@code m · r}. One point of interpolation lies at infinity.
 */
final class ToomCook {
  /** Small ones first, for the powers of large ones cost digits. */
  private static final float[] POINTS = {0, 1, -1, 2, -2, 0.5f, -0.5f};

  private final int taps;
  private final int elements;
  private final float[] points;

  /**
   * The filtering of a number of outputs and taps.
   *
   * @param outputs m
   * @param taps r; at most 8 elements have points
   */
  ToomCook(int outputs, int taps) {
    this.taps = taps;
    elements = outputs + taps - 1;
    points = Arrays.copyOf(POINTS, elements - 1);
  }

  /** Multiplications, {@code m + r − 1}. */
  int elements() {
    return elements;
  }

  /** The points of all elements but the last. */
  float[] points() {
    return points;
  }

  /** The matrix G, {@code [elements][taps]}: a filter's value at each point, over N. */
  float[][] filter() {
    float[][] g = new float[elements][taps];
    for (int e = 0; e < elements - 1; e++) {
      double power = 1 / scale(e);
      for (int tap = 0; tap < taps; tap++, power *= points[e]) {
        g[e][tap] = (float) power;
      }
    }
    g[elements - 1][taps - 1] = 1;
    return g;
  }

  /** The matrix Bᵀ, {@code [elements][elements]}: the coefficients of Lagrange's polynomials. */
  float[][] input() {
    float[][] b = new float[elements][elements];
    for (int e = 0; e < elements; e++) {
      double[] polynomial = {1};
      for (int other = 0; other < elements - 1; other++) {
        polynomial = other == e ? polynomial : timesLinear(polynomial, points[other]);
      }
      for (int k = 0; k < polynomial.length; k++) {
        b[e][k] = (float) polynomial[k];
      }
    }
    return b;
  }

  /** The product of all differences to the other points. */
  private double scale(int e) {
    double product = 1;
    for (int other = 0; other < elements - 1; other++) {
      product *= other == e ? 1 : points[e] - points[other];
    }
    return product;
  }

  /** {@code p(t) · (t − root)}, coefficients of low powers first. */
  private static double[] timesLinear(double[] p, double root) {
    double[] product = new double[p.length + 1];
    for (int k = 0; k < p.length; k++) {
      product[k] -= root * p[k];
      product[k + 1] += p[k];
    }
    return product;
  }
}
