package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.L;

/**
 * Rows of outputs of a single-channel convolution of few taps, without a residual: all weights stay
 * in registers. {@link WidthRow} does what this does not.
 */
public final class WidthRows {
  /** The most taps: a kernel of 3 × 3. */
  private static final int MAX_TAPS = 9;

  private static final WidthTaps[] KINDS = new WidthTaps[2 * MAX_TAPS + 2];

  private WidthRows() {}

  /**
   * Whether rows are of this kind.
   *
   * @param count outputs of a row
   * @param taps taps of a window
   * @return true if {@link #run} computes them
   */
  public static boolean has(int count, int taps) {
    return count >= L && taps >= 1 && taps <= MAX_TAPS;
  }

  /**
   * Computes {@code y[i] = relu(bias + Σ x[i + offsets[t]] · w[t])} for the outputs of some rows.
   *
   * @param rows rows of outputs
   * @param count outputs of a row
   * @param x input
   * @param xAt index of the first output's pixel under an offset of 0
   * @param xStep distance in {@code x} from row to row
   * @param offsets offset in {@code x} of each tap
   * @param from first tap
   * @param taps number of taps
   * @param w weight of each tap
   * @param y output; overwritten
   * @param yAt index of the first output
   * @param yStep distance in {@code y} from row to row
   * @param bias added to each output
   * @param relu whether negative results become 0
   */
  public static void run(
      int rows,
      int count,
      float[] x,
      int xAt,
      int xStep,
      int[] offsets,
      int from,
      int taps,
      float[] w,
      float[] y,
      int yAt,
      int yStep,
      float bias,
      boolean relu) {
    kind(taps, relu).run(rows, count, x, xAt, xStep, offsets, from, w, y, yAt, yStep, bias);
  }

  private static WidthTaps kind(int taps, boolean relu) {
    int number = 2 * taps + (relu ? 1 : 0);
    WidthTaps kind = KINDS[number];
    if (kind == null) {
      // Two threads may both define it; either will do.
      kind =
          Templates.define(
              "WidthTapsTemplate", WidthTaps.class, new WidthTapsTemplate.Kind(taps, relu));
      KINDS[number] = kind;
    }
    return kind;
  }
}
