package io.github.lanewise.kernels.simd;

/**
 * The register tiles of a weight gradient: some input values by some vectors of output channels,
 * summed over pixels that lie so far apart.
 */
public final class GradientTiles {
  /** Vectors of a panel of output gradients. */
  public static final int VECTORS = 2;

  /**
   * Rows of a tile at most, as many as C2 finds room for: so the output gradients, which come from
   * the L2 cache, are read the fewest times.
   */
  public static final int ROWS = RegisterTiles.wide() ? 13 : 6;

  /** Values of a panel of packed inputs: two equal tiles, and whole vectors. */
  public static final int COLUMNS = 2 * RegisterTiles.maxRows(VECTORS);

  private static final SoftCache<Steps, GradientTiles> BY_STEPS =
      new SoftCache<>(GradientTiles::new);

  private final Steps steps;
  private final GradientTile[] tiles = new GradientTile[(ROWS + 1) * (VECTORS + 1) * 4];

  /**
   * Distances between pixels, constants of the compiled tiles.
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
   * @return the tiles; as a rule the same ones for the same arguments
   */
  public static GradientTiles of(int xStep, int dyStep) {
    return BY_STEPS.of(new Steps(xStep, dyStep));
  }

  /**
   * Computes {@code sums[r][c] = Σ x[p][r] · dy[p][c]}, cut into tiles that differ by at most one
   * row; the bias counts as one more, the last.
   *
   * @param rows values of a pixel
   * @param vectors vectors of output gradients, at most {@link #VECTORS}
   * @param lines lines of pixels to sum over; for 0 the sums are 0
   * @param pixels pixels of a line
   * @param x inputs
   * @param xAt index of the first pixel
   * @param xLine distance between lines
   * @param dy output gradients
   * @param dyAt index of the first pixel
   * @param dyLine distance between lines
   * @param sums {@code [row][at least vectors · L]}
   * @param sumsAt index of the first row
   * @param sumsStep distance between rows
   * @param add whether the sums are added to what is there, instead of overwriting it
   * @param bias to whose channels the output gradients are added, too, or null
   * @param biasAt index of the first channel
   */
  public void run(
      int rows,
      int vectors,
      int lines,
      int pixels,
      float[] x,
      int xAt,
      int xLine,
      float[] dy,
      int dyAt,
      int dyLine,
      float[] sums,
      int sumsAt,
      int sumsStep,
      boolean add,
      float[] bias,
      int biasAt) {
    int extra = bias == null ? 0 : 1;
    int count = Math.ceilDiv(rows + extra, ROWS);
    int least = (rows + extra) / count;
    int longer = rows + extra - count * least;
    int at = 0;
    if (longer > 0) {
      tile(least + 1, vectors, add, false)
          .run(
              longer, lines, pixels, x, xAt, xLine, dy, dyAt, dyLine, sums, sumsAt, sumsStep, bias,
              biasAt);
      at = longer * (least + 1);
    }
    int others = count - longer - extra;
    if (others > 0) {
      int to = sumsAt + at * sumsStep;
      tile(least, vectors, add, false)
          .run(
              others, lines, pixels, x, xAt + at, xLine, dy, dyAt, dyLine, sums, to, sumsStep, bias,
              biasAt);
      at += others * least;
    }
    if (bias != null) {
      int to = sumsAt + at * sumsStep;
      tile(least - 1, vectors, add, true)
          .run(
              1, lines, pixels, x, xAt + at, xLine, dy, dyAt, dyLine, sums, to, sumsStep, bias,
              biasAt);
    }
  }

  /**
   * The same over a single line of pixels, without the bias.
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
    run(rows, vectors, 1, pixels, x, xAt, 0, dy, dyAt, 0, sums, sumsAt, sumsStep, add, null, 0);
  }

  private GradientTile tile(int rows, int vectors, boolean add, boolean bias) {
    int index = ((rows * (VECTORS + 1) + vectors) * 2 + (add ? 1 : 0)) * 2 + (bias ? 1 : 0);
    GradientTile tile = tiles[index];
    if (tile == null) {
      // Two threads may both define it; either will do.
      GradientKind kind = new GradientKind(rows, vectors, add, bias, steps.x(), steps.dy());
      tile = Templates.define("GradientTemplate", GradientTile.class, kind);
      if (TileWarmUp.ON) {
        tile = new WarmingGradientTile(kind, tile, tiles, index);
      }
      tiles[index] = tile;
    }
    return tile;
  }
}
