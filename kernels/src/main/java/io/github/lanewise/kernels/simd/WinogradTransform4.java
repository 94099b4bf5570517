package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * F(4×4, 3×3): 36 multiplications for 144. Interpolation points 0, ±1, ±2, ∞ (Lavin, Gray 2016,
 * section 4.3).
 */
public final class WinogradTransform4 implements WinogradTransform {
  /** The transform. */
  public WinogradTransform4() {}

  @Override
  public int outputs() {
    return 4;
  }

  @Override
  public WeightTransform weights() {
    return new WeightTransform4();
  }

  @Override
  public void input(float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
    if (count < L) {
      inputScalars(from, at, step, to, toAt, toStep, count);
      return;
    }
    inputVectors(from, at, step, to, toAt, toStep, count / L * L);
    if (count % L > 0) {
      int last = count - L;
      inputVectors(from, at + last, step, to, toAt + last, toStep, L);
    }
  }

  /** Whole vectors. */
  private static void inputVectors(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
    for (int i = 0; i < count; i += L) {
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
  }

  /** Fewer values than a vector holds. */
  private static void inputScalars(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
    for (int i = 0; i < count; i++) {
      float d0 = from[at + i];
      float d1 = from[at + step + i];
      float d2 = from[at + 2 * step + i];
      float d3 = from[at + 3 * step + i];
      float d4 = from[at + 4 * step + i];
      float d5 = from[at + 5 * step + i];
      float even = Math.fma(d2, -4, d4);
      float odd = Math.fma(d1, -4, d3);
      float even2 = d4 - d2;
      float odd2 = d3 - d1;
      to[toAt + i] = Math.fma(d0, 4, Math.fma(d2, -5, d4));
      to[toAt + toStep + i] = even + odd;
      to[toAt + 2 * toStep + i] = even - odd;
      to[toAt + 3 * toStep + i] = Math.fma(odd2, 2, even2);
      to[toAt + 4 * toStep + i] = Math.fma(odd2, -2, even2);
      to[toAt + 5 * toStep + i] = Math.fma(d1, 4, Math.fma(d3, -5, d5));
    }
  }

  @Override
  public void output(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count, boolean relu) {
    if (count < L) {
      outputScalars(from, at, step, to, toAt, toStep, count, relu);
      return;
    }
    outputVectors(from, at, step, to, toAt, toStep, count / L * L, relu);
    if (count % L > 0) {
      int last = count - L;
      outputVectors(from, at + last, step, to, toAt + last, toStep, L, relu);
    }
  }

  /** Whole vectors. */
  private static void outputVectors(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count, boolean relu) {
    FloatVector zero = FloatVector.zero(FLOATS);
    for (int i = 0; i < count; i += L) {
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
  }

  /** Fewer values than a vector holds. */
  private static void outputScalars(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count, boolean relu) {
    for (int i = 0; i < count; i++) {
      float m0 = from[at + i];
      float m1 = from[at + step + i];
      float m2 = from[at + 2 * step + i];
      float m3 = from[at + 3 * step + i];
      float m4 = from[at + 4 * step + i];
      float m5 = from[at + 5 * step + i];
      float sum = m1 + m2;
      float difference = m1 - m2;
      float sum2 = m3 + m4;
      float difference2 = m3 - m4;
      float y0 = m0 + sum + sum2;
      float y1 = Math.fma(difference2, 2, difference);
      float y2 = Math.fma(sum2, 4, sum);
      float y3 = Math.fma(difference2, 8, difference) + m5;
      to[toAt + i] = relu && y0 < 0 ? 0 : y0;
      to[toAt + toStep + i] = relu && y1 < 0 ? 0 : y1;
      to[toAt + 2 * toStep + i] = relu && y2 < 0 ? 0 : y2;
      to[toAt + 3 * toStep + i] = relu && y3 < 0 ? 0 : y3;
    }
  }
}
