package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/** F(4×4, 3×3), with the points of {@link WinogradTransform4}. */
public final class WeightTransform4 implements WeightTransform {
  /** The transforms. */
  public WeightTransform4() {}

  @Override
  public void weights(float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector g0 = FloatVector.fromArray(FLOATS, from, at + i);
      FloatVector g1 = FloatVector.fromArray(FLOATS, from, at + step + i);
      FloatVector g2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i);
      FloatVector outer = g0.add(g2);
      FloatVector even = g0.mul(1 / 24f).add(g2.mul(1 / 6f));
      FloatVector odd = g1.mul(1 / 12f);
      g0.mul(0.25f).intoArray(to, toAt + i);
      outer.add(g1).mul(-1 / 6f).intoArray(to, toAt + toStep + i);
      g1.sub(outer).mul(1 / 6f).intoArray(to, toAt + 2 * toStep + i);
      even.add(odd).intoArray(to, toAt + 3 * toStep + i);
      even.sub(odd).intoArray(to, toAt + 4 * toStep + i);
      g2.intoArray(to, toAt + 5 * toStep + i);
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
      FloatVector m4 = FloatVector.fromArray(FLOATS, from, at + 4 * step + i);
      FloatVector m5 = FloatVector.fromArray(FLOATS, from, at + 5 * step + i);
      FloatVector near = m1.add(m2).mul(1 / 6f);
      FloatVector far = m3.add(m4);
      FloatVector odd = m3.sub(m4).mul(1 / 12f);
      m0.mul(0.25f).sub(near).add(far.mul(1 / 24f)).intoArray(to, toAt + i);
      m2.sub(m1).mul(1 / 6f).add(odd).intoArray(to, toAt + toStep + i);
      far.mul(1 / 6f).sub(near).add(m5).intoArray(to, toAt + 2 * toStep + i);
    }
  }

  @Override
  public void outputGradient(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
    for (int i = 0; i < count; i += L) {
      FloatVector d0 = FloatVector.fromArray(FLOATS, from, at + i);
      FloatVector d1 = FloatVector.fromArray(FLOATS, from, at + step + i);
      FloatVector d2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i);
      FloatVector d3 = FloatVector.fromArray(FLOATS, from, at + 3 * step + i);
      FloatVector even = d0.add(d2);
      FloatVector odd = d1.add(d3);
      FloatVector even2 = d2.mul(4).add(d0);
      FloatVector odd2 = d3.mul(8).add(d1.add(d1));
      d0.intoArray(to, toAt + i);
      even.add(odd).intoArray(to, toAt + toStep + i);
      even.sub(odd).intoArray(to, toAt + 2 * toStep + i);
      even2.add(odd2).intoArray(to, toAt + 3 * toStep + i);
      even2.sub(odd2).intoArray(to, toAt + 4 * toStep + i);
      d3.intoArray(to, toAt + 5 * toStep + i);
    }
  }
}
