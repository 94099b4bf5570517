package io.github.lanewise.kernels.linalg;

/**
 * How a matrix product is cut into tiles, by its sizes alone: blocks of rows by groups of panels.
 * Tiles of one block of rows follow each other, so that its rows stay in the L2 cache.
 *
 * @param rows rows of a block
 * @param rowBlocks blocks
 * @param panels panels of a group
 * @param panelGroups groups
 */
record GemmTiles(int rows, int rowBlocks, int panels, int panelGroups) {
  /** Floats of a block of rows: 256 KiB, a quarter of the smallest L2 cache of server cores. */
  private static final int BLOCK_FLOATS = 1 << 16;

  /** Rows of a block are a multiple of this: whole register tiles of 8, 6 or 4 rows. */
  private static final int ROW_STEP = 24;

  /** Work of a tile, in multiply-adds: about 8 µs at the FMA peak. */
  private static final long TILE_MULTIPLY_ADDS = 1_000_000;

  /** Tiles that leave each of some threads with work. */
  private static final int ENOUGH_TILES = 8;

  /** Tiles for a right factor that is packed. */
  static GemmTiles packed(int m, int k, int panelCount, int panelWidth) {
    return of(m, k, panelCount, panelWidth, blocks(m, Math.max(1, BLOCK_FLOATS / k)));
  }

  /**
   * Tiles for a right factor that each tile packs for itself: as few blocks of rows as leave enough
   * tiles, because every one packs all panels again.
   */
  static GemmTiles packing(int m, int k, int panelCount, int panelWidth) {
    int wanted = (ENOUGH_TILES + panelCount - 1) / panelCount;
    return of(m, k, panelCount, panelWidth, Math.min(wanted, blocks(m, 10 * ROW_STEP)));
  }

  private static int blocks(int m, int rows) {
    return (m + rows - 1) / rows;
  }

  private static GemmTiles of(int m, int k, int panelCount, int panelWidth, int blocks) {
    int rows = (blocks(m, blocks) + ROW_STEP - 1) / ROW_STEP * ROW_STEP;
    long panelWork = (long) Math.min(m, rows) * k * panelWidth;
    int panels = Math.clamp(TILE_MULTIPLY_ADDS / panelWork, 1, panelCount);
    return new GemmTiles(rows, blocks(m, rows), panels, blocks(panelCount, panels));
  }

  int count() {
    return rowBlocks * panelGroups;
  }
}
