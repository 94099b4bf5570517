package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;
import static io.github.lanewise.kernels.simd.Simd.ZERO;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The residual of a register tile, added while the tile is still in the L1 cache. Apart from the
 * tile itself because C1 gives up on a method with all of it, which makes first calls a second
 * slower.
 */
final class Finish {
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
  static void run(
      float[] y, int yAt, int yStep, int pixels, int width, float[] residual, boolean relu) {
    for (int p = 0; p < pixels; p++, yAt += yStep) {
      int c = 0;
      for (; c <= width - L; c += L) {
        FloatVector a = FloatVector.fromArray(FLOATS, y, yAt + c);
        a = a.add(FloatVector.fromArray(FLOATS, residual, yAt + c));
        if (relu) {
          a = a.blend(ZERO, a.lt(0));
        }
        a.intoArray(y, yAt + c);
      }
      if (c < width) {
        VectorMask<Float> mask = FLOATS.indexInRange(c, width);
        FloatVector a = FloatVector.fromArray(FLOATS, y, yAt + c, mask);
        a = a.add(FloatVector.fromArray(FLOATS, residual, yAt + c, mask));
        if (relu) {
          a = a.blend(ZERO, a.lt(0));
        }
        a.intoArray(y, yAt + c, mask);
      }
    }
  }
}
