package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/** F(2×2, 3×3), with the points of {@link WinogradTransform2}. */
public final class WeightTransform2 implements WeightTransform {
  /** The transforms. */
  public WeightTransform2() {}

  @Override
  public void weights(float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector g0 = FloatVector.fromArray(FLOATS, from, at + i);
      FloatVector g1 = FloatVector.fromArray(FLOATS, from, at + step + i);
      FloatVector g2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i);
      FloatVector outer = g0.add(g2);
      g0.intoArray(to, toAt + i);
      outer.add(g1).mul(0.5f).intoArray(to, toAt + toStep + i);
      outer.sub(g1).mul(0.5f).intoArray(to, toAt + 2 * toStep + i);
      g2.intoArray(to, toAt + 3 * toStep + i);
    }
  }

  @Override
  public void weightGradient(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector m0 = FloatVector.fromArray(FLOATS, from, at + i);
      FloatVector m1 = FloatVector.fromArray(FLOATS, from, at + step + i);
      FloatVector m2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i);
      FloatVector m3 = FloatVector.fromArray(FLOATS, from, at + 3 * step + i);
      FloatVector even = m1.add(m2).mul(0.5f);
      m0.add(even).intoArray(to, toAt + i);
      m1.sub(m2).mul(0.5f).intoArray(to, toAt + toStep + i);
      even.add(m3).intoArray(to, toAt + 2 * toStep + i);
    }
  }

  @Override
  public void outputGradient(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector d0 = FloatVector.fromArray(FLOATS, from, at + i);
      FloatVector d1 = FloatVector.fromArray(FLOATS, from, at + step + i);
      d0.intoArray(to, toAt + i);
      d0.add(d1).intoArray(to, toAt + toStep + i);
      d0.sub(d1).intoArray(to, toAt + 2 * toStep + i);
      d1.intoArray(to, toAt + 3 * toStep + i);
    }
  }
}
