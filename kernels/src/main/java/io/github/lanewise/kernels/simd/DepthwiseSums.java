package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * Sums over pixels, channel by channel: the weight gradient of a depthwise convolution. The lanes
 * run along the channels.
 *
 * <p>Sums lie in whole vectors, {@code [tap][vector][lane]}. The last vector of channels is moved
 * back to end with them, and has sums of its own, so that no channel is added twice.
 */
public final class DepthwiseSums {
  private DepthwiseSums() {}

  /**
   * First channel of a vector.
   *
   * @param vector its number
   * @param channels channels, at least one vector
   * @return a channel
   */
  public static int channel(int vector, int channels) {
    return Math.min(vector * L, channels - L);
  }

  /**
   * Computes {@code sums[c] += Σ x[c] · dy[c]} over a run of pixels: one tap.
   *
   * @param pixels output pixels
   * @param channels channels, at least one vector
   * @param x input
   * @param xAt index of the first channel of the first pixel
   * @param xStep distance between pixels in {@code x}
   * @param dy output gradients
   * @param dyAt index of the first channel of the first pixel
   * @param dyStep distance between pixels in {@code dy}
   * @param sums whole vectors; added to
   * @param sumsAt index of the tap's first sum
   */
  public static void tap(
      int pixels,
      int channels,
      float[] x,
      int xAt,
      int xStep,
      float[] dy,
      int dyAt,
      int dyStep,
      float[] sums,
      int sumsAt) {
    for (int v = 0; v < Simd.vectors(channels); v++) {
      int c = channel(v, channels);
      tap(pixels, x, xAt + c, xStep, dy, dyAt + c, dyStep, sums, sumsAt + v * L);
    }
  }

  private static void tap(
      int pixels,
      float[] x,
      int xAt,
      int xStep,
      float[] dy,
      int dyAt,
      int dyStep,
      float[] sums,
      int sumsAt) {
    FloatVector a = FloatVector.fromArray(FLOATS, sums, sumsAt);
    for (int p = 0; p < pixels; p++) {
      FloatVector d = FloatVector.fromArray(FLOATS, dy, dyAt);
      a = FloatVector.fromArray(FLOATS, x, xAt).fma(d, a);
      xAt += xStep;
      dyAt += dyStep;
    }
    a.intoArray(sums, sumsAt);
  }

  /**
   * Computes {@code sums[c] += Σ dy[c]} over a run of neighbouring pixels: the bias.
   *
   * @param pixels output pixels
   * @param channels channels, at least one vector
   * @param dy output gradients
   * @param dyAt index of the first channel of the first pixel
   * @param sums whole vectors; added to
   * @param sumsAt index of the first sum
   */
  public static void bias(
      int pixels, int channels, float[] dy, int dyAt, float[] sums, int sumsAt) {
    for (int v = 0; v < Simd.vectors(channels); v++) {
      int at = dyAt + channel(v, channels);
      FloatVector a = FloatVector.fromArray(FLOATS, sums, sumsAt + v * L);
      FloatVector b = FloatVector.zero(FLOATS); // two sums, for each waits for its own last one
      int p = 0;
      for (; p < pixels - 1; p += 2) {
        a = a.add(FloatVector.fromArray(FLOATS, dy, at));
        b = b.add(FloatVector.fromArray(FLOATS, dy, at + channels));
        at += 2 * channels;
      }
      if (p < pixels) {
        a = a.add(FloatVector.fromArray(FLOATS, dy, at));
      }
      a.add(b).intoArray(sums, sumsAt + v * L);
    }
  }

