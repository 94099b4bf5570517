package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/** Some neighbouring channels of many pixels, copied so that the pixels follow each other. */
public final class ChannelSlice {
  private ChannelSlice() {}

  /**
   * Copies {@code slice[p · channels + c] = x[at + p · step + c]}.
   *
   * @param pixels pixels
   * @param channels channels of the slice, whole vectors
   * @param x input
   * @param at index of the first pixel's first channel
   * @param step channels of a pixel of the input
   * @param slice {@code [pixel][channel]}; overwritten
   */
  public static void copy(int pixels, int channels, float[] x, int at, int step, float[] slice) {
    int to = 0;
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < channels; c += L) {
        FloatVector.fromArray(FLOATS, x, at + c).intoArray(slice, to + c);
      }
      at += step;
      to += channels;
    }
  }
}
