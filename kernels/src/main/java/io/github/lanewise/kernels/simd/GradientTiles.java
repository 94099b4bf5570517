package io.github.lanewise.kernels.simd;

/**
 * The register tiles of a weight gradient: some input values by some vectors of output channels,
 * summed over pixels that lie so far apart.
 */
public final class GradientTiles {
  /** Vectors of a panel of output gradients. */
  public static final int VECTORS = 2;

  private static final int MOST_ROWS = RegisterTiles.maxRows(VECTORS);

  /** Values of a panel of inputs: two tiles, and whole vectors. */
  public static final int COLUMNS = 2 * MOST_ROWS;

  private static final SoftCache<Steps, GradientTiles> BY_STEPS =
      new SoftCache<>(GradientTiles::new);

  private final Steps steps;
  private final GradientTile[] tiles = new GradientTile[(MOST_ROWS + 1) * (VECTORS + 1) * 2];

  /**
   * Distances between pixels, constants of the compiled tile.
   *
   * @param x in the inputs
   * @param dy in the output gradients
   */
  private record Steps(int x, int dy) {}

  private GradientTiles(Steps steps) {
    this.steps = steps;
  }

  /**
   * The tiles for some distances between pixels.
   *
   * @param xStep distance in the inputs
   * @param dyStep distance in the output gradients
   * @return the tiles; as a rule the same ones for the same distances
   */
  public static GradientTiles of(int xStep, int dyStep) {
    return BY_STEPS.of(new Steps(xStep, dyStep));
  }

  /**
   * Computes {@code sums[r][c] = Σ x[p][r] · dy[p][c]}, cut into tiles that differ by at most one
   * row.
   *
   * @param rows values of a pixel
   * @param vectors vectors of output gradients, at most {@link #VECTORS}
   * @param pixels pixels to sum over; for 0 the sums are 0
   * @param x inputs
   * @param xAt index of the first pixel
   * @param dy output gradients
   * @param dyAt index of the first pixel
   * @param sums {@code [row][at least vectors · L]}
   * @param sumsAt index of the first row
   * @param sumsStep distance between rows
   * @param add whether the sums are added to what is there, instead of overwriting it
   */
  public void run(
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
    int count = (rows + MOST_ROWS - 1) / MOST_ROWS;
    int least = rows / count;
    int longer = rows - count * least;
    if (longer > 0) {
      tile(least + 1, vectors, add).run(longer, pixels, x, xAt, dy, dyAt, sums, sumsAt, sumsStep);
    }
    int done = longer * (least + 1);
    tile(least, vectors, add)
        .run(
            count - longer,
            pixels,
            x,
            xAt + done,
            dy,
            dyAt,
            sums,
            sumsAt + done * sumsStep,
            sumsStep);
  }

  private GradientTile tile(int rows, int vectors, boolean add) {
    int index = (rows * (VECTORS + 1) + vectors) * 2 + (add ? 1 : 0);
    GradientTile tile = tiles[index];
    if (tile == null) {
      // Two threads may both define it; either will do.
      GradientKind kind = new GradientKind(rows, vectors, add, steps.x(), steps.dy());
      tile = Templates.define("GradientTemplate", GradientTile.class, kind);
      tiles[index] = tile;
    }
    return tile;
  }
}