  /**
   * Adds a row of output pixels whose windows lie on the picture to the sums of all taps of a 3×3
   * kernel. The nine sums stay in registers, and so do the columns that the next pixel uses again.
   *
   * @param pixels output pixels
   * @param stride input pixels from one output pixel to the next, 1 or 2
   * @param channels channels, at least one vector
   * @param x0 upper input row, or zeros
   * @param at0 index in it of the first channel of the first pixel
   * @param x1 middle input row, or zeros
   * @param at1 index in it
   * @param x2 lower input row, or zeros
   * @param at2 index in it
   * @param dy output gradients
   * @param dyAt index of the first channel of the first pixel
   * @param sums whole vectors for each tap; added to
   */
  public static void row3(
      int pixels,
      int stride,
      int channels,
      float[] x0,
      int at0,
      float[] x1,
      int at1,
      float[] x2,
      int at2,
      float[] dy,
      int dyAt,
      float[] sums) {
    int vectors = Simd.vectors(channels);
    for (int v = 0; v < vectors; v++) {
      int c = channel(v, channels);
      if (stride == 1) {
        stride1(
            pixels,
            channels,
            x0,
            at0 + c,
            x1,
            at1 + c,
            x2,
            at2 + c,
            dy,
            dyAt + c,
            sums,
            v * L,
            vectors * L);
      } else {
        stride2(
            pixels,
            channels,
            x0,
            at0 + c,
            x1,
            at1 + c,
            x2,
            at2 + c,
            dy,
            dyAt + c,
            sums,
            v * L,
            vectors * L);
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
      float[] dy,
      int dyAt,
      float[] sums,
      int sumsAt,
      int sumsStep) {
    FloatVector a00 = FloatVector.fromArray(FLOATS, sums, sumsAt);
    FloatVector a01 = FloatVector.fromArray(FLOATS, sums, sumsAt + sumsStep);
    FloatVector a02 = FloatVector.fromArray(FLOATS, sums, sumsAt + 2 * sumsStep);
    FloatVector a10 = FloatVector.fromArray(FLOATS, sums, sumsAt + 3 * sumsStep);
    FloatVector a11 = FloatVector.fromArray(FLOATS, sums, sumsAt + 4 * sumsStep);
    FloatVector a12 = FloatVector.fromArray(FLOATS, sums, sumsAt + 5 * sumsStep);
    FloatVector a20 = FloatVector.fromArray(FLOATS, sums, sumsAt + 6 * sumsStep);
    FloatVector a21 = FloatVector.fromArray(FLOATS, sums, sumsAt + 7 * sumsStep);
    FloatVector a22 = FloatVector.fromArray(FLOATS, sums, sumsAt + 8 * sumsStep);
    FloatVector left0 = FloatVector.fromArray(FLOATS, x0, at0);
    FloatVector left1 = FloatVector.fromArray(FLOATS, x1, at1);
    FloatVector left2 = FloatVector.fromArray(FLOATS, x2, at2);
    FloatVector middle0 = FloatVector.fromArray(FLOATS, x0, at0 + step);
    FloatVector middle1 = FloatVector.fromArray(FLOATS, x1, at1 + step);
    FloatVector middle2 = FloatVector.fromArray(FLOATS, x2, at2 + step);
    int ahead = 2 * step;
    for (int p = 0; p < pixels; p++) {
      FloatVector d = FloatVector.fromArray(FLOATS, dy, dyAt);
      FloatVector right0 = FloatVector.fromArray(FLOATS, x0, at0 + ahead);
      FloatVector right1 = FloatVector.fromArray(FLOATS, x1, at1 + ahead);
      FloatVector right2 = FloatVector.fromArray(FLOATS, x2, at2 + ahead);
      a00 = left0.fma(d, a00);
      a01 = middle0.fma(d, a01);
      a02 = right0.fma(d, a02);
      a10 = left1.fma(d, a10);
      a11 = middle1.fma(d, a11);
      a12 = right1.fma(d, a12);
      a20 = left2.fma(d, a20);
      a21 = middle2.fma(d, a21);
      a22 = right2.fma(d, a22);
      left0 = middle0;
      left1 = middle1;
      left2 = middle2;
      middle0 = right0;
      middle1 = right1;
      middle2 = right2;
      ahead += step;
      dyAt += step;
    }
    a00.intoArray(sums, sumsAt);
    a01.intoArray(sums, sumsAt + sumsStep);
    a02.intoArray(sums, sumsAt + 2 * sumsStep);
    a10.intoArray(sums, sumsAt + 3 * sumsStep);
    a11.intoArray(sums, sumsAt + 4 * sumsStep);
    a12.intoArray(sums, sumsAt + 5 * sumsStep);
    a20.intoArray(sums, sumsAt + 6 * sumsStep);
    a21.intoArray(sums, sumsAt + 7 * sumsStep);
    a22.intoArray(sums, sumsAt + 8 * sumsStep);
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
      float[] dy,
      int dyAt,
      float[] sums,
      int sumsAt,
      int sumsStep) {
    FloatVector a00 = FloatVector.fromArray(FLOATS, sums, sumsAt);
    FloatVector a01 = FloatVector.fromArray(FLOATS, sums, sumsAt + sumsStep);
    FloatVector a02 = FloatVector.fromArray(FLOATS, sums, sumsAt + 2 * sumsStep);
    FloatVector a10 = FloatVector.fromArray(FLOATS, sums, sumsAt + 3 * sumsStep);
    FloatVector a11 = FloatVector.fromArray(FLOATS, sums, sumsAt + 4 * sumsStep);
    FloatVector a12 = FloatVector.fromArray(FLOATS, sums, sumsAt + 5 * sumsStep);
    FloatVector a20 = FloatVector.fromArray(FLOATS, sums, sumsAt + 6 * sumsStep);
    FloatVector a21 = FloatVector.fromArray(FLOATS, sums, sumsAt + 7 * sumsStep);
    FloatVector a22 = FloatVector.fromArray(FLOATS, sums, sumsAt + 8 * sumsStep);
    FloatVector left0 = FloatVector.fromArray(FLOATS, x0, at0);
    FloatVector left1 = FloatVector.fromArray(FLOATS, x1, at1);
    FloatVector left2 = FloatVector.fromArray(FLOATS, x2, at2);
    int ahead = step;
    for (int p = 0; p < pixels; p++) {
      FloatVector d = FloatVector.fromArray(FLOATS, dy, dyAt);
      FloatVector middle0 = FloatVector.fromArray(FLOATS, x0, at0 + ahead);
      FloatVector middle1 = FloatVector.fromArray(FLOATS, x1, at1 + ahead);
      FloatVector middle2 = FloatVector.fromArray(FLOATS, x2, at2 + ahead);
      ahead += step;
      FloatVector right0 = FloatVector.fromArray(FLOATS, x0, at0 + ahead);
      FloatVector right1 = FloatVector.fromArray(FLOATS, x1, at1 + ahead);
      FloatVector right2 = FloatVector.fromArray(FLOATS, x2, at2 + ahead);
      ahead += step;
      a00 = left0.fma(d, a00);
      a01 = middle0.fma(d, a01);
      a02 = right0.fma(d, a02);
      a10 = left1.fma(d, a10);
      a11 = middle1.fma(d, a11);
      a12 = right1.fma(d, a12);
      a20 = left2.fma(d, a20);
      a21 = middle2.fma(d, a21);
      a22 = right2.fma(d, a22);
      left0 = right0;
      left1 = right1;
      left2 = right2;
      dyAt += step;
    }
    a00.intoArray(sums, sumsAt);
    a01.intoArray(sums, sumsAt + sumsStep);
    a02.intoArray(sums, sumsAt + 2 * sumsStep);
    a10.intoArray(sums, sumsAt + 3 * sumsStep);
    a11.intoArray(sums, sumsAt + 4 * sumsStep);
    a12.intoArray(sums, sumsAt + 5 * sumsStep);
    a20.intoArray(sums, sumsAt + 6 * sumsStep);
    a21.intoArray(sums, sumsAt + 7 * sumsStep);
    a22.intoArray(sums, sumsAt + 8 * sumsStep);
  }
}
