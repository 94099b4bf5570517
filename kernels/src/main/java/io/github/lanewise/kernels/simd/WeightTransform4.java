package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/** F(4×4, 3×3), with the points of {@link WinogradTransform4}. */
public final class WeightTransform4 implements WeightTransform {
  /** What a row of {@code G} multiplies the three weights of a kernel column by. */
  private static final float[] FIRST = {0.25f, 1, -1, 1 / 24f, 1 / 24f, 0};

  private static final float[] SECOND = {0, 1, 1, 1 / 12f, -1 / 12f, 0};
  private static final float[] THIRD = {0, 1, -1, 1 / 6f, 1 / 6f, 1};

  /** And then their sum. */
  private static final float[] ALL = {1, -1 / 6f, 1 / 6f, 1, 1, 1};

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

  /**
   * Transforms weights in both dimensions, to one row of elements: {@code G g Gᵀ}. Nothing is kept
   * on the way, so that a row stays in the cache until it is multiplied. Of finite weights the
   * values are those of {@link #weights} down the columns and then along the rows.
   *
   * @param row the row of elements
   * @param from weights
   * @param at index of the run of the first weight
   * @param rowStep distance to the run of the next kernel row; 3 are read
   * @param columnStep distance to the run of the next kernel column; 3 are read
   * @param to results; overwritten
   * @param toAt index of the run of the first result
   * @param toStep distance to the run of the next; 6 runs are written
   * @param count values of a run, whole vectors
   */
  public void weightsRow(
      int row,
      float[] from,
      int at,
      int rowStep,
      int columnStep,
      float[] to,
      int toAt,
      int toStep,
      int count) {
    float first = FIRST[row];
    float second = SECOND[row];
    float third = THIRD[row];
    float all = ALL[row];
    for (int i = 0; i < count; i += L) {
      int a = at + i;
      int b = a + columnStep;
      int c = b + columnStep;
      FloatVector g0 =
          FloatVector.fromArray(FLOATS, from, a)
              .mul(first)
              .add(FloatVector.fromArray(FLOATS, from, a + 2 * rowStep).mul(third))
              .add(FloatVector.fromArray(FLOATS, from, a + rowStep).mul(second))
              .mul(all);
      FloatVector g1 =
          FloatVector.fromArray(FLOATS, from, b)
              .mul(first)
              .add(FloatVector.fromArray(FLOATS, from, b + 2 * rowStep).mul(third))
              .add(FloatVector.fromArray(FLOATS, from, b + rowStep).mul(second))
              .mul(all);
      FloatVector g2 =
          FloatVector.fromArray(FLOATS, from, c)
              .mul(first)
              .add(FloatVector.fromArray(FLOATS, from, c + 2 * rowStep).mul(third))
              .add(FloatVector.fromArray(FLOATS, from, c + rowStep).mul(second))
              .mul(all);
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

  /**
   * Transforms products to gradients of inputs: multiplies by {@code B}, the transpose of what
   * {@link WinogradTransform4#input} multiplies by.
   *
   * @param from products
   * @param at index of the run of the first product
   * @param step distance to the run of the next; 6 runs are read
   * @param to results; overwritten
   * @param toAt index of the run of the first result
   * @param toStep distance to the run of the next; 6 runs are written
   * @param count values of a run, whole vectors
   * @param add whether the first two results, which overlap the last two of the tile before, are
   *     added to what is there
   */
  public void inputGradient(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count, boolean add) {
    for (int i = 0; i < count; i += L) {
      FloatVector m0 = FloatVector.fromArray(FLOATS, from, at + i);
      FloatVector m1 = FloatVector.fromArray(FLOATS, from, at + step + i);
      FloatVector m2 = FloatVector.fromArray(FLOATS, from, at + 2 * step + i);
      FloatVector m3 = FloatVector.fromArray(FLOATS, from, at + 3 * step + i);
      FloatVector m4 = FloatVector.fromArray(FLOATS, from, at + 4 * step + i);
      FloatVector m5 = FloatVector.fromArray(FLOATS, from, at + 5 * step + i);
      FloatVector sum = m1.add(m2);
      FloatVector sum2 = m3.add(m4);
      FloatVector difference = m2.sub(m1);
      FloatVector twice = m4.sub(m3).mul(2);
      FloatVector d0 = m0.mul(4);
      FloatVector d1 = difference.add(m5).mul(4).add(twice);
      if (add) {
        d0 = d0.add(FloatVector.fromArray(FLOATS, to, toAt + i));
        d1 = d1.add(FloatVector.fromArray(FLOATS, to, toAt + toStep + i));
      }
      d0.intoArray(to, toAt + i);
      d1.intoArray(to, toAt + toStep + i);
      m0.mul(-5).sub(sum.mul(4)).sub(sum2).intoArray(to, toAt + 2 * toStep + i);
      m5.mul(-5).sub(difference).sub(twice).intoArray(to, toAt + 3 * toStep + i);
      m0.add(sum).add(sum2).intoArray(to, toAt + 4 * toStep + i);
      m5.intoArray(to, toAt + 5 * toStep + i);
    }
  }
}
