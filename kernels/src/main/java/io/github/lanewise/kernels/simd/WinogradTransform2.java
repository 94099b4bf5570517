package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * F(2×2, 3×3): 16 multiplications for 36. Interpolation points 0, ±1, ∞ (Lavin, Gray 2016, section
 * 4.1): only additions in the transforms, so it is more exact than F(4×4, 3×3).
 */
public final class WinogradTransform2 implements WinogradTransform {
  private static final double[][] G = {
    {1, 0, 0}, {0.5, 0.5, 0.5}, {0.5, -0.5, 0.5}, {0, 0, 1},
  };

  /** The transform. */
  public WinogradTransform2() {}

  @Override
  public int outputs() {
    return 2;
  }

  @Override
  public double[][] weights() {
    return G;
  }

  @Override
  public void input(float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += L) {
      FloatVector d0 = FloatVector.fromArray(FLOATS, from, at + i);
      FloatVector d1 = FloatVector.fromArray(FLOATS, from, at + step + i);
      FloatVector d2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i);
      FloatVector d3 = FloatVector.fromArray(FLOATS, from, at + 3 * step + i);
      d0.sub(d2).intoArray(to, toAt + i);
      d1.add(d2).intoArray(to, toAt + toStep + i);
      d2.sub(d1).intoArray(to, toAt + 2 * toStep + i);
      d3.sub(d1).intoArray(to, toAt + 3 * toStep + i);
    }
    if (bound < count) {
      inputTail(from, at, step, to, toAt, toStep, bound, count);
    }
  }

  /** The last values, fewer than a vector; apart, since C1 gives up on both in one method. */
  private static void inputTail(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int i, int count) {
    VectorMask<Float> mask = FLOATS.indexInRange(i, count);
    FloatVector d0 = FloatVector.fromArray(FLOATS, from, at + i, mask);
    FloatVector d1 = FloatVector.fromArray(FLOATS, from, at + step + i, mask);
    FloatVector d2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i, mask);
    FloatVector d3 = FloatVector.fromArray(FLOATS, from, at + 3 * step + i, mask);
    d0.sub(d2).intoArray(to, toAt + i, mask);
    d1.add(d2).intoArray(to, toAt + toStep + i, mask);
    d2.sub(d1).intoArray(to, toAt + 2 * toStep + i, mask);
    d3.sub(d1).intoArray(to, toAt + 3 * toStep + i, mask);
  }

  @Override
  public void output(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count, boolean relu) {
    FloatVector zero = FloatVector.zero(FLOATS);
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += L) {
      FloatVector m0 = FloatVector.fromArray(FLOATS, from, at + i);
      FloatVector m1 = FloatVector.fromArray(FLOATS, from, at + step + i);
      FloatVector m2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i);
      FloatVector m3 = FloatVector.fromArray(FLOATS, from, at + 3 * step + i);
      FloatVector y0 = m0.add(m1).add(m2);
      FloatVector y1 = m1.sub(m2).add(m3);
      if (relu) {
        y0 = y0.blend(zero, y0.lt(0));
        y1 = y1.blend(zero, y1.lt(0));
      }
      y0.intoArray(to, toAt + i);
      y1.intoArray(to, toAt + toStep + i);
    }
    if (bound < count) {
      outputTail(from, at, step, to, toAt, toStep, bound, count, relu);
    }
  }

  /** The last values, fewer than a vector; apart, since C1 gives up on both in one method. */
  private static void outputTail(
      float[] from,
      int at,
      int step,
      float[] to,
      int toAt,
      int toStep,
      int i,
      int count,
      boolean relu) {
    FloatVector zero = FloatVector.zero(FLOATS);
    VectorMask<Float> mask = FLOATS.indexInRange(i, count);
    FloatVector m0 = FloatVector.fromArray(FLOATS, from, at + i, mask);
    FloatVector m1 = FloatVector.fromArray(FLOATS, from, at + step + i, mask);
    FloatVector m2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i, mask);
    FloatVector m3 = FloatVector.fromArray(FLOATS, from, at + 3 * step + i, mask);
    FloatVector y0 = m0.add(m1).add(m2);
    FloatVector y1 = m1.sub(m2).add(m3);
    if (relu) {
      y0 = y0.blend(zero, y0.lt(0));
      y1 = y1.blend(zero, y1.lt(0));
    }
    y0.intoArray(to, toAt + i, mask);
    y1.intoArray(to, toAt + toStep + i, mask);
  }
}
