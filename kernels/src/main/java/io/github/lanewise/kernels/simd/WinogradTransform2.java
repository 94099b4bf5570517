package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * F(2×2, 3×3): 16 multiplications for 36. Interpolation points 0, ±1, ∞ (Lavin, Gray 2016, section
 * 4.1): only additions in the transforms, so it is more exact than F(4×4, 3×3).
 */
public final class WinogradTransform2 implements WinogradTransform {
  /** The transform. */
  public WinogradTransform2() {}

  @Override
  public int outputs() {
    return 2;
  }

  @Override
  public WeightTransform weights() {
    return new WeightTransform2();
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
      FloatVector d0 = FloatVector.fromArray(FLOATS, from, at + i);
      FloatVector d1 = FloatVector.fromArray(FLOATS, from, at + step + i);
      FloatVector d2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i);
      FloatVector d3 = FloatVector.fromArray(FLOATS, from, at + 3 * step + i);
      d0.sub(d2).intoArray(to, toAt + i);
      d1.add(d2).intoArray(to, toAt + toStep + i);
      d2.sub(d1).intoArray(to, toAt + 2 * toStep + i);
      d3.sub(d1).intoArray(to, toAt + 3 * toStep + i);
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
      to[toAt + i] = d0 - d2;
      to[toAt + toStep + i] = d1 + d2;
      to[toAt + 2 * toStep + i] = d2 - d1;
      to[toAt + 3 * toStep + i] = d3 - d1;
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
  }

  /** Fewer values than a vector holds. */
  private static void outputScalars(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count, boolean relu) {
    for (int i = 0; i < count; i++) {
      float m0 = from[at + i];
      float m1 = from[at + step + i];
      float m2 = from[at + 2 * step + i];
      float m3 = from[at + 3 * step + i];
      float y0 = m0 + m1 + m2;
      float y1 = m1 - m2 + m3;
      to[toAt + i] = relu && y0 < 0 ? 0 : y0;
      to[toAt + toStep + i] = relu && y1 < 0 ? 0 : y1;
    }
  }
}
