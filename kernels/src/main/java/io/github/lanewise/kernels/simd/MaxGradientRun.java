package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.INTS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** What one tap of a maximum pooling gets of the gradients of a row of windows. */
public final class MaxGradientRun {
  private MaxGradientRun() {}

  /**
   * Computes {@code dx[i] = argmax[o] == i ? dy[o] : 0} for the values {@code i} under the tap, one
   * for each output {@code o}.
   *
   * @param pixels outputs of the row
   * @param channels channels of a pixel, at least one vector
   * @param dy gradients {@code [pixel][channel]}
   * @param argmax index in {@code dx} of each maximum, laid out as {@code dy}
   * @param at index of the first output
   * @param dx gradient with respect to the input; overwritten under the tap
   * @param dxAt index of the first value
   * @param dxStep distance from the tap of one pixel to that of the next
   */
  public static void run(
      int pixels,
      int channels,
      float[] dy,
      int[] argmax,
      int at,
      float[] dx,
      int dxAt,
      int dxStep) {
    for (int p = 0; p < pixels; p++) {
      pixel(channels, dy, argmax, at + p * channels, dx, dxAt + p * dxStep);
    }
  }

  private static void pixel(int channels, float[] dy, int[] argmax, int at, float[] dx, int dxAt) {
    IntVector lanes = IntVector.zero(INTS).addIndex(1);
    for (int i = 0; i < channels; i += L) {
      int c = Math.min(i, channels - L); // the last vector ends with the channels
      IntVector here = lanes.add(dxAt + c);
      IntVector where = IntVector.fromArray(INTS, argmax, at + c);
      FloatVector.zero(FLOATS)
          .blend(
              FloatVector.fromArray(FLOATS, dy, at + c),
              where.compare(VectorOperators.EQ, here).cast(FLOATS))
          .intoArray(dx, dxAt + c);
    }
  }
}
