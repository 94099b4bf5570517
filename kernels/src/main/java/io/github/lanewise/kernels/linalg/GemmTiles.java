package io.github.lanewise.kernels.linalg;

import io.github.lanewise.kernels.simd.PanelsRow;

/**
 * How a matrix product is cut, by its sizes alone. A tile is a block of rows by a group of panels;
 * it takes the rows a strip at a time, so that strip and panels stay in the L2 cache together.
 * Tiles of one block of rows follow each other, so that the block stays in the L3 cache (the levels
 * of Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication").
 *
 * @param strip rows of a strip
 * @param rows rows of a block, whole strips
 * @param rowBlocks blocks
 * @param panels panels of a group
 * @param panelGroups groups
 */
record GemmTiles(int strip, int rows, int rowBlocks, int panels, int panelGroups) {
  /** Floats of a strip: 320 KiB, a third of the smallest L2 cache of server cores. */
  private static final int STRIP_FLOATS = 80 << 10;

  /** Floats of a group of panels at most, if that is not less than one panel: 512 KiB, half. */
  private static final int GROUP_FLOATS = 1 << 17;

  /** Floats of a block of rows at most, if that is not less than a strip: 4 MiB of the L3 cache. */
  private static final int BLOCK_FLOATS = 1 << 20;

  /** Rows of a strip are a multiple of this: whole register tiles of 8, 6 or 4 rows. */
  private static final int ROW_STEP = 24;

  /** Rows of a strip at most where each block packs all panels again. */
  private static final int PACKING_ROWS = 10 * ROW_STEP;

  /** Work of a tile at least, in multiply-adds: about 8 µs at the FMA peak. */
  private static final long TILE_MULTIPLY_ADDS = 1_000_000;

  /** Rows that take as long to be multiplied as their weights to come from the L3 cache. */
  private static final int FEW_ROWS = 8;

  /** Tiles that leave each of some threads with work. */
  private static final int ENOUGH_TILES = 32;

  /** Tiles at least where each packs its panels. */
  private static final int PACKING_TILES = 8;

  /** Tiles for a right factor that is packed. */
  static GemmTiles packed(int m, int k, int panelCount, int panelWidth) {
    int strip = strip(m, blocks(m, Math.max(1, STRIP_FLOATS / k)));
    int strips = blocks(m, strip);
    long spare = (long) strips * panelCount / ENOUGH_TILES;
    long group = Math.max(1, GROUP_FLOATS / ((long) k * panelWidth));
    long panels = Math.max(panelsOfTile(m, k, strip, panelWidth), Math.min(spare, group));
    int step = m == 1 ? PanelsRow.PANELS : 1;
    int panelsNow = Math.min(blocks((int) panels, step) * step, panelCount);
    int groups = blocks(panelCount, panelsNow);
    int mostStrips = Math.max(1, BLOCK_FLOATS / k / strip);
    int stripsNow = Math.clamp((long) strips * groups / ENOUGH_TILES, 1, mostStrips);
    return of(m, strip, strip * blocks(strips, blocks(strips, stripsNow)), panelCount, panelsNow);
  }

  /**
   * Tiles for a right factor that each tile packs for itself: as few blocks of rows as leave enough
   * tiles, because every one packs all panels again.
   */
  static GemmTiles packing(int m, int k, int panelCount, int panelWidth) {
    int wanted = blocks(PACKING_TILES, panelCount);
    int strip = strip(m, Math.min(wanted, blocks(m, PACKING_ROWS)));
    long panels = panelsOfTile(m, k, strip, panelWidth);
    return of(m, strip, strip, panelCount, (int) Math.min(panels, panelCount));
  }

  private static GemmTiles of(int m, int strip, int rows, int panelCount, int panels) {
    return new GemmTiles(strip, rows, blocks(m, rows), panels, blocks(panelCount, panels));
  }

  private static int strip(int m, int strips) {
    return blocks(blocks(m, strips), ROW_STEP) * ROW_STEP;
  }

  /** Panels that are work enough for a tile, at least 1. */
  private static long panelsOfTile(int m, int k, int strip, int panelWidth) {
    long rows = Math.max(FEW_ROWS, Math.min(m, strip));
    return Math.max(1, TILE_MULTIPLY_ADDS / (rows * k * panelWidth));
  }

  private static int blocks(int all, int each) {
    return (all + each - 1) / each;
  }

  int count() {
    return rowBlocks * panelGroups;
  }
}
