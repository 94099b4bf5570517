package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;

/**
 * What the algorithms that slide over the input as it lies have in common: the output is cut into
 * bands, ranges of rows of one picture, and those into runs of pixels that use the same taps.
 *
 * <p>A tile takes as many bands as leave their inputs in the L2 cache, and computes all channels of
 * them, one unit after the other, so that inputs come from memory once. Where that leaves too few
 * tiles it takes fewer units, then fewer bands.
 *
 * <p>Borders: each output row uses the kernel rows that lie on the picture, a range. Interior
 * columns form runs along the row. The few border columns have taps of their own, cut to the
 * picture, and form runs down the column.
 */
abstract class SlidingWindow extends Convolution {
  /** Stands for the interior columns where a border column is meant. */
  static final int INTERIOR = -1;

  /** Work of a band in one unit, in multiply-adds: about 8 µs at the FMA peak. */
  private static final long BAND_MULTIPLY_ADDS = 1_000_000;

  /** Pixels of a band at least, so that weights loaded into L1 or L2 are used often. */
  private static final int BAND_PIXELS = 64;

  /**
   * Rows of a band at least where there are border columns, which are runs down the band: a run of
   * one pixel leaves a register tile three quarters idle.
   */
  private static final int BORDER_ROWS = 8;

  /** Inputs of a tile at most, if that is not less than a band: half of a 1 MiB L2 cache. */
  private static final int TILE_FLOATS = 1 << 17;

  /** Tiles that leave each of some threads with work. */
  private static final int ENOUGH_TILES = 32;

  private final ConvShape cut;
  private final boolean fromMemory;
  private final int units;
  private final int rowsPerBand;
  private final int bandsPerPicture;
  private final int unitsPerTile;
  private final int bandsPerTile;

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
    long rowWork = Math.max(1, cut.multiplyAdds() / cut.batch() / cut.outHeight() / units);
    long rows =
        Math.max(
            (BAND_MULTIPLY_ADDS + rowWork - 1) / rowWork,
            (BAND_PIXELS + cut.outWidth() - 1) / cut.outWidth());
    if (borderColumns(cut) > 0) {
      rows = Math.max(rows, BORDER_ROWS);
    }
    int most = (int) Math.max(1, cut.outHeight() / rows);
    rowsPerBand = parts(cut.outHeight(), most);
    bandsPerPicture = parts(cut.outHeight(), rowsPerBand);
    int bandFloats = cut.inputLength() / bands();
    int bandsNow = Math.clamp(TILE_FLOATS / Math.max(1, bandFloats), 1, bands());
    int unitsNow = units;
    while (unitsNow > 1 && parts(units, unitsNow) * parts(bands(), bandsNow) < ENOUGH_TILES) {
      unitsNow = parts(unitsNow, 2);
    }
    while (bandsNow > 1 && units * parts(bands(), bandsNow) < ENOUGH_TILES) {
      bandsNow = parts(bandsNow, 2);
    }
    unitsPerTile = unitsNow;
    bandsPerTile = bandsNow;
  }

  private static int parts(int all, int each) {
    return (all + each - 1) / each;
  }

  private int bands() {
    return cut.batch() * bandsPerPicture;
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
    return parts(units, unitsPerTile) * parts(bands(), bandsPerTile);
  }

  /** Some units of output channels by some bands; tiles of the same units follow each other. */
  @Override
  final void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    int tilesOfUnits = parts(bands(), bandsPerTile);
    int unitFrom = tile / tilesOfUnits * unitsPerTile;
    int unitTo = Math.min(units, unitFrom + unitsPerTile);
    int bandFrom = tile % tilesOfUnits * bandsPerTile;
    int bandTo = Math.min(bands(), bandFrom + bandsPerTile);
    int firstRow = bandFrom % bandsPerPicture * rowsPerBand;
    for (int unit = unitFrom; unit < unitTo; unit++) {
      int first = yAt(bandFrom / bandsPerPicture, firstRow, 0) + firstChannel(unit);
      fetchWeights(unit, w, y, first);
      for (int band = bandFrom; band < bandTo; band++) {
        band(unit, band, fromMemory && unit == unitFrom, x, w, epilogue, y);
      }
    }
  }

  private void band(
      int unit, int band, boolean fetch, float[] x, float[] w, Epilogue epilogue, float[] y) {
    int n = band / bandsPerPicture;
    int rowFrom = band % bandsPerPicture * rowsPerBand;
    int rowTo = Math.min(cut.outHeight(), rowFrom + rowsPerBand);
    int left = cut.width().interiorFrom();
    int pixels = cut.width().interiorTo() - left;
    for (int oh = rowFrom; oh < rowTo; oh++) {
      if (fetch && pixels > 0) {
        int seen = oh == rowFrom ? 0 : Fetch.endRow(cut, oh - 1);
        y[yAt(n, oh, left) + firstChannel(unit)] = Fetch.inputs(cut, x, n, oh, seen, left, pixels);
      }
      run(unit, INTERIOR, n, oh, left, pixels, x, w, epilogue, y);
    }
    for (int i = 0; i < borderColumns(cut); i++) {
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

  /**
   * Reads the weights of a unit before the first band of a tile, where they are far away and many.
   *
   * @param yAt index of an output to come, for what has been read has to go somewhere
   */
  void fetchWeights(int unit, float[] w, float[] y, int yAt) {}

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
