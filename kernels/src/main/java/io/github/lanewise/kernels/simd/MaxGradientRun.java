package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.INTS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** What a row of a maximum pooling's taps gets of the gradients of a row of windows. */
public final class MaxGradientRun {
  private MaxGradientRun() {}

  /**
   * Computes {@code dx[i] = argmax[o] == i ? dy[o] : 0} for the values {@code i} under the taps,
   * one for each output {@code o} and tap. All taps of an output before the next, so that a row is
   * written from its start to its end.
   *
   * @param pixels outputs of the row
   * @param channels channels of a pixel, at least one vector
   * @param dy gradients {@code [pixel][channel]}
   * @param argmax index in {@code dx} of each maximum, laid out as {@code dy}
   * @param at index of the first output
   * @param taps neighbouring taps of a window
   * @param dx gradient with respect to the input; overwritten under the taps
   * @param dxAt index of the first value
   * @param dxStep distance from the taps of one pixel to those of the next
   */
  public static void run(
      int pixels,
      int channels,
      float[] dy,
      int[] argmax,
      int at,
      int taps,
      float[] dx,
      int dxAt,
      int dxStep) {
    for (int p = 0; p < pixels; p++) {
      pixel(channels, dy, argmax, at + p * channels, taps, dx, dxAt + p * dxStep);
    }
  }

  private static void pixel(
      int channels, float[] dy, int[] argmax, int at, int taps, float[] dx, int dxAt) {
    IntVector lanes = IntVector.zero(INTS).addIndex(1);
    for (int i = 0; i < channels; i += L) {
      int c = Math.min(i, channels - L); // the last vector ends with the channels
      FloatVector gradient = FloatVector.fromArray(FLOATS, dy, at + c);
      IntVector where = IntVector.fromArray(INTS, argmax, at + c).sub(lanes);
      int to = dxAt + c;
      for (int tap = 0; tap < taps; tap++, to += channels) {
        FloatVector.zero(FLOATS)
            .blend(gradient, where.compare(VectorOperators.EQ, to).cast(FLOATS))
            .intoArray(dx, to);
      }
    }
  }
}
