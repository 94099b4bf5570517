package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * A row of outputs of a single-channel convolution with stride 1 along the width: four vectors of
 * neighbouring outputs in registers, each tap one broadcast weight and four loads.
 */
public final class WidthRow {
  private WidthRow() {}

  /**
   * Computes {@code y[yAt + i] = relu(bias + residual[yAt + i] + Σ x[xAt + i + offsets[t]] ·
   * w[t])}.
   *
   * @param count outputs; nothing happens for 0 or fewer
   * @param x input
   * @param xAt index of the first output's pixel under an offset of 0
   * @param offsets offset in {@code x} of each tap
   * @param from first tap
   * @param to one past the last tap
   * @param w weight of each tap
   * @param y output; overwritten
   * @param yAt index of the first output
   * @param bias added to each output
   * @param residual added to the outputs, laid out as {@code y}, or null
   * @param relu whether negative results become 0
   */
  public static void run(
      int count,
      float[] x,
      int xAt,
      int[] offsets,
      int from,
      int to,
      float[] w,
      float[] y,
      int yAt,
      float bias,
      float[] residual,
      boolean relu) {
    int i = 0;
    for (; i <= count - 4 * L; i += 4 * L) {
      FloatVector a0 = FloatVector.broadcast(FLOATS, bias);
      FloatVector a1 = a0;
      FloatVector a2 = a0;
      FloatVector a3 = a0;
      for (int t = from; t < to; t++) {
        FloatVector weight = FloatVector.broadcast(FLOATS, w[t]);
        int at = xAt + i + offsets[t];
        a0 = FloatVector.fromArray(FLOATS, x, at).fma(weight, a0);
        a1 = FloatVector.fromArray(FLOATS, x, at + L).fma(weight, a1);
        a2 = FloatVector.fromArray(FLOATS, x, at + 2 * L).fma(weight, a2);
        a3 = FloatVector.fromArray(FLOATS, x, at + 3 * L).fma(weight, a3);
      }
      int to0 = yAt + i;
      if (residual != null) {
        a0 = a0.add(FloatVector.fromArray(FLOATS, residual, to0));
        a1 = a1.add(FloatVector.fromArray(FLOATS, residual, to0 + L));
        a2 = a2.add(FloatVector.fromArray(FLOATS, residual, to0 + 2 * L));
        a3 = a3.add(FloatVector.fromArray(FLOATS, residual, to0 + 3 * L));
      }
      if (relu) {
        a0 = a0.blend(FloatVector.zero(FLOATS), a0.lt(0));
        a1 = a1.blend(FloatVector.zero(FLOATS), a1.lt(0));
        a2 = a2.blend(FloatVector.zero(FLOATS), a2.lt(0));
        a3 = a3.blend(FloatVector.zero(FLOATS), a3.lt(0));
      }
      a0.intoArray(y, to0);
      a1.intoArray(y, to0 + L);
      a2.intoArray(y, to0 + 2 * L);
      a3.intoArray(y, to0 + 3 * L);
    }
    // Whole vectors; the last is moved back to end with the row, and computes some outputs again.
    for (; i < count && count >= L; i += L) {
      int first = Math.min(i, count - L);
      FloatVector a = FloatVector.broadcast(FLOATS, bias);
      for (int t = from; t < to; t++) {
        FloatVector weight = FloatVector.broadcast(FLOATS, w[t]);
        a = FloatVector.fromArray(FLOATS, x, xAt + first + offsets[t]).fma(weight, a);
      }
      if (residual != null) {
        a = a.add(FloatVector.fromArray(FLOATS, residual, yAt + first));
      }
      if (relu) {
        a = a.blend(FloatVector.zero(FLOATS), a.lt(0));
      }
      a.intoArray(y, yAt + first);
    }
    if (i < count) {
      narrow(count, x, xAt, offsets, from, to, w, y, yAt, bias, residual, relu);
    }
  }

  /** A row of fewer outputs than lanes. */
  private static void narrow(
      int count,
      float[] x,
      int xAt,
      int[] offsets,
      int from,
      int to,
      float[] w,
      float[] y,
      int yAt,
      float bias,
      float[] residual,
      boolean relu) {
    for (int i = 0; i < count; i++) {
      float sum = bias;
      for (int t = from; t < to; t++) {
        sum = Math.fma(x[xAt + i + offsets[t]], w[t], sum);
      }
      if (residual != null) {
        sum += residual[yAt + i];
      }
      y[yAt + i] = relu && sum < 0 ? 0 : sum;
    }
  }
}
