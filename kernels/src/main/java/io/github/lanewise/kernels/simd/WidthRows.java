package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.L;

/**
 * Rows of outputs of a single-channel convolution of few taps, without a residual: all weights stay
 * in registers. {@link WidthRow} does what this does not.
 */
public final class WidthRows {
  /** The most taps: a kernel of 3 × 3. */
  private static final int MAX_TAPS = 9;

  private static final SoftCache<WidthTapsTemplate.Kind, WidthTaps> KINDS =
      new SoftCache<>(kind -> Templates.define("WidthTapsTemplate", WidthTaps.class, kind));

  private final WidthTapsTemplate.Kind kind;

  /** Defined when they are first asked for; another thread may do so too, either will do. */
  private WidthTaps plain;

  private WidthTaps rectified;

  private WidthRows(WidthTapsTemplate.Kind kind) {
    this.kind = kind;
  }

  /**
   * Whether rows are of this kind.
   *
   * @param count outputs of a row
   * @param taps taps of a window
   * @return true if {@link #of} has them
   */
  public static boolean has(int count, int taps) {
    return count >= L && taps <= MAX_TAPS;
  }

  /**
   * The rows of one shape.
   *
   * @param tapRows rows of taps
   * @param tapColumns taps of a row
   * @param tapRowStep distance in {@code x} between rows of taps
   * @param tapStep distance in {@code x} between taps of a row
   * @param count outputs of a row
   * @param xStep distance in {@code x} between the windows of one row and the next
   * @param yStep distance in {@code y} from row to row
   * @return computes them
   */
  public static WidthRows of(
      int tapRows, int tapColumns, int tapRowStep, int tapStep, int count, int xStep, int yStep) {
    return new WidthRows(
        new WidthTapsTemplate.Kind(
            tapRows, tapColumns, tapRowStep, tapStep, count, xStep, yStep, false));
  }

  /**
   * Computes {@code y = relu(bias + Σ x · w)} for some rows.
   *
   * @param rows rows of outputs, at least 1
   * @param x input
   * @param xAt index of the first window's first tap
   * @param w weights {@code [tap row][tap column]}
   * @param y output; overwritten, also between the rows
   * @param yAt index of the first output
   * @param bias added to each output
   * @param relu whether negative results become 0
   */
  public void run(
      int rows, float[] x, int xAt, float[] w, float[] y, int yAt, float bias, boolean relu) {
    (relu ? rectified() : plain()).run(rows, x, xAt, w, y, yAt, bias);
  }

  private WidthTaps plain() {
    if (plain == null) {
      plain = KINDS.of(kind);
    }
    return plain;
  }

  private WidthTaps rectified() {
    if (rectified == null) {
      rectified = KINDS.of(kind.withRelu());
    }
    return rectified;
  }
}
