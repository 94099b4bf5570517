package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Some values of some pixels, packed for {@link GradientTiles}. */
public final class PixelPanel {
  private PixelPanel() {}

  /**
   * Copies inputs: {@code panel[at + p · COLUMNS + c] = x[xAt + p · xStep + c]}.
   *
   * @param pixels pixels; nothing happens for 0 or fewer
   * @param width values of a pixel, at most {@link GradientTiles#COLUMNS}; the others keep what is
   *     there
   * @param x input
   * @param xAt index of the first pixel's first value
   * @param xStep distance between pixels
   * @param panel {@code [pixel][COLUMNS]}
   * @param at index of the first pixel
   */
  public static void copy(
      int pixels, int width, float[] x, int xAt, int xStep, float[] panel, int at) {
    int c = 0;
    for (; c <= width - L; c += L) {
      copyVector(pixels, x, xAt + c, xStep, panel, at + c);
    }
    for (; c < width; c++) {
      for (int p = 0; p < pixels; p++) {
        panel[at + p * GradientTiles.COLUMNS + c] = x[xAt + p * xStep + c];
      }
    }
  }

  private static void copyVector(int pixels, float[] x, int xAt, int xStep, float[] panel, int at) {
    for (int p = 0; p < pixels; p++) {
      FloatVector.fromArray(FLOATS, x, xAt).intoArray(panel, at);
      xAt += xStep;
      at += GradientTiles.COLUMNS;
    }
  }

  /**
   * Packs output gradients; as each passes through a register anyway, they are summed on the way,
   * which is the gradient of the bias: {@code panel[panelAt + p · step + c] = x[xAt + p · xStep +
   * c]}, and {@code sums[c]} grows by the sum over the pixels.
   *
   * @param pixels pixels
   * @param width channels; filled up to whole vectors with zeros
   * @param x values
   * @param xAt index of the first pixel's first channel
   * @param xStep distance between pixels
   * @param panel {@code [pixel][whole vectors]}; overwritten
   * @param panelAt index of the panel
   * @param sums one value for each channel of the panel; added to
   * @param sumsAt index of the first
   */
  public static void pack(
      int pixels,
      int width,
      float[] x,
      int xAt,
      int xStep,
      float[] panel,
      int panelAt,
      float[] sums,
      int sumsAt) {
    int step = Simd.vectors(width) * L;
    int c = 0;
    for (; c <= width - 2 * L; c += 2 * L) {
      twoVectors(pixels, x, xAt + c, xStep, panel, panelAt + c, step, sums, sumsAt + c);
    }
    for (; c <= width - L; c += L) {
      vector(pixels, x, xAt + c, xStep, panel, panelAt + c, step, sums, sumsAt + c);
    }
    if (c < width) {
      tail(pixels, width - c, x, xAt + c, xStep, panel, panelAt + c, step, sums, sumsAt + c);
    }
  }

  private static void twoVectors(
      int pixels,
      float[] x,
      int xAt,
      int xStep,
      float[] panel,
      int at,
      int step,
      float[] sums,
      int sumsAt) {
    FloatVector sum0 = FloatVector.zero(FLOATS);
    FloatVector sum1 = FloatVector.zero(FLOATS);
    for (int p = 0; p < pixels; p++) {
      FloatVector v0 = FloatVector.fromArray(FLOATS, x, xAt);
      FloatVector v1 = FloatVector.fromArray(FLOATS, x, xAt + L);
      v0.intoArray(panel, at);
      v1.intoArray(panel, at + L);
      sum0 = sum0.add(v0);
      sum1 = sum1.add(v1);
      xAt += xStep;
      at += step;
    }
    sum0.add(FloatVector.fromArray(FLOATS, sums, sumsAt)).intoArray(sums, sumsAt);
    sum1.add(FloatVector.fromArray(FLOATS, sums, sumsAt + L)).intoArray(sums, sumsAt + L);
  }

  private static void vector(
      int pixels,
      float[] x,
      int xAt,
      int xStep,
      float[] panel,
      int at,
      int step,
      float[] sums,
      int sumsAt) {
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int p = 0; p < pixels; p++) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, xAt);
      v.intoArray(panel, at);
      sum = sum.add(v);
      xAt += xStep;
      at += step;
    }
    sum.add(FloatVector.fromArray(FLOATS, sums, sumsAt)).intoArray(sums, sumsAt);
  }

  /** The channels that fill no vector. */
  private static void tail(
      int pixels,
      int width,
      float[] x,
      int xAt,
      int xStep,
      float[] panel,
      int at,
      int step,
      float[] sums,
      int sumsAt) {
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < width; c++) {
        float v = x[xAt + c];
        panel[at + c] = v;
        sums[sumsAt + c] += v;
      }
      Arrays.fill(panel, at + width, at + L, 0);
      xAt += xStep;
      at += step;
    }
  }
}
