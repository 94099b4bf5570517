package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * Rows of outputs of a single-channel convolution with stride 1 along the width. The lanes run
 * along the row, the weights stay in registers, and each tap of a vector of outputs is one load and
 * one multiply-add.
 *
 * <p>One source serves every number of taps: {@link WidthRows} defines this class once for each as
 * a hidden class in which the fields of {@link Kind} are constants.
 */
final class WidthTapsTemplate implements WidthTaps {
  /**
   * What distinguishes one from another.
   *
   * @param taps taps of a window, 1 to 9
   * @param relu whether negative results become 0
   */
  record Kind(int taps, boolean relu) {}

  private static final int TAPS;
  private static final boolean RELU;

  static {
    Kind kind = Templates.kind(MethodHandles.lookup(), Kind.class);
    TAPS = kind.taps();
    RELU = kind.relu();
  }

  @Override
  public void run(
      int rows,
      int count,
      float[] x,
      int xAt,
      int xStep,
      int[] offsets,
      int from,
      float[] w,
      float[] y,
      int yAt,
      int yStep,
      float bias) {
    int o0 = xAt + offsets[from];
    int o1 = TAPS > 1 ? xAt + offsets[from + 1] : 0;
    int o2 = TAPS > 2 ? xAt + offsets[from + 2] : 0;
    int o3 = TAPS > 3 ? xAt + offsets[from + 3] : 0;
    int o4 = TAPS > 4 ? xAt + offsets[from + 4] : 0;
    int o5 = TAPS > 5 ? xAt + offsets[from + 5] : 0;
    int o6 = TAPS > 6 ? xAt + offsets[from + 6] : 0;
    int o7 = TAPS > 7 ? xAt + offsets[from + 7] : 0;
    int o8 = TAPS > 8 ? xAt + offsets[from + 8] : 0;
    FloatVector w0 = FloatVector.broadcast(FLOATS, w[from]);
    FloatVector w1 = FloatVector.broadcast(FLOATS, TAPS > 1 ? w[from + 1] : 0);
    FloatVector w2 = FloatVector.broadcast(FLOATS, TAPS > 2 ? w[from + 2] : 0);
    FloatVector w3 = FloatVector.broadcast(FLOATS, TAPS > 3 ? w[from + 3] : 0);
    FloatVector w4 = FloatVector.broadcast(FLOATS, TAPS > 4 ? w[from + 4] : 0);
    FloatVector w5 = FloatVector.broadcast(FLOATS, TAPS > 5 ? w[from + 5] : 0);
    FloatVector w6 = FloatVector.broadcast(FLOATS, TAPS > 6 ? w[from + 6] : 0);
    FloatVector w7 = FloatVector.broadcast(FLOATS, TAPS > 7 ? w[from + 7] : 0);
    FloatVector w8 = FloatVector.broadcast(FLOATS, TAPS > 8 ? w[from + 8] : 0);
    FloatVector b = FloatVector.broadcast(FLOATS, bias);
    for (int row = 0; row < rows; row++) {
      int xRow = row * xStep;
      int yRow = yAt + row * yStep;
      for (int next = 0; next < count; next += L) {
        int i = Math.min(next, count - L); // the last vector is moved back to end with the row
        int at = xRow + i;
        FloatVector sum = FloatVector.fromArray(FLOATS, x, o0 + at).fma(w0, b);
        if (TAPS > 1) {
          sum = FloatVector.fromArray(FLOATS, x, o1 + at).fma(w1, sum);
        }
        if (TAPS > 2) {
          sum = FloatVector.fromArray(FLOATS, x, o2 + at).fma(w2, sum);
        }
        if (TAPS > 3) {
          sum = FloatVector.fromArray(FLOATS, x, o3 + at).fma(w3, sum);
        }
        if (TAPS > 4) {
          sum = FloatVector.fromArray(FLOATS, x, o4 + at).fma(w4, sum);
        }
        if (TAPS > 5) {
          sum = FloatVector.fromArray(FLOATS, x, o5 + at).fma(w5, sum);
        }
        if (TAPS > 6) {
          sum = FloatVector.fromArray(FLOATS, x, o6 + at).fma(w6, sum);
        }
        if (TAPS > 7) {
          sum = FloatVector.fromArray(FLOATS, x, o7 + at).fma(w7, sum);
        }
        if (TAPS > 8) {
          sum = FloatVector.fromArray(FLOATS, x, o8 + at).fma(w8, sum);
        }
        if (RELU) {
          sum = sum.blend(FloatVector.zero(FLOATS), sum.lt(0));
        }
        sum.intoArray(y, yRow + i);
      }
    }
  }
}
