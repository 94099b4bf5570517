package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Sums over rows of channels, and what is done with one value for each channel. */
public final class ChannelRuns {
  private ChannelRuns() {}

  /**
   * Computes {@code sums[c] = Σ a[r][c]}.
   *
   * @param rows rows
   * @param channels channels of a row, which follow each other
   * @param a values
   * @param at index of the first row
   * @param sums one for each channel; overwritten
   */
  public static void sum(int rows, int channels, float[] a, int at, float[] sums) {
    int c = 0;
    for (; c <= channels - L; c += L) {
      FloatVector sum = FloatVector.zero(FLOATS);
      for (int r = 0; r < rows; r++) {
        sum = sum.add(FloatVector.fromArray(FLOATS, a, at + r * channels + c));
      }
      sum.intoArray(sums, c);
    }
    for (; c < channels; c++) {
      float sum = 0;
      for (int r = 0; r < rows; r++) {
        sum += a[at + r * channels + c];
      }
      sums[c] = sum;
    }
  }

  /**
   * Computes {@code sums[c] = Σ (a[r][c] − aMean[c]) · (x[r][c] − mean[c])}.
   *
   * @param rows rows
   * @param channels channels of a row, which follow each other
   * @param a values
   * @param aMean subtracted from {@code a}
   * @param x values, may be {@code a}
   * @param mean subtracted from {@code x}
   * @param at index of the first row in both
   * @param sums one for each channel; overwritten
   */
  public static void products(
      int rows,
      int channels,
      float[] a,
      float[] aMean,
      float[] x,
      float[] mean,
      int at,
      float[] sums) {
    int c = 0;
    for (; c <= channels - L; c += L) {
      FloatVector sum = FloatVector.zero(FLOATS);
      FloatVector am = FloatVector.fromArray(FLOATS, aMean, c);
      FloatVector xm = FloatVector.fromArray(FLOATS, mean, c);
      for (int r = 0; r < rows; r++) {
        int i = at + r * channels + c;
        FloatVector b = FloatVector.fromArray(FLOATS, x, i).sub(xm);
        sum = FloatVector.fromArray(FLOATS, a, i).sub(am).fma(b, sum);
      }
      sum.intoArray(sums, c);
    }
    for (; c < channels; c++) {
      float sum = 0;
      for (int r = 0; r < rows; r++) {
        int i = at + r * channels + c;
        sum = Math.fma(a[i] - aMean[c], x[i] - mean[c], sum);
      }
      sums[c] = sum;
    }
  }

  /**
   * Computes {@code y[r][c] = (x[r][c] − mean[c]) · scale[c] + shift[c]}, with a ReLU 0 where that
   * is less.
   *
   * @param rows rows
   * @param channels channels of a row, which follow each other
   * @param x values
   * @param at index of the first row in {@code x} and {@code y}
   * @param mean one for each channel
   * @param scale one for each channel
   * @param shift one for each channel
   * @param relu whether negative values become 0
   * @param y overwritten, may be {@code x}
   */
  public static void scale(
      int rows,
      int channels,
      float[] x,
      int at,
      float[] mean,
      float[] scale,
      float[] shift,
      boolean relu,
      float[] y) {
    for (int r = 0; r < rows; r++, at += channels) {
      int c = 0;
      for (; c <= channels - L; c += L) {
        FloatVector v = FloatVector.fromArray(FLOATS, x, at + c);
        v = v.sub(FloatVector.fromArray(FLOATS, mean, c));
        FloatVector k = FloatVector.fromArray(FLOATS, scale, c);
        v = v.fma(k, FloatVector.fromArray(FLOATS, shift, c));
        if (relu) {
          v = v.blend(0, v.compare(VectorOperators.LT, 0));
        }
        v.intoArray(y, at + c);
      }
      for (; c < channels; c++) {
        float v = Math.fma(x[at + c] - mean[c], scale[c], shift[c]);
        y[at + c] = relu && v < 0 ? 0 : v;
      }
    }
  }

  /**
   * Computes {@code y[r][c] = (g[r][c] − gMean[c] − (x[r][c] − mean[c]) · slope[c]) · scale[c]},
   * where {@code g} is {@code a} or, with a ReLU, what it lets pass of {@code a}.
   *
   * @param rows rows
   * @param channels channels of a row, which follow each other
   * @param a values
   * @param gMean one for each channel
   * @param x values
   * @param at index of the first row in {@code a}, {@code x} and {@code y}
   * @param mean one for each channel
   * @param slope one for each channel
   * @param scale one for each channel
   * @param shift as in {@link #scale}; read with a ReLU alone, so null without
   * @param relu whether {@code a} counts only where {@link #scale} gives more than 0
   * @param y overwritten, may be {@code a}
   */
  public static void project(
      int rows,
      int channels,
      float[] a,
      float[] gMean,
      float[] x,
      int at,
      float[] mean,
      float[] slope,
      float[] scale,
      float[] shift,
      boolean relu,
      float[] y) {
    for (int r = 0; r < rows; r++, at += channels) {
      int c = 0;
      for (; c <= channels - L; c += L) {
        FloatVector v = FloatVector.fromArray(FLOATS, x, at + c);
        v = v.sub(FloatVector.fromArray(FLOATS, mean, c));
        FloatVector k = FloatVector.fromArray(FLOATS, scale, c);
        FloatVector g = FloatVector.fromArray(FLOATS, a, at + c);
        if (relu) {
          FloatVector b = FloatVector.fromArray(FLOATS, shift, c);
          g = g.blend(0, v.fma(k, b).compare(VectorOperators.LE, 0));
        }
        v = v.mul(FloatVector.fromArray(FLOATS, slope, c));
        g.sub(FloatVector.fromArray(FLOATS, gMean, c)).sub(v).mul(k).intoArray(y, at + c);
      }
      for (; c < channels; c++) {
        float v = x[at + c] - mean[c];
        float g = relu && Math.fma(v, scale[c], shift[c]) <= 0 ? 0 : a[at + c];
        y[at + c] = (g - gMean[c] - v * slope[c]) * scale[c];
      }
    }
  }
}
