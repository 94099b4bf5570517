package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * A row of a depthwise 3×3 convolution, one vector of channels after the other: the nine weights
 * stay in registers, and so do the columns that the next pixel uses again, so that a pixel at
 * stride 1 takes three loads instead of nine. Loads matter: as array elements start 16 bytes into
 * an object, every 512-bit load crosses a cache line and takes two.
 *
 * <p>The three input rows are given apart, so that a row of zeros can stand for padding.
 */
public final class DepthwiseRow3 {
  private DepthwiseRow3() {}

  /**
   * Computes {@code y = relu(bias + Σ x · w)} for pixels whose windows lie on the picture.
   *
   * @param pixels output pixels
   * @param stride input pixels from one output pixel to the next, 1 or 2
   * @param channels channels, at least one vector; the last vector is moved back to end with them
   * @param x0 upper input row
   * @param at0 index in it of the first channel of the first pixel
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
      int stride,
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
    int step = channels;
    for (int block = 0; block < channels; block += L) {
      int c = Math.min(block, channels - L);
      if (stride == 1) {
        stride1(
            pixels, step, x0, at0 + c, x1, at1 + c, x2, at2 + c, w, c, step, y, yAt + c, bias, c,
            relu);
      } else {
        stride2(
            pixels, step, x0, at0 + c, x1, at1 + c, x2, at2 + c, w, c, step, y, yAt + c, bias, c,
            relu);
      }
    }
  }

  private static void stride1(
      int pixels,
      int step,
      float[] x0,
      int at0,
      float[] x1,
      int at1,
      float[] x2,
      int at2,
      float[] w,
      int wAt,
      int wStep,
      float[] y,
      int yAt,
      float[] bias,
      int biasAt,
      boolean relu) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector b = bias == null ? zero : FloatVector.fromArray(FLOATS, bias, biasAt);
    FloatVector w00 = FloatVector.fromArray(FLOATS, w, wAt);
    FloatVector w01 = FloatVector.fromArray(FLOATS, w, wAt + wStep);
    FloatVector w02 = FloatVector.fromArray(FLOATS, w, wAt + 2 * wStep);
    FloatVector w10 = FloatVector.fromArray(FLOATS, w, wAt + 3 * wStep);
    FloatVector w11 = FloatVector.fromArray(FLOATS, w, wAt + 4 * wStep);
    FloatVector w12 = FloatVector.fromArray(FLOATS, w, wAt + 5 * wStep);
    FloatVector w20 = FloatVector.fromArray(FLOATS, w, wAt + 6 * wStep);
    FloatVector w21 = FloatVector.fromArray(FLOATS, w, wAt + 7 * wStep);
    FloatVector w22 = FloatVector.fromArray(FLOATS, w, wAt + 8 * wStep);
    FloatVector left0 = FloatVector.fromArray(FLOATS, x0, at0);
    FloatVector left1 = FloatVector.fromArray(FLOATS, x1, at1);
    FloatVector left2 = FloatVector.fromArray(FLOATS, x2, at2);
    FloatVector middle0 = FloatVector.fromArray(FLOATS, x0, at0 + step);
    FloatVector middle1 = FloatVector.fromArray(FLOATS, x1, at1 + step);
    FloatVector middle2 = FloatVector.fromArray(FLOATS, x2, at2 + step);
    int ahead = 2 * step;
    for (int p = 0; p < pixels; p++) {
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
      left0 = middle0;
      left1 = middle1;
      left2 = middle2;
      middle0 = right0;
      middle1 = right1;
      middle2 = right2;
    }
  }

  private static void stride2(
      int pixels,
      int step,
      float[] x0,
      int at0,
      float[] x1,
      int at1,
      float[] x2,
      int at2,
      float[] w,
      int wAt,
      int wStep,
      float[] y,
      int yAt,
      float[] bias,
      int biasAt,
      boolean relu) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector b = bias == null ? zero : FloatVector.fromArray(FLOATS, bias, biasAt);
    FloatVector w00 = FloatVector.fromArray(FLOATS, w, wAt);
    FloatVector w01 = FloatVector.fromArray(FLOATS, w, wAt + wStep);
    FloatVector w02 = FloatVector.fromArray(FLOATS, w, wAt + 2 * wStep);
    FloatVector w10 = FloatVector.fromArray(FLOATS, w, wAt + 3 * wStep);
    FloatVector w11 = FloatVector.fromArray(FLOATS, w, wAt + 4 * wStep);
    FloatVector w12 = FloatVector.fromArray(FLOATS, w, wAt + 5 * wStep);
    FloatVector w20 = FloatVector.fromArray(FLOATS, w, wAt + 6 * wStep);
    FloatVector w21 = FloatVector.fromArray(FLOATS, w, wAt + 7 * wStep);
    FloatVector w22 = FloatVector.fromArray(FLOATS, w, wAt + 8 * wStep);
    FloatVector left0 = FloatVector.fromArray(FLOATS, x0, at0);
    FloatVector left1 = FloatVector.fromArray(FLOATS, x1, at1);
    FloatVector left2 = FloatVector.fromArray(FLOATS, x2, at2);
    int ahead = step;
    for (int p = 0; p < pixels; p++) {
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
  }
}
