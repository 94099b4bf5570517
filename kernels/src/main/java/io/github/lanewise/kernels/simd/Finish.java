package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * A residual, added while the outputs are still in the cache. Apart from the register tile itself
 * because C1 gives up on a method with all of it, which makes first calls a second slower.
 */
public final class Finish {
  private Finish() {}

  /**
   * Computes {@code y = relu(y + residual)} for some pixels.
   *
   * @param y output; updated
   * @param yAt index of the first pixel's first channel, also in {@code residual}
   * @param yStep distance between pixels
   * @param pixels pixels
   * @param width channels
   * @param residual laid out as {@code y}
   * @param relu whether negative results become 0
   */
  public static void run(
      float[] y, int yAt, int yStep, int pixels, int width, float[] residual, boolean relu) {
    for (int p = 0; p < pixels; p++, yAt += yStep) {
      int c = 0;
      for (; c <= width - L; c += L) {
        FloatVector a = FloatVector.fromArray(FLOATS, y, yAt + c);
        a = a.add(FloatVector.fromArray(FLOATS, residual, yAt + c));
        if (relu) {
          a = a.blend(FloatVector.zero(FLOATS), a.lt(0));
        }
        a.intoArray(y, yAt + c);
      }
      for (; c < width; c++) {
        float a = y[yAt + c] + residual[yAt + c];
        y[yAt + c] = relu && a < 0 ? 0 : a;
      }
    }
  }
}
