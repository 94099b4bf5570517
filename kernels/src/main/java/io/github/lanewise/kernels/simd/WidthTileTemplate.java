package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * A row of outputs of some channels of a convolution with one input channel and stride 1 along the
 * width: the lanes run along the row, two vectors of neighbouring outputs for each channel stay in
 * registers, each tap takes two loads and a broadcast weight for each channel.
 *
 * <p>{@link WidthTiles} defines this class once for each number of channels, which is a constant
 * there. What a kind has no use for is null, as in {@link TileTemplate}.
 */
final class WidthTileTemplate implements WidthTile {
  /**
   * What distinguishes one from another.
   *
   * @param channels output channels, 1 to {@link WidthTiles#MOST_CHANNELS}
   * @param relu whether negative results become 0
   */
  record Kind(int channels, boolean relu) {}

  private static final int CHANNELS;
  private static final boolean RELU;

  static {
    Kind kind = Templates.kind(MethodHandles.lookup(), Kind.class);
    CHANNELS = kind.channels();
    RELU = kind.relu();
  }

  @Override
  public void run(
      int count,
      float[] x,
      int xAt,
      int[] offsets,
      float[] w,
      int wAt,
      float[] bias,
      float[] sums) {
    // The last vectors are moved back to end with the row, and compute some outputs again.
    for (int i = 0; i < count; i += 2 * L) {
      int p = Math.min(i, count - L);
      int q = Math.min(i + L, count - L);
      FloatVector a0 = FloatVector.broadcast(FLOATS, bias[0]);
      FloatVector b0 = a0;
      FloatVector a1 = CHANNELS > 1 ? FloatVector.broadcast(FLOATS, bias[1]) : null;
      FloatVector b1 = a1;
      FloatVector a2 = CHANNELS > 2 ? FloatVector.broadcast(FLOATS, bias[2]) : null;
      FloatVector b2 = a2;
      FloatVector a3 = CHANNELS > 3 ? FloatVector.broadcast(FLOATS, bias[3]) : null;
      FloatVector b3 = a3;
      FloatVector a4 = CHANNELS > 4 ? FloatVector.broadcast(FLOATS, bias[4]) : null;
      FloatVector b4 = a4;
      FloatVector a5 = CHANNELS > 5 ? FloatVector.broadcast(FLOATS, bias[5]) : null;
      FloatVector b5 = a5;
      FloatVector a6 = CHANNELS > 6 ? FloatVector.broadcast(FLOATS, bias[6]) : null;
      FloatVector b6 = a6;
      FloatVector a7 = CHANNELS > 7 ? FloatVector.broadcast(FLOATS, bias[7]) : null;
      FloatVector b7 = a7;
      for (int t = 0; t < offsets.length; t++) {
        int at = xAt + offsets[t];
        FloatVector left = FloatVector.fromArray(FLOATS, x, at + p);
        FloatVector right = FloatVector.fromArray(FLOATS, x, at + q);
        int k = wAt + t * CHANNELS;
        FloatVector w0 = FloatVector.broadcast(FLOATS, w[k]);
        a0 = left.fma(w0, a0);
        b0 = right.fma(w0, b0);
        if (CHANNELS > 1) {
          FloatVector w1 = FloatVector.broadcast(FLOATS, w[k + 1]);
          a1 = left.fma(w1, a1);
          b1 = right.fma(w1, b1);
        }
        if (CHANNELS > 2) {
          FloatVector w2 = FloatVector.broadcast(FLOATS, w[k + 2]);
          a2 = left.fma(w2, a2);
          b2 = right.fma(w2, b2);
        }
        if (CHANNELS > 3) {
          FloatVector w3 = FloatVector.broadcast(FLOATS, w[k + 3]);
          a3 = left.fma(w3, a3);
          b3 = right.fma(w3, b3);
        }
        if (CHANNELS > 4) {
          FloatVector w4 = FloatVector.broadcast(FLOATS, w[k + 4]);
          a4 = left.fma(w4, a4);
          b4 = right.fma(w4, b4);
        }
        if (CHANNELS > 5) {
          FloatVector w5 = FloatVector.broadcast(FLOATS, w[k + 5]);
          a5 = left.fma(w5, a5);
          b5 = right.fma(w5, b5);
        }
        if (CHANNELS > 6) {
          FloatVector w6 = FloatVector.broadcast(FLOATS, w[k + 6]);
          a6 = left.fma(w6, a6);
          b6 = right.fma(w6, b6);
        }
        if (CHANNELS > 7) {
          FloatVector w7 = FloatVector.broadcast(FLOATS, w[k + 7]);
          a7 = left.fma(w7, a7);
          b7 = right.fma(w7, b7);
        }
      }
      FloatVector zero = FloatVector.zero(FLOATS);
      if (RELU) {
        a0 = a0.blend(zero, a0.lt(0));
        b0 = b0.blend(zero, b0.lt(0));
      }
      a0.intoArray(sums, p);
      b0.intoArray(sums, q);
      if (CHANNELS > 1) {
        if (RELU) {
          a1 = a1.blend(zero, a1.lt(0));
          b1 = b1.blend(zero, b1.lt(0));
        }
        a1.intoArray(sums, count + p);
        b1.intoArray(sums, count + q);
      }
      if (CHANNELS > 2) {
        if (RELU) {
          a2 = a2.blend(zero, a2.lt(0));
          b2 = b2.blend(zero, b2.lt(0));
        }
        a2.intoArray(sums, 2 * count + p);
        b2.intoArray(sums, 2 * count + q);
      }
      if (CHANNELS > 3) {
        if (RELU) {
          a3 = a3.blend(zero, a3.lt(0));
          b3 = b3.blend(zero, b3.lt(0));
        }
        a3.intoArray(sums, 3 * count + p);
        b3.intoArray(sums, 3 * count + q);
      }
      if (CHANNELS > 4) {
        if (RELU) {
          a4 = a4.blend(zero, a4.lt(0));
          b4 = b4.blend(zero, b4.lt(0));
        }
        a4.intoArray(sums, 4 * count + p);
        b4.intoArray(sums, 4 * count + q);
      }
      if (CHANNELS > 5) {
        if (RELU) {
          a5 = a5.blend(zero, a5.lt(0));
          b5 = b5.blend(zero, b5.lt(0));
        }
        a5.intoArray(sums, 5 * count + p);
        b5.intoArray(sums, 5 * count + q);
      }
      if (CHANNELS > 6) {
        if (RELU) {
          a6 = a6.blend(zero, a6.lt(0));
          b6 = b6.blend(zero, b6.lt(0));
        }
        a6.intoArray(sums, 6 * count + p);
        b6.intoArray(sums, 6 * count + q);
      }
      if (CHANNELS > 7) {
        if (RELU) {
          a7 = a7.blend(zero, a7.lt(0));
          b7 = b7.blend(zero, b7.lt(0));
        }
        a7.intoArray(sums, 7 * count + p);
        b7.intoArray(sums, 7 * count + q);
      }
    }
  }
}
