package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Some channels of some pixels, packed for {@link GradientTiles}; as each value passes through a
 * register anyway, they are summed on the way, which is the gradient of the bias.
 */
public final class PixelPanel {
  private PixelPanel() {}

  /**
   * Computes {@code panel[p][c] = x[xAt + p · xStep + c]} and {@code sums[c] += Σ panel[p][c]}.
   *
   * @param pixels pixels
   * @param width channels; filled up to whole vectors with zeros
   * @param x values
   * @param xAt index of the first pixel's first channel
   * @param xStep distance between pixels
   * @param panel {@code [pixel][whole vectors]}; overwritten
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
      float[] sums,
      int sumsAt) {
    int step = Simd.vectors(width) * L;
    int c = 0;
    for (; c <= width - L; c += L) {
      vector(pixels, x, xAt + c, xStep, panel, c, step, sums, sumsAt + c);
    }
    if (c < width) {
      tail(pixels, width - c, x, xAt + c, xStep, panel, c, step, sums, sumsAt + c);
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
