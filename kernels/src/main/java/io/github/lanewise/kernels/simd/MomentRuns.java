package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Two sums for each channel in one pass over rows of channels: what batch normalisation asks. */
public final class MomentRuns {
  private MomentRuns() {}

  /**
   * Computes {@code sums[c] = Σ (x[r][c] − pivot[c])} and {@code sums[channels + c] = Σ (x[r][c] −
   * pivot[c])²}. Four vectors at a time, whose sums do not wait for each other.
   *
   * @param rows rows
   * @param channels channels of a row, which follow each other
   * @param x values
   * @param at index of the first row
   * @param pivot subtracted, one for each channel
   * @param sums two for each channel; overwritten
   */
  public static void moments(
      int rows, int channels, float[] x, int at, float[] pivot, float[] sums) {
    int c = 0;
    for (; c <= channels - 4 * L; c += 4 * L) {
      momentsOfFour(rows, channels, x, at, pivot, sums, c);
    }
    for (; c <= channels - L; c += L) {
      FloatVector p = FloatVector.fromArray(FLOATS, pivot, c);
      FloatVector sum = FloatVector.zero(FLOATS);
      FloatVector squares = FloatVector.zero(FLOATS);
      for (int r = 0; r < rows; r++) {
        FloatVector v = FloatVector.fromArray(FLOATS, x, at + r * channels + c).sub(p);
        sum = sum.add(v);
        squares = v.fma(v, squares);
      }
      sum.intoArray(sums, c);
      squares.intoArray(sums, channels + c);
    }
    for (; c < channels; c++) {
      float sum = 0;
      float squares = 0;
      for (int r = 0; r < rows; r++) {
        float v = x[at + r * channels + c] - pivot[c];
        sum += v;
        squares = Math.fma(v, v, squares);
      }
      sums[c] = sum;
      sums[channels + c] = squares;
    }
  }

  private static void momentsOfFour(
      int rows, int channels, float[] x, int at, float[] pivot, float[] sums, int c) {
    FloatVector p0 = FloatVector.fromArray(FLOATS, pivot, c);
    FloatVector p1 = FloatVector.fromArray(FLOATS, pivot, c + L);
    FloatVector p2 = FloatVector.fromArray(FLOATS, pivot, c + 2 * L);
    FloatVector p3 = FloatVector.fromArray(FLOATS, pivot, c + 3 * L);
    FloatVector sum0 = FloatVector.zero(FLOATS);
    FloatVector sum1 = FloatVector.zero(FLOATS);
    FloatVector sum2 = FloatVector.zero(FLOATS);
    FloatVector sum3 = FloatVector.zero(FLOATS);
    FloatVector squares0 = FloatVector.zero(FLOATS);
    FloatVector squares1 = FloatVector.zero(FLOATS);
    FloatVector squares2 = FloatVector.zero(FLOATS);
    FloatVector squares3 = FloatVector.zero(FLOATS);
    for (int r = 0; r < rows; r++) {
      int i = at + r * channels + c;
      FloatVector v = FloatVector.fromArray(FLOATS, x, i).sub(p0);
      sum0 = sum0.add(v);
      squares0 = v.fma(v, squares0);
      v = FloatVector.fromArray(FLOATS, x, i + L).sub(p1);
      sum1 = sum1.add(v);
      squares1 = v.fma(v, squares1);
      v = FloatVector.fromArray(FLOATS, x, i + 2 * L).sub(p2);
      sum2 = sum2.add(v);
      squares2 = v.fma(v, squares2);
      v = FloatVector.fromArray(FLOATS, x, i + 3 * L).sub(p3);
      sum3 = sum3.add(v);
      squares3 = v.fma(v, squares3);
    }
    sum0.intoArray(sums, c);
    sum1.intoArray(sums, c + L);
    sum2.intoArray(sums, c + 2 * L);
    sum3.intoArray(sums, c + 3 * L);
    squares0.intoArray(sums, channels + c);
    squares1.intoArray(sums, channels + c + L);
    squares2.intoArray(sums, channels + c + 2 * L);
    squares3.intoArray(sums, channels + c + 3 * L);
  }

  /**
   * Computes {@code sums[c] = Σ g[r][c]} and {@code sums[channels + c] = Σ g[r][c] · (x[r][c] −
   * mean[c])}, where {@code g} is {@code a} or, with a ReLU, what it lets pass of {@code a}.
   *
   * @param rows rows
   * @param channels channels of a row, which follow each other
   * @param a values
   * @param x values
   * @param at index of the first row in both
   * @param mean one for each channel
   * @param scale as in {@link ChannelRuns#scale}
   * @param shift as in {@link ChannelRuns#scale}; read with a ReLU alone, so null without
   * @param relu whether {@code a} counts only where {@link ChannelRuns#scale} gives more than 0
   * @param sums two for each channel; overwritten
   */
  public static void products(
      int rows,
      int channels,
      float[] a,
      float[] x,
      int at,
      float[] mean,
      float[] scale,
      float[] shift,
      boolean relu,
      float[] sums) {
    int c = 0;
    for (; c <= channels - L; c += L) {
      FloatVector m = FloatVector.fromArray(FLOATS, mean, c);
      FloatVector sum = FloatVector.zero(FLOATS);
      FloatVector products = FloatVector.zero(FLOATS);
      for (int r = 0; r < rows; r++) {
        int i = at + r * channels + c;
        FloatVector v = FloatVector.fromArray(FLOATS, x, i).sub(m);
        FloatVector g = FloatVector.fromArray(FLOATS, a, i);
        if (relu) {
          FloatVector k = FloatVector.fromArray(FLOATS, scale, c);
          FloatVector b = FloatVector.fromArray(FLOATS, shift, c);
          g = g.blend(0, v.fma(k, b).compare(VectorOperators.LE, 0));
        }
        sum = sum.add(g);
        products = g.fma(v, products);
      }
      sum.intoArray(sums, c);
      products.intoArray(sums, channels + c);
    }
    for (; c < channels; c++) {
      float sum = 0;
      float products = 0;
      for (int r = 0; r < rows; r++) {
        int i = at + r * channels + c;
        float v = x[i] - mean[c];
        float g = relu && Math.fma(v, scale[c], shift[c]) <= 0 ? 0 : a[i];
        sum += g;
        products = Math.fma(g, v, products);
      }
      sums[c] = sum;
      sums[channels + c] = products;
    }
  }
}
