package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/** Some values of some pixels, packed for {@link GradientTiles}. */
public final class PixelPanel {
  private PixelPanel() {}

  /**
   * Copies inputs into neighbouring panels: {@code panel[at + c / columns · panelStep + p · columns
   * + c % columns] = x[xAt + p · xStep + c]}. Pixel by pixel, so that memory is read in long runs.
   *
   * @param pixels pixels; nothing happens for 0 or fewer
   * @param width values of a pixel; what they leave of the last panel keeps what is there
   * @param x input
   * @param xAt index of the first pixel's first value
   * @param xStep distance between pixels
   * @param panels {@code [pixel][columns]} each
   * @param at index of the first panel's first pixel
   * @param panelStep distance between panels
   * @param columns values of a pixel in a panel, whole vectors
   */
  public static void copy(
      int pixels,
      int width,
      float[] x,
      int xAt,
      int xStep,
      float[] panels,
      int at,
      int panelStep,
      int columns) {
    int c = 0;
    for (; c <= width - 4 * L; c += 4 * L) {
      fourVectors(
          pixels,
          x,
          xAt + c,
          xStep,
          panels,
          at + place(c, panelStep, columns),
          at + place(c + L, panelStep, columns),
          at + place(c + 2 * L, panelStep, columns),
          at + place(c + 3 * L, panelStep, columns),
          columns);
    }
    for (; c <= width - L; c += L) {
      int to = at + place(c, panelStep, columns);
      copyVector(pixels, x, xAt + c, xStep, panels, to, columns);
    }
    for (; c < width; c++) {
      int to = at + place(c, panelStep, columns);
      for (int p = 0; p < pixels; p++) {
        panels[to + p * columns] = x[xAt + p * xStep + c];
      }
    }
  }

  /** Where the panels have a pixel's value. */
  private static int place(int c, int panelStep, int columns) {
    return c / columns * panelStep + c % columns;
  }

  /** Pixel by pixel, so that memory is read in longer runs. */
  private static void fourVectors(
      int pixels,
      float[] x,
      int xAt,
      int xStep,
      float[] panels,
      int at0,
      int at1,
      int at2,
      int at3,
      int columns) {
    for (int p = 0; p < pixels; p++) {
      int to = p * columns;
      FloatVector.fromArray(FLOATS, x, xAt).intoArray(panels, at0 + to);
      FloatVector.fromArray(FLOATS, x, xAt + L).intoArray(panels, at1 + to);
      FloatVector.fromArray(FLOATS, x, xAt + 2 * L).intoArray(panels, at2 + to);
      FloatVector.fromArray(FLOATS, x, xAt + 3 * L).intoArray(panels, at3 + to);
      xAt += xStep;
    }
  }

  private static void copyVector(
      int pixels, float[] x, int xAt, int xStep, float[] to, int toAt, int toStep) {
    for (int p = 0; p < pixels; p++) {
      FloatVector.fromArray(FLOATS, x, xAt).intoArray(to, toAt);
      xAt += xStep;
      toAt += toStep;
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

  /**
   * Sums values over pixels: {@code sums[c]} grows by the sum of {@code x[xAt + p · xStep + c]}.
   *
   * @param pixels pixels
   * @param vectors vectors of values
   * @param x values
   * @param xAt index of the first pixel's first value
   * @param xStep distance between pixels
   * @param sums added to
   * @param sumsAt index of the first
   */
  public static void sum(
      int pixels, int vectors, float[] x, int xAt, int xStep, float[] sums, int sumsAt) {
    for (int v = 0; v < vectors; v++) {
      FloatVector sum = FloatVector.zero(FLOATS);
      int at = xAt + v * L;
      for (int p = 0; p < pixels; p++) {
        sum = sum.add(FloatVector.fromArray(FLOATS, x, at));
        at += xStep;
      }
      int to = sumsAt + v * L;
      sum.add(FloatVector.fromArray(FLOATS, sums, to)).intoArray(sums, to);
    }
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
