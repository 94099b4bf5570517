package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * Two output rows of a depthwise 3×3 convolution of stride 1, one vector of channels after the
 * other: the nine weights stay in registers, and so do the columns that the next pixel uses again,
 * so that two outputs take four loads instead of eighteen. Loads matter: as array elements start 16
 * bytes into an object, every 512-bit load crosses a cache line and takes two.
 *
 * <p>The four input rows are given apart, so that a row of zeros can stand for padding. The columns
 * of the padding at the left and right are zeros in registers.
 */
public final class DepthwiseRowPair {
  private DepthwiseRowPair() {}

  /**
   * Computes {@code y = relu(bias + Σ x · w)} for two whole output rows.
   *
   * @param pixels output pixels of a row
   * @param left whether the first window starts on padding, one pixel before the picture
   * @param right whether the last window ends on padding, one pixel after the picture
   * @param channels channels, at least one vector; the last vector is moved back to end with them
   * @param x0 uppermost input row
   * @param at0 index in it of the first channel under the first window's left column, on the
   *     picture or not
   * @param x1 second input row
   * @param at1 index in it
   * @param x2 third input row
   * @param at2 index in it
   * @param x3 lowest input row
   * @param at3 index in it
   * @param w weights {@code [tap][channel]}
   * @param y output; overwritten
   * @param yAt index of the upper row's first channel
   * @param yNext index of the lower row's first channel
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
      float[] x3,
      int at3,
      float[] w,
      float[] y,
      int yAt,
      int yNext,
      float[] bias,
      boolean relu) {
    int chunk = chunk(pixels, channels);
    for (int p = 0; p < pixels; p += chunk) {
      int now = Math.min(chunk, pixels - p);
      for (int block = firstBlock(channels); block < channels; block += L) {
        int c = Math.clamp(block, 0, channels - L);
        vector(
            now,
            left && p == 0,
            right && p + now == pixels,
            channels,
            x0,
            at0 + c + p * channels,
            x1,
            at1 + c + p * channels,
            x2,
            at2 + c + p * channels,
            x3,
            at3 + c + p * channels,
            channels,
            w,
            c,
            y,
            yAt + c + p * channels,
            yNext + c + p * channels,
            bias,
            relu);
      }
    }
  }

  /**
   * Pixels for which all channels are computed before the next: as many as read 8 KiB of a row, so
   * that the prefetchers find streams, but enough to pay for loading the weights.
   *
   * @param pixels pixels of the row
   * @param step floats of a row from one output pixel to the next
   */
  static int chunk(int pixels, int step) {
    int most = Math.max(16, 2048 / step);
    int chunks = (pixels + most - 1) / most;
    return (pixels + chunks - 1) / chunks;
  }

  /**
   * Where blocks of channels begin. From 512 channels on pixels meet in few sets of the L1 cache,
   * and a line that two blocks share is gone before the second: blocks then begin where lines do,
   * if the array does so 16 bytes before its first element, as large ones do.
   *
   * @param channels channels of a pixel
   * @return 0, or −4; a block that begins below 0 is moved up
   */
  static int firstBlock(int channels) {
    return channels >= 512 && L > 4 ? -4 : 0;
  }

  /**
   * Computes one vector of channels of two whole output rows.
   *
   * @param pixels output pixels of a row
   * @param left whether the first window starts on padding
   * @param right whether the last window ends on padding
   * @param xStep distance between input pixels
   * @param x0 uppermost input row
   * @param at0 index in it of the vector under the first window's left column
   * @param x1 second input row
   * @param at1 index in it
   * @param x2 third input row
   * @param at2 index in it
   * @param x3 lowest input row
   * @param at3 index in it
   * @param step distance between output pixels, and between the weights of two taps
   * @param w weights {@code [tap][channel]}
   * @param channel number of the vector's first channel
   * @param y output; overwritten
   * @param yAt index of the vector in the upper row
   * @param yNext index of the vector in the lower row
   * @param bias one value for each channel, or null
   * @param relu whether negative results become 0
   */
  public static void vector(
      int pixels,
      boolean left,
      boolean right,
      int xStep,
      float[] x0,
      int at0,
      float[] x1,
      int at1,
      float[] x2,
      int at2,
      float[] x3,
      int at3,
      int step,
      float[] w,
      int channel,
      float[] y,
      int yAt,
      int yNext,
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
    FloatVector left3 = left ? zero : FloatVector.fromArray(FLOATS, x3, at3);
    FloatVector middle0 = FloatVector.fromArray(FLOATS, x0, at0 + xStep);
    FloatVector middle1 = FloatVector.fromArray(FLOATS, x1, at1 + xStep);
    FloatVector middle2 = FloatVector.fromArray(FLOATS, x2, at2 + xStep);
    FloatVector middle3 = FloatVector.fromArray(FLOATS, x3, at3 + xStep);
    int ahead = 2 * xStep;
    int whole = right ? pixels - 1 : pixels;
    for (int p = 0; p < whole; p++) {
      FloatVector right0 = FloatVector.fromArray(FLOATS, x0, at0 + ahead);
      FloatVector right1 = FloatVector.fromArray(FLOATS, x1, at1 + ahead);
      FloatVector right2 = FloatVector.fromArray(FLOATS, x2, at2 + ahead);
      FloatVector right3 = FloatVector.fromArray(FLOATS, x3, at3 + ahead);
      ahead += xStep;
      FloatVector upper0 = right0.fma(w02, middle0.fma(w01, left0.fma(w00, b)));
      FloatVector centre0 = right1.fma(w12, middle1.fma(w11, left1.mul(w10)));
      FloatVector lower0 = right2.fma(w22, middle2.fma(w21, left2.mul(w20)));
      FloatVector upper1 = right1.fma(w02, middle1.fma(w01, left1.fma(w00, b)));
      FloatVector centre1 = right2.fma(w12, middle2.fma(w11, left2.mul(w10)));
      FloatVector lower1 = right3.fma(w22, middle3.fma(w21, left3.mul(w20)));
      FloatVector sum0 = upper0.add(centre0.add(lower0));
      FloatVector sum1 = upper1.add(centre1.add(lower1));
      if (relu) {
        sum0 = sum0.blend(zero, sum0.lt(0));
        sum1 = sum1.blend(zero, sum1.lt(0));
      }
      sum0.intoArray(y, yAt);
      sum1.intoArray(y, yNext);
      yAt += step;
      yNext += step;
      left0 = middle0;
      left1 = middle1;
      left2 = middle2;
      left3 = middle3;
      middle0 = right0;
      middle1 = right1;
      middle2 = right2;
      middle3 = right3;
    }
    if (right) {
      FloatVector upper0 = middle0.fma(w01, left0.fma(w00, b));
      FloatVector centre0 = middle1.fma(w11, left1.mul(w10));
      FloatVector lower0 = middle2.fma(w21, left2.mul(w20));
      FloatVector upper1 = middle1.fma(w01, left1.fma(w00, b));
      FloatVector centre1 = middle2.fma(w11, left2.mul(w10));
      FloatVector lower1 = middle3.fma(w21, left3.mul(w20));
      FloatVector sum0 = upper0.add(centre0.add(lower0));
      FloatVector sum1 = upper1.add(centre1.add(lower1));
      if (relu) {
        sum0 = sum0.blend(zero, sum0.lt(0));
        sum1 = sum1.blend(zero, sum1.lt(0));
      }
      sum0.intoArray(y, yAt);
      sum1.intoArray(y, yNext);
    }
  }
}
