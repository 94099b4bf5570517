package io.github.lanewise.kernels.simd;

import java.util.EnumMap;
import java.util.Map;

/**
 * The register tiles of a weight gradient: some neighbouring input values by some vectors of output
 * channels, summed over pixels. Input values are broadcast, as in {@link RegisterTiles}, but lie
 * next to each other, so that one range check serves all of them; what is summed over is a list of
 * pixels.
 */
public final class GradientTiles {
  /** Vectors of a panel of output gradients. */
  public static final int VECTORS = 2;

  private static final Map<Taps.Walk, RegisterTile[][]> TILES = new EnumMap<>(Taps.Walk.class);

  static {
    for (Taps.Walk walk : Taps.Walk.values()) {
      TILES.put(walk, new RegisterTile[VECTORS + 1][RegisterTiles.maxRows(1) + 1]);
    }
  }

  private GradientTiles() {}

  /**
   * The most rows of a tile.
   *
   * @param vectors vectors of the panel
   * @return rows that fit the registers
   */
  public static int maxRows(int vectors) {
    return RegisterTiles.maxRows(vectors);
  }

  /**
   * Computes {@code sums[r][c] += Σ x[xAt + r + pixels.x] · dy[dyAt + pixels.w + c]} for one tile.
   *
   * @param rows neighbouring input values, at most {@link #maxRows}
   * @param vectors vectors of the panel
   * @param x input
   * @param xAt index of the first value under an offset of 0
   * @param pixels offsets of each pixel in {@code x} and in the panel, one value each
   * @param from first pixel
   * @param to one past the last pixel
   * @param dy panel of output gradients, {@code [pixel][vectors · L]}
   * @param dyAt index of the panel
   * @param sums {@code [row][vectors · L]}; added to
   * @param sumsAt index of the first row
   */
  public static void run(
      int rows,
      int vectors,
      float[] x,
      int xAt,
      Taps pixels,
      int from,
      int to,
      float[] dy,
      int dyAt,
      float[] sums,
      int sumsAt) {
    int width = vectors * Simd.L;
    tile(rows, vectors, pixels.walk)
        .run(1, x, xAt, 1, pixels, from, to, dy, dyAt, sums, sumsAt, width, width, null, 0);
  }

  private static RegisterTile tile(int rows, int vectors, Taps.Walk walk) {
    RegisterTile[] byRows = TILES.get(walk)[vectors];
    RegisterTile tile = byRows[rows];
    if (tile == null) {
      // Two threads may both define it; either will do.
      TileKind kind = new TileKind(rows, vectors, walk, false, false, true, 1);
      tile = Templates.define("TileTemplate", RegisterTile.class, kind);
      byRows[rows] = tile;
    }
    return tile;
  }
}
