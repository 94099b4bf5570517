package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * F(4×4, 3×3): 36 multiplications for 144. Interpolation points 0, ±1, ±2, ∞ (Lavin, Gray 2016,
 * section 4.3).
 */
public final class WinogradTransform4 implements WinogradTransform {
  private static final double[][] G = {
    {1 / 4.0, 0, 0},
    {-1 / 6.0, -1 / 6.0, -1 / 6.0},
    {-1 / 6.0, 1 / 6.0, -1 / 6.0},
    {1 / 24.0, 1 / 12.0, 1 / 6.0},
    {1 / 24.0, -1 / 12.0, 1 / 6.0},
    {0, 0, 1},
  };

  /** The transform. */
  public WinogradTransform4() {}

  @Override
  public int outputs() {
    return 4;
  }

  @Override
  public double[][] weights() {
    return G;
  }

  @Override
  public void input(float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += L) {
      FloatVector two = FloatVector.broadcast(FLOATS, 2);
      FloatVector four = FloatVector.broadcast(FLOATS, 4);
      FloatVector minusFour = FloatVector.broadcast(FLOATS, -4);
      FloatVector minusFive = FloatVector.broadcast(FLOATS, -5);
      FloatVector d0 = FloatVector.fromArray(FLOATS, from, at + i);
      FloatVector d1 = FloatVector.fromArray(FLOATS, from, at + step + i);
      FloatVector d2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i);
      FloatVector d3 = FloatVector.fromArray(FLOATS, from, at + 3 * step + i);
      FloatVector d4 = FloatVector.fromArray(FLOATS, from, at + 4 * step + i);
      FloatVector d5 = FloatVector.fromArray(FLOATS, from, at + 5 * step + i);
      FloatVector even = d2.fma(minusFour, d4);
      FloatVector odd = d1.fma(minusFour, d3);
      FloatVector even2 = d4.sub(d2);
      FloatVector odd2 = d3.sub(d1);
      d0.fma(four, d2.fma(minusFive, d4)).intoArray(to, toAt + i);
      even.add(odd).intoArray(to, toAt + toStep + i);
      even.sub(odd).intoArray(to, toAt + 2 * toStep + i);
      odd2.fma(two, even2).intoArray(to, toAt + 3 * toStep + i);
      even2.sub(odd2.add(odd2)).intoArray(to, toAt + 4 * toStep + i);
      d1.fma(four, d3.fma(minusFive, d5)).intoArray(to, toAt + 5 * toStep + i);
    }
    if (bound < count) {
      inputTail(from, at, step, to, toAt, toStep, bound, count);
    }
  }

  /** The last values, fewer than a vector; apart, since C1 gives up on both in one method. */
  private static void inputTail(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int i, int count) {
    VectorMask<Float> mask = FLOATS.indexInRange(i, count);
    FloatVector two = FloatVector.broadcast(FLOATS, 2);
    FloatVector four = FloatVector.broadcast(FLOATS, 4);
    FloatVector minusFour = FloatVector.broadcast(FLOATS, -4);
    FloatVector minusFive = FloatVector.broadcast(FLOATS, -5);
    FloatVector d0 = FloatVector.fromArray(FLOATS, from, at + i, mask);
    FloatVector d1 = FloatVector.fromArray(FLOATS, from, at + step + i, mask);
    FloatVector d2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i, mask);
    FloatVector d3 = FloatVector.fromArray(FLOATS, from, at + 3 * step + i, mask);
    FloatVector d4 = FloatVector.fromArray(FLOATS, from, at + 4 * step + i, mask);
    FloatVector d5 = FloatVector.fromArray(FLOATS, from, at + 5 * step + i, mask);
    FloatVector even = d2.fma(minusFour, d4);
    FloatVector odd = d1.fma(minusFour, d3);
    FloatVector even2 = d4.sub(d2);
    FloatVector odd2 = d3.sub(d1);
    d0.fma(four, d2.fma(minusFive, d4)).intoArray(to, toAt + i, mask);
    even.add(odd).intoArray(to, toAt + toStep + i, mask);
    even.sub(odd).intoArray(to, toAt + 2 * toStep + i, mask);
    odd2.fma(two, even2).intoArray(to, toAt + 3 * toStep + i, mask);
    even2.sub(odd2.add(odd2)).intoArray(to, toAt + 4 * toStep + i, mask);
    d1.fma(four, d3.fma(minusFive, d5)).intoArray(to, toAt + 5 * toStep + i, mask);
  }

  @Override
  public void output(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count, boolean relu) {
    FloatVector zero = FloatVector.zero(FLOATS);
    int bound = FLOATS.loopBound(count);
    for (int i = 0; i < bound; i += L) {
      FloatVector two = FloatVector.broadcast(FLOATS, 2);
      FloatVector four = FloatVector.broadcast(FLOATS, 4);
      FloatVector eight = FloatVector.broadcast(FLOATS, 8);
      FloatVector m0 = FloatVector.fromArray(FLOATS, from, at + i);
      FloatVector m1 = FloatVector.fromArray(FLOATS, from, at + step + i);
      FloatVector m2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i);
      FloatVector m3 = FloatVector.fromArray(FLOATS, from, at + 3 * step + i);
      FloatVector m4 = FloatVector.fromArray(FLOATS, from, at + 4 * step + i);
      FloatVector m5 = FloatVector.fromArray(FLOATS, from, at + 5 * step + i);
      FloatVector sum = m1.add(m2);
      FloatVector difference = m1.sub(m2);
      FloatVector sum2 = m3.add(m4);
      FloatVector difference2 = m3.sub(m4);
      FloatVector y0 = m0.add(sum).add(sum2);
      FloatVector y1 = difference2.fma(two, difference);
      FloatVector y2 = sum2.fma(four, sum);
      FloatVector y3 = difference2.fma(eight, difference).add(m5);
      if (relu) {
        y0 = y0.blend(zero, y0.lt(0));
        y1 = y1.blend(zero, y1.lt(0));
        y2 = y2.blend(zero, y2.lt(0));
        y3 = y3.blend(zero, y3.lt(0));
      }
      y0.intoArray(to, toAt + i);
      y1.intoArray(to, toAt + toStep + i);
      y2.intoArray(to, toAt + 2 * toStep + i);
      y3.intoArray(to, toAt + 3 * toStep + i);
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
    FloatVector two = FloatVector.broadcast(FLOATS, 2);
    FloatVector four = FloatVector.broadcast(FLOATS, 4);
    FloatVector eight = FloatVector.broadcast(FLOATS, 8);
    FloatVector m0 = FloatVector.fromArray(FLOATS, from, at + i, mask);
    FloatVector m1 = FloatVector.fromArray(FLOATS, from, at + step + i, mask);
    FloatVector m2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i, mask);
    FloatVector m3 = FloatVector.fromArray(FLOATS, from, at + 3 * step + i, mask);
    FloatVector m4 = FloatVector.fromArray(FLOATS, from, at + 4 * step + i, mask);
    FloatVector m5 = FloatVector.fromArray(FLOATS, from, at + 5 * step + i, mask);
    FloatVector sum = m1.add(m2);
    FloatVector difference = m1.sub(m2);
    FloatVector sum2 = m3.add(m4);
    FloatVector difference2 = m3.sub(m4);
    FloatVector y0 = m0.add(sum).add(sum2);
    FloatVector y1 = difference2.fma(two, difference);
    FloatVector y2 = sum2.fma(four, sum);
    FloatVector y3 = difference2.fma(eight, difference).add(m5);
    if (relu) {
      y0 = y0.blend(zero, y0.lt(0));
      y1 = y1.blend(zero, y1.lt(0));
      y2 = y2.blend(zero, y2.lt(0));
      y3 = y3.blend(zero, y3.lt(0));
    }
    y0.intoArray(to, toAt + i, mask);
    y1.intoArray(to, toAt + toStep + i, mask);
    y2.intoArray(to, toAt + 2 * toStep + i, mask);
    y3.intoArray(to, toAt + 3 * toStep + i, mask);
  }
}
