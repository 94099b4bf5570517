package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;

/**
 * What the algorithms that slide over the input as it lies have in common: the output is cut into
 * ranges of rows, and those into runs of pixels that use the same taps.
 *
 * <p>Borders: each output row uses the kernel rows that lie on the picture, a range. Interior
 * columns form runs along the row. The few border columns have taps of their own, cut to the
 * picture, and form runs down the column.
 */
abstract class SlidingWindow extends Convolution {
  /** Stands for the interior columns where a border column is meant. */
  static final int INTERIOR = -1;

  /** Work of a tile, in multiply-adds: about 8 µs at the FMA peak. */
  private static final long TILE_MULTIPLY_ADDS = 1_000_000;

  /** Pixels of a tile at least, so that weights loaded into L1 or L2 are used often. */
  private static final int TILE_PIXELS = 64;

  /**
   * Rows of a tile at least where there are border columns, which are runs down the tile: a run of
   * one pixel leaves a register tile three quarters idle.
   */
  private static final int BORDER_ROWS = 8;

  /** Inputs of the pictures that all units see before the next ones: 1 MiB, an L2 cache. */
  private static final int BLOCK_FLOATS = 1 << 18;

  private final ConvShape cut;
  private final boolean fromMemory;
  private final int units;
  private final int blockPictures;
  private final int rowsPerTile;
  private final int rowTiles;

  /**
   * Cuts the work.
   *
   * @param units parts that each row of pixels is computed in: groups, blocks of output channels
   */
  SlidingWindow(ConvShape shape, ConvAlgorithm algorithm, int units) {
    super(shape, algorithm);
    cut = MergedRows.of(shape);
    this.fromMemory = Fetch.pays(cut);
    this.units = units;
    this.blockPictures =
        Math.clamp(
            (long) BLOCK_FLOATS * cut.batch() / Math.max(1, cut.inputLength()), 1, cut.batch());
    long rowWork = Math.max(1, cut.multiplyAdds() / cut.batch() / cut.outHeight() / units);
    long rows =
        Math.max(
            (TILE_MULTIPLY_ADDS + rowWork - 1) / rowWork,
            (TILE_PIXELS + cut.outWidth() - 1) / cut.outWidth());
    if (borderColumns(cut) > 0) {
      rows = Math.max(rows, BORDER_ROWS);
    }
    int most = (int) Math.max(1, cut.outHeight() / rows);
    rowsPerTile = (cut.outHeight() + most - 1) / most;
    rowTiles = (cut.outHeight() + rowsPerTile - 1) / rowsPerTile;
  }

  /** Number of border columns of a shape. */
  static int borderColumns(ConvShape shape) {
    Window width = shape.width();
    return width.interiorFrom() + width.output() - width.interiorTo();
  }

  /** Output column of a border column: left ones first, then right ones. */
  static int borderColumn(ConvShape shape, int i) {
    Window width = shape.width();
    return i < width.interiorFrom() ? i : i - width.interiorFrom() + width.interiorTo();
  }

  @Override
  final int tiles() {
    return units * cut.batch() * rowTiles;
  }

  /** One unit of output channels by a range of output rows of one picture. */
  @Override
  final void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    ConvShape s = cut;
    int rowFrom = tile % rowTiles * rowsPerTile;
    int rowTo = Math.min(s.outHeight(), rowFrom + rowsPerTile);
    int block = tile / (rowTiles * blockPictures * units);
    int pictures = Math.min(blockPictures, s.batch() - block * blockPictures);
    int inBlock = tile / rowTiles - block * blockPictures * units;
    int n = block * blockPictures + inBlock % pictures;
    int unit = inBlock / pictures;
    int left = s.width().interiorFrom();
    int pixels = s.width().interiorTo() - left;
    for (int oh = rowFrom; oh < rowTo; oh++) {
      if (fromMemory && pixels > 0) {
        y[yAt(n, oh, left) + firstChannel(unit)] = Fetch.inputs(s, x, n, oh, left, pixels);
      }
      run(unit, INTERIOR, n, oh, left, pixels, x, w, epilogue, y);
    }
    for (int i = 0; i < borderColumns(s); i++) {
      column(unit, i, n, rowFrom, rowTo, x, w, epilogue, y);
    }
  }

  /** A border column: rows whose window is cut by top or bottom one by one, the others as a run. */
  private void column(
      int unit,
      int i,
      int n,
      int rowFrom,
      int rowTo,
      float[] x,
      float[] w,
      Epilogue epilogue,
      float[] y) {
    Window height = cut.height();
    for (int oh = rowFrom; oh < rowTo; ) {
      boolean whole = oh >= height.interiorFrom() && oh < height.interiorTo();
      int pixels = whole ? Math.min(rowTo, height.interiorTo()) - oh : 1;
      run(unit, i, n, oh, borderColumn(cut, i), pixels, x, w, epilogue, y);
      oh += pixels;
    }
  }

  private void run(
      int unit,
      int border,
      int n,
      int oh,
      int ow,
      int pixels,
      float[] x,
      float[] w,
      Epilogue epilogue,
      float[] y) {
    ConvShape s = cut;
    boolean down = border != INTERIOR;
    run(
        unit,
        border,
        pixels,
        s.height().firstTap(oh),
        s.height().endTap(oh),
        x,
        ((n * s.inHeight() + s.height().start(oh)) * s.inWidth() + s.width().start(ow))
            * s.inChannels(),
        (down ? s.height().stride() * s.inWidth() : s.width().stride()) * s.inChannels(),
        w,
        epilogue,
        y,
        yAt(n, oh, ow),
        (down ? s.outWidth() : 1) * s.outChannels());
  }

  private int yAt(int n, int oh, int ow) {
    return ((n * cut.outHeight() + oh) * cut.outWidth() + ow) * cut.outChannels();
  }

  /** First output channel that a unit computes. */
  abstract int firstChannel(int unit);

  /**
   * Computes a run of pixels, across or down.
   *
   * @param unit the unit of output channels
   * @param border number of the border column, or {@link #INTERIOR}
   * @param pixels pixels of the run
   * @param rowFrom first kernel row that lies on the picture
   * @param rowTo one past the last; not above {@code rowFrom} if none does
   * @param xAt index of the channels under the first tap of the first pixel; outside the array
   *     where that tap is on padding
   * @param xStep distance between pixels in {@code x}
   * @param yAt index of the first pixel's channels
   * @param yStep distance between pixels in {@code y}
   */
  abstract void run(
      int unit,
      int border,
      int pixels,
      int rowFrom,
      int rowTo,
      float[] x,
      int xAt,
      int xStep,
      float[] w,
      Epilogue epilogue,
      float[] y,
      int yAt,
      int yStep);
}
