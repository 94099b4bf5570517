package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

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
   * Computes {@code y[r][c] = (x[r][c] − mean[c]) · scale[c] + shift[c]}.
   *
   * @param rows rows
   * @param channels channels of a row, which follow each other
   * @param x values
   * @param at index of the first row in {@code x} and {@code y}
   * @param mean one for each channel
   * @param scale one for each channel
   * @param shift one for each channel
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
      float[] y) {
    for (int r = 0; r < rows; r++, at += channels) {
      int c = 0;
      for (; c <= channels - L; c += L) {
        FloatVector s = FloatVector.fromArray(FLOATS, scale, c);
        FloatVector v = FloatVector.fromArray(FLOATS, x, at + c);
        v = v.sub(FloatVector.fromArray(FLOATS, mean, c));
        v.fma(s, FloatVector.fromArray(FLOATS, shift, c)).intoArray(y, at + c);
      }
      for (; c < channels; c++) {
        y[at + c] = Math.fma(x[at + c] - mean[c], scale[c], shift[c]);
      }
    }
  }

  /**
   * Computes {@code y[r][c] = (a[r][c] − aMean[c] − (x[r][c] − mean[c]) · slope[c]) · scale[c]}.
   *
   * @param rows rows
   * @param channels channels of a row, which follow each other
   * @param a values
   * @param aMean one for each channel
   * @param x values
   * @param mean one for each channel
   * @param at index of the first row in {@code a}, {@code x} and {@code y}
   * @param slope one for each channel
   * @param scale one for each channel
   * @param y overwritten, may be {@code a}
   */
  public static void project(
      int rows,
      int channels,
      float[] a,
      float[] aMean,
      float[] x,
      float[] mean,
      int at,
      float[] slope,
      float[] scale,
      float[] y) {
    for (int r = 0; r < rows; r++, at += channels) {
      int c = 0;
      for (; c <= channels - L; c += L) {
        FloatVector v = FloatVector.fromArray(FLOATS, x, at + c);
        v = v.sub(FloatVector.fromArray(FLOATS, mean, c));
        v = v.mul(FloatVector.fromArray(FLOATS, slope, c));
        FloatVector b = FloatVector.fromArray(FLOATS, a, at + c);
        b = b.sub(FloatVector.fromArray(FLOATS, aMean, c)).sub(v);
        b.mul(FloatVector.fromArray(FLOATS, scale, c)).intoArray(y, at + c);
      }
      for (; c < channels; c++) {
        float v = (x[at + c] - mean[c]) * slope[c];
        y[at + c] = (a[at + c] - aMean[c] - v) * scale[c];
      }
    }
  }
}
