package io.github.lanewise.kernels.simd;

/**
 * The register tiles of a weight gradient: some input values by some vectors of output channels,
 * summed over pixels. Both sides are packed, {@code [pixel][values]}, so that every index in the
 * loop is a constant times the pixel.
 */
public final class GradientTiles {
  /** Vectors of a panel of output gradients. */
  public static final int VECTORS = 2;

  /** Values of a panel of inputs: two tiles, and whole vectors. */
  public static final int COLUMNS = 2 * RegisterTiles.maxRows(VECTORS);

  private static final RegisterTile[][] TILES =
      new RegisterTile[VECTORS + 1][RegisterTiles.maxRows(1) + 1];

  private GradientTiles() {}

  /**
   * Computes {@code sums[r][c] += Σ x[p][r] · dy[p][c]}, in tiles that differ by at most one row.
   *
   * @param rows values of a panel of inputs, at most {@link #COLUMNS}
   * @param vectors vectors of the panel of output gradients, at most {@link #VECTORS}
   * @param pixels a run as long as there are pixels
   * @param x panel of inputs, {@code [pixel][COLUMNS]}
   * @param xAt index of the first pixel
   * @param dy panel of output gradients, {@code [pixel][vectors · L]}
   * @param dyAt index of the first pixel
   * @param sums {@code [row][vectors · L]}; added to
   * @param sumsAt index of the first row
   */
  public static void run(
      int rows,
      int vectors,
      Taps pixels,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] sums,
      int sumsAt) {
    int most = RegisterTiles.maxRows(vectors);
    int tiles = (rows + most - 1) / most;
    int width = vectors * Simd.L;
    for (int tile = 0; tile < tiles; tile++) {
      int now = rows / tiles + (tile < rows % tiles ? 1 : 0);
      tile(now, vectors)
          .run(1, x, xAt, 1, pixels, 0, 1, dy, dyAt, sums, sumsAt, width, width, null, 0);
      xAt += now;
      sumsAt += now * width;
    }
  }

  private static RegisterTile tile(int rows, int vectors) {
    RegisterTile tile = TILES[vectors][rows];
    if (tile == null) {
      // Two threads may both define it; either will do.
      TileKind kind = new TileKind(rows, vectors, Taps.Walk.RUNS, false, false, true, 1);
      tile = Templates.define("TileTemplate", RegisterTile.class, kind);
      TILES[vectors][rows] = tile;
    }
    return tile;
  }
}
