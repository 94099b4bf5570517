package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.L;

/** Windows at every pixel of a row, for the sizes that networks use. */
public final class PoolRows {
  private static final int MAX_ROWS = 3;
  private static final int MAX_COLUMNS = 3;

  private static final PoolRow[] KINDS = new PoolRow[2 * (MAX_ROWS + 1) * (MAX_COLUMNS + 1)];

  private PoolRows() {}

  /**
   * Whether there is code for windows of a size.
   *
   * @param rows rows of taps
   * @param columns columns of taps, neighbouring
   * @param channels channels
   * @return true if {@link #run} takes them
   */
  public static boolean has(int rows, int columns, int channels) {
    return rows >= 1 && rows <= MAX_ROWS && columns >= 2 && columns <= MAX_COLUMNS && channels >= L;
  }

  /**
   * Computes the windows of neighbouring pixels.
   *
   * @param rows rows of taps
   * @param columns columns of taps
   * @param max whether by the maximum, else by the average
   * @param pixels output pixels, at least 1
   * @param channels channels, the distance from pixel to pixel in {@code x} and {@code y}
   * @param x input
   * @param xAt index of the first window's first tap
   * @param rowStep distance in {@code x} from kernel row to kernel row
   * @param divisor what the sums of an average are divided by
   * @param y output; overwritten
   * @param yAt index of the first output
   * @return false if a maximum may be wrong, because there may be a NaN
   */
  public static boolean run(
      int rows,
      int columns,
      boolean max,
      int pixels,
      int channels,
      float[] x,
      int xAt,
      int rowStep,
      float divisor,
      float[] y,
      int yAt) {
    return kind(rows, columns, max)
        .run(pixels, channels, x, xAt, rowStep, channels, divisor, y, yAt, channels);
  }

  private static PoolRow kind(int rows, int columns, boolean max) {
    int at = 2 * (rows * (MAX_COLUMNS + 1) + columns) + (max ? 1 : 0);
    PoolRow kind = KINDS[at];
    if (kind == null) {
      // Two threads may both define it; either will do.
      kind =
          Templates.define(
              "PoolRowTemplate", PoolRow.class, new PoolRowTemplate.Kind(rows, columns, max));
      KINDS[at] = kind;
    }
    return kind;
  }
}
