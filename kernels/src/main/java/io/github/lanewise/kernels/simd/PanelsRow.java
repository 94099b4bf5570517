package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * One row times four neighbouring panels of two vectors each: eight independent sums hide the
 * latency of the multiply-adds, which the two sums of a register tile of one row do not.
 */
public final class PanelsRow {
  /** Panels at a time. */
  public static final int PANELS = 4;

  private PanelsRow() {}

  /**
   * Computes {@code y = y + Σ x · w}, in the order of a register tile that starts from a bias.
   *
   * @param x the row
   * @param xAt index of its first element
   * @param depth elements of the row
   * @param w packed {@link Panels}
   * @param wAt index of the first of the four panels, each of two vectors
   * @param y output; added to
   * @param yAt index of the first of {@code 8 L} outputs
   */
  public static void run(float[] x, int xAt, int depth, float[] w, int wAt, float[] y, int yAt) {
    int step = depth * 2 * L;
    int w1 = wAt + step;
    int w2 = w1 + step;
    int w3 = w2 + step;
    FloatVector a0 = FloatVector.fromArray(FLOATS, y, yAt);
    FloatVector a1 = FloatVector.fromArray(FLOATS, y, yAt + L);
    FloatVector a2 = FloatVector.fromArray(FLOATS, y, yAt + 2 * L);
    FloatVector a3 = FloatVector.fromArray(FLOATS, y, yAt + 3 * L);
    FloatVector a4 = FloatVector.fromArray(FLOATS, y, yAt + 4 * L);
    FloatVector a5 = FloatVector.fromArray(FLOATS, y, yAt + 5 * L);
    FloatVector a6 = FloatVector.fromArray(FLOATS, y, yAt + 6 * L);
    FloatVector a7 = FloatVector.fromArray(FLOATS, y, yAt + 7 * L);
    for (int i = 0; i < depth; i++) {
      FloatVector p = FloatVector.broadcast(FLOATS, x[xAt + i]);
      int k = i * 2 * L;
      a0 = FloatVector.fromArray(FLOATS, w, wAt + k).fma(p, a0);
      a1 = FloatVector.fromArray(FLOATS, w, wAt + k + L).fma(p, a1);
      a2 = FloatVector.fromArray(FLOATS, w, w1 + k).fma(p, a2);
      a3 = FloatVector.fromArray(FLOATS, w, w1 + k + L).fma(p, a3);
      a4 = FloatVector.fromArray(FLOATS, w, w2 + k).fma(p, a4);
      a5 = FloatVector.fromArray(FLOATS, w, w2 + k + L).fma(p, a5);
      a6 = FloatVector.fromArray(FLOATS, w, w3 + k).fma(p, a6);
      a7 = FloatVector.fromArray(FLOATS, w, w3 + k + L).fma(p, a7);
    }
    a0.intoArray(y, yAt);
    a1.intoArray(y, yAt + L);
    a2.intoArray(y, yAt + 2 * L);
    a3.intoArray(y, yAt + 3 * L);
    a4.intoArray(y, yAt + 4 * L);
    a5.intoArray(y, yAt + 5 * L);
    a6.intoArray(y, yAt + 6 * L);
    a7.intoArray(y, yAt + 7 * L);
  }
}
