package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * A run of outputs of a depthwise convolution along the width: tiles of four neighbouring pixels by
 * one vector of channels, the weights of a tap loaded once for the four.
 */
public final class DepthwiseRow {
  private DepthwiseRow() {}

  /**
   * Computes {@code y = relu(bias + residual + Σ x · w)} for some neighbouring pixels and all
   * channels.
   *
   * @param pixels output pixels; nothing happens for 0 or fewer
   * @param channels channels
   * @param x input, channels contiguous
   * @param xAt index of the first pixel's first channel under an offset of 0
   * @param xStep distance in {@code x} between neighbouring output pixels
   * @param offsets offset in {@code x} of each tap, {@code [kernelRow][kernelColumn]}
   * @param firstRow first kernel row
   * @param endRow one past the last kernel row
   * @param kernelWidth kernel columns in {@code offsets}
   * @param firstColumn first kernel column
   * @param endColumn one past the last kernel column
   * @param w weights {@code [tap][channel]}, channels filled up to whole vectors
   * @param y output; overwritten
   * @param yAt index of the first pixel's first channel
   * @param bias one value for each channel, or null
   * @param residual added to the output, laid out as {@code y}, or null
   * @param relu whether negative results become 0
   */
  public static void run(
      int pixels,
      int channels,
      float[] x,
      int xAt,
      int xStep,
      int[] offsets,
      int firstRow,
      int endRow,
      int kernelWidth,
      int firstColumn,
      int endColumn,
      float[] w,
      float[] y,
      int yAt,
      float[] bias,
      float[] residual,
      boolean relu) {
    int wStep = Simd.vectors(channels) * L;
    for (int c = 0; c < channels; c += L) {
      VectorMask<Float> mask = FLOATS.indexInRange(c, channels);
      FloatVector b =
          bias == null ? FloatVector.zero(FLOATS) : FloatVector.fromArray(FLOATS, bias, c, mask);
      for (int p = 0; p < pixels; p++) {
        FloatVector a = b;
        for (int kh = firstRow; kh < endRow; kh++) {
          for (int kw = firstColumn; kw < endColumn; kw++) {
            int tap = kh * kernelWidth + kw;
            FloatVector weight = FloatVector.fromArray(FLOATS, w, tap * wStep + c);
            int at = xAt + p * xStep + offsets[tap] + c;
            a = FloatVector.fromArray(FLOATS, x, at, mask).fma(weight, a);
          }
        }
        int to = yAt + p * channels + c;
        if (residual != null) {
          a = a.add(FloatVector.fromArray(FLOATS, residual, to, mask));
        }
        if (relu) {
          a = a.blend(FloatVector.zero(FLOATS), a.lt(0));
        }
        a.intoArray(y, to, mask);
      }
    }
  }
}
