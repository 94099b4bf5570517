package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * An output row of a depthwise 3×3 convolution of stride 2 along the width, one vector of channels
 * after the other: the nine weights stay in registers, and so does the column that the next pixel
 * uses again. Otherwise as {@link DepthwiseRowPair}.
 */
public final class DepthwiseRowStride2 {
  private DepthwiseRowStride2() {}

  /**
   * Computes {@code y = relu(bias + Σ x · w)} for a whole output row.
   *
   * @param pixels output pixels
   * @param left whether the first window starts on padding, one pixel before the picture
   * @param right whether the last window ends on padding, one pixel after the picture
   * @param channels channels, at least one vector; the last vector is moved back to end with them
   * @param x0 upper input row
   * @param at0 index in it of the first channel under the first window's left column, on the
   *     picture or not
   * @param x1 middle input row
   * @param at1 index in it
   * @param x2 lower input row
   * @param at2 index in it
   * @param w weights {@code [tap][channel]}
   * @param y output; overwritten
   * @param yAt index of the first pixel's first channel
   * @param bias one value for each channel, or null
   * @param relu whether negative results become 0
   */
  public static void run(
      int pixels,
      boolean left,
      boolean right,
      int channels,
      float[] x0,
      int at0,
      float[] x1,
      int at1,
      float[] x2,
      int at2,
      float[] w,
      float[] y,
      int yAt,
      float[] bias,
      boolean relu) {
    int chunk = DepthwiseRowPair.chunk(pixels, 2 * channels);
    for (int p = 0; p < pixels; p += chunk) {
      int now = Math.min(chunk, pixels - p);
      for (int block = DepthwiseRowPair.firstBlock(channels); block < channels; block += L) {
        int c = Math.clamp(block, 0, channels - L);
        row(
            now,
            left && p == 0,
            right && p + now == pixels,
            channels,
            x0,
            at0 + c + p * channels * 2,
            x1,
            at1 + c + p * channels * 2,
            x2,
            at2 + c + p * channels * 2,
            w,
            c,
            y,
            yAt + c + p * channels,
            bias,
            relu);
      }
    }
  }

  private static void row(
      int pixels,
      boolean left,
      boolean right,
      int step,
      float[] x0,
      int at0,
      float[] x1,
      int at1,
      float[] x2,
      int at2,
      float[] w,
      int channel,
      float[] y,
      int yAt,
      float[] bias,
      boolean relu) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector b = bias == null ? zero : FloatVector.fromArray(FLOATS, bias, channel);
    FloatVector w00 = FloatVector.fromArray(FLOATS, w, channel);
    FloatVector w01 = FloatVector.fromArray(FLOATS, w, channel + step);
    FloatVector w02 = FloatVector.fromArray(FLOATS, w, channel + 2 * step);
    FloatVector w10 = FloatVector.fromArray(FLOATS, w, channel + 3 * step);
    FloatVector w11 = FloatVector.fromArray(FLOATS, w, channel + 4 * step);
    FloatVector w12 = FloatVector.fromArray(FLOATS, w, channel + 5 * step);
    FloatVector w20 = FloatVector.fromArray(FLOATS, w, channel + 6 * step);
    FloatVector w21 = FloatVector.fromArray(FLOATS, w, channel + 7 * step);
    FloatVector w22 = FloatVector.fromArray(FLOATS, w, channel + 8 * step);
    FloatVector left0 = left ? zero : FloatVector.fromArray(FLOATS, x0, at0);
    FloatVector left1 = left ? zero : FloatVector.fromArray(FLOATS, x1, at1);
    FloatVector left2 = left ? zero : FloatVector.fromArray(FLOATS, x2, at2);
    int ahead = step;
    int whole = right ? pixels - 1 : pixels;
    for (int p = 0; p < whole; p++) {
      FloatVector middle0 = FloatVector.fromArray(FLOATS, x0, at0 + ahead);
      FloatVector middle1 = FloatVector.fromArray(FLOATS, x1, at1 + ahead);
      FloatVector middle2 = FloatVector.fromArray(FLOATS, x2, at2 + ahead);
      ahead += step;
      FloatVector right0 = FloatVector.fromArray(FLOATS, x0, at0 + ahead);
      FloatVector right1 = FloatVector.fromArray(FLOATS, x1, at1 + ahead);
      FloatVector right2 = FloatVector.fromArray(FLOATS, x2, at2 + ahead);
      ahead += step;
      FloatVector upper = right0.fma(w02, middle0.fma(w01, left0.fma(w00, b)));
      FloatVector centre = right1.fma(w12, middle1.fma(w11, left1.mul(w10)));
      FloatVector lower = right2.fma(w22, middle2.fma(w21, left2.mul(w20)));
      FloatVector sum = upper.add(centre.add(lower));
      if (relu) {
        sum = sum.blend(zero, sum.lt(0));
      }
      sum.intoArray(y, yAt);
      yAt += step;
      left0 = right0;
      left1 = right1;
      left2 = right2;
    }
    if (right) {
      FloatVector middle0 = FloatVector.fromArray(FLOATS, x0, at0 + ahead);
      FloatVector middle1 = FloatVector.fromArray(FLOATS, x1, at1 + ahead);
      FloatVector middle2 = FloatVector.fromArray(FLOATS, x2, at2 + ahead);
      FloatVector upper = middle0.fma(w01, left0.fma(w00, b));
      FloatVector centre = middle1.fma(w11, left1.mul(w10));
      FloatVector lower = middle2.fma(w21, left2.mul(w20));
      FloatVector sum = upper.add(centre.add(lower));
      if (relu) {
        sum = sum.blend(zero, sum.lt(0));
      }
      sum.intoArray(y, yAt);
    }
  }
}
