package io.github.lanewise.kernels.simd;

/**
 * The register tiles of a weight gradient: some input values by some vectors of output channels,
 * summed over pixels.
 */
public final class GradientTiles {
  /** Vectors of a panel of output gradients. */
  public static final int VECTORS = 2;

  private static final int MOST_ROWS = RegisterTiles.maxRows(VECTORS);

  /** Values of a panel of inputs: two tiles, and whole vectors. */
  public static final int COLUMNS = 2 * MOST_ROWS;

  private static final GradientTile[] TILES = new GradientTile[(MOST_ROWS + 1) * (VECTORS + 1) * 4];

  private GradientTiles() {}

  /**
   * Computes {@code sums[r][c] = Σ x[p][r] · dy[p][c]} of two panels.
   *
   * @param rows values of a pixel, at most {@link #COLUMNS}
   * @param vectors vectors of the panel of output gradients, at most {@link #VECTORS}
   * @param pixels pixels to sum over; for 0 the sums are 0
   * @param x panel of inputs, {@code [pixel][COLUMNS]}
   * @param xAt index of the first pixel
   * @param dy panel of output gradients, {@code [pixel][vectors · L]}
   * @param dyAt index of the first pixel
   * @param sums {@code [row][at least vectors · L]}
   * @param sumsAt index of the first row
   * @param sumsStep distance between rows
   * @param add whether the sums are added to what is there, instead of overwriting it
   */
  public static void panels(
      int rows,
      int vectors,
      int pixels,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] sums,
      int sumsAt,
      int sumsStep,
      boolean add) {
    int width = vectors * Simd.L;
    run(
        rows, vectors, COLUMNS, pixels, x, xAt, COLUMNS, dy, dyAt, width, sums, sumsAt, sumsStep,
        add);
  }

  /**
   * Computes the same, of pixels that lie as far apart as is said.
   *
   * @param rows values of a pixel
   * @param vectors vectors of output gradients, at most {@link #VECTORS}
   * @param pixels pixels to sum over; for 0 the sums are 0
   * @param x inputs
   * @param xAt index of the first pixel
   * @param xStep distance between pixels
   * @param dy output gradients
   * @param dyAt index of the first pixel
   * @param dyStep distance between pixels
   * @param sums {@code [row][at least vectors · L]}
   * @param sumsAt index of the first row
   * @param sumsStep distance between rows
   * @param add whether the sums are added to what is there, instead of overwriting it
   */
  public static void apart(
      int rows,
      int vectors,
      int pixels,
      float[] x,
      int xAt,
      int xStep,
      float[] dy,
      int dyAt,
      int dyStep,
      float[] sums,
      int sumsAt,
      int sumsStep,
      boolean add) {
    run(rows, vectors, 0, pixels, x, xAt, xStep, dy, dyAt, dyStep, sums, sumsAt, sumsStep, add);
  }

  /** Cuts the values into tiles that differ by at most one row. */
  private static void run(
      int rows,
      int vectors,
      int step,
      int pixels,
      float[] x,
      int xAt,
      int xStep,
      float[] dy,
      int dyAt,
      int dyStep,
      float[] sums,
      int sumsAt,
      int sumsStep,
      boolean add) {
    int tiles = (rows + MOST_ROWS - 1) / MOST_ROWS;
    int least = rows / tiles;
    int longer = rows - tiles * least;
    if (longer > 0) {
      tile(least + 1, vectors, add, step)
          .run(longer, pixels, x, xAt, xStep, dy, dyAt, dyStep, sums, sumsAt, sumsStep);
    }
    int done = longer * (least + 1);
    tile(least, vectors, add, step)
        .run(
            tiles - longer,
            pixels,
            x,
            xAt + done,
            xStep,
            dy,
            dyAt,
            dyStep,
            sums,
            sumsAt + done * sumsStep,
            sumsStep);
  }

  private static GradientTile tile(int rows, int vectors, boolean add, int step) {
    int index = ((rows * (VECTORS + 1) + vectors) * 2 + (add ? 1 : 0)) * 2 + (step > 0 ? 1 : 0);
    GradientTile tile = TILES[index];
    if (tile == null) {
      // Two threads may both define it; either will do.
      GradientKind kind = new GradientKind(rows, vectors, add, step);
      tile = Templates.define("GradientTemplate", GradientTile.class, kind);
      TILES[index] = tile;
    }
    return tile;
  }
}
