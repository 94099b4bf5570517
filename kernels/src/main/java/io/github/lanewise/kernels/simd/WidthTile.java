package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * A row of outputs of six channels of a convolution with one input channel and stride 1 along the
 * width: the lanes run along the row, two vectors of neighbouring outputs for each channel stay in
 * registers, each tap takes two loads and six broadcast weights.
 */
public final class WidthTile {
  /** Channels of a tile. */
  public static final int CHANNELS = 6;

  private WidthTile() {}

  /**
   * Computes {@code sums[k][i] = relu(bias[k] + Σ x[xAt + i + offsets[t]] · w[t][k])}.
   *
   * @param count outputs of the row, at least one vector
   * @param x input
   * @param xAt index of the first output's pixel under an offset of 0
   * @param offsets offset in {@code x} of each tap
   * @param w weights {@code [tap][CHANNELS]}
   * @param wAt index of the first weight
   * @param bias one value for each channel of the tile
   * @param relu whether negative results become 0
   * @param sums {@code [CHANNELS][count]}; overwritten
   */
  public static void run(
      int count,
      float[] x,
      int xAt,
      int[] offsets,
      float[] w,
      int wAt,
      float[] bias,
      boolean relu,
      float[] sums) {
    // The last vectors are moved back to end with the row, and compute some outputs again.
    for (int i = 0; i < count; i += 2 * L) {
      int p = Math.min(i, count - L);
      int q = Math.min(i + L, count - L);
      FloatVector a0 = FloatVector.broadcast(FLOATS, bias[0]);
      FloatVector b0 = a0;
      FloatVector a1 = FloatVector.broadcast(FLOATS, bias[1]);
      FloatVector b1 = a1;
      FloatVector a2 = FloatVector.broadcast(FLOATS, bias[2]);
      FloatVector b2 = a2;
      FloatVector a3 = FloatVector.broadcast(FLOATS, bias[3]);
      FloatVector b3 = a3;
      FloatVector a4 = FloatVector.broadcast(FLOATS, bias[4]);
      FloatVector b4 = a4;
      FloatVector a5 = FloatVector.broadcast(FLOATS, bias[5]);
      FloatVector b5 = a5;
      for (int t = 0; t < offsets.length; t++) {
        int at = xAt + offsets[t];
        FloatVector left = FloatVector.fromArray(FLOATS, x, at + p);
        FloatVector right = FloatVector.fromArray(FLOATS, x, at + q);
        int k = wAt + t * CHANNELS;
        FloatVector w0 = FloatVector.broadcast(FLOATS, w[k]);
        a0 = left.fma(w0, a0);
        b0 = right.fma(w0, b0);
        FloatVector w1 = FloatVector.broadcast(FLOATS, w[k + 1]);
        a1 = left.fma(w1, a1);
        b1 = right.fma(w1, b1);
        FloatVector w2 = FloatVector.broadcast(FLOATS, w[k + 2]);
        a2 = left.fma(w2, a2);
        b2 = right.fma(w2, b2);
        FloatVector w3 = FloatVector.broadcast(FLOATS, w[k + 3]);
        a3 = left.fma(w3, a3);
        b3 = right.fma(w3, b3);
        FloatVector w4 = FloatVector.broadcast(FLOATS, w[k + 4]);
        a4 = left.fma(w4, a4);
        b4 = right.fma(w4, b4);
        FloatVector w5 = FloatVector.broadcast(FLOATS, w[k + 5]);
        a5 = left.fma(w5, a5);
        b5 = right.fma(w5, b5);
      }
      if (relu) {
        FloatVector zero = FloatVector.zero(FLOATS);
        a0 = a0.blend(zero, a0.lt(0));
        b0 = b0.blend(zero, b0.lt(0));
        a1 = a1.blend(zero, a1.lt(0));
        b1 = b1.blend(zero, b1.lt(0));
        a2 = a2.blend(zero, a2.lt(0));
        b2 = b2.blend(zero, b2.lt(0));
        a3 = a3.blend(zero, a3.lt(0));
        b3 = b3.blend(zero, b3.lt(0));
        a4 = a4.blend(zero, a4.lt(0));
        b4 = b4.blend(zero, b4.lt(0));
        a5 = a5.blend(zero, a5.lt(0));
        b5 = b5.blend(zero, b5.lt(0));
      }
      a0.intoArray(sums, p);
      b0.intoArray(sums, q);
      a1.intoArray(sums, count + p);
      b1.intoArray(sums, count + q);
      a2.intoArray(sums, 2 * count + p);
      b2.intoArray(sums, 2 * count + q);
      a3.intoArray(sums, 3 * count + p);
      b3.intoArray(sums, 3 * count + q);
      a4.intoArray(sums, 4 * count + p);
      b4.intoArray(sums, 4 * count + q);
      a5.intoArray(sums, 5 * count + p);
      b5.intoArray(sums, 5 * count + q);
    }
  }
}
