package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Taps;

/**
 * The sliding window over the input as it lies: tiles of neighbouring output pixels by two vectors
 * of output channels stay in registers while every tap and input channel is added. Needs no
 * workspace and copies nothing.
 *
 * <p>Without dilation and groups a whole kernel row is contiguous in NHWC, so a "tap" is a kernel
 * row (Georganas et al. 2018, "Anatomy of high-performance deep learning convolutions", tiles the
 * same loops for a blocked layout).
 *
 * <p>Borders: each output row uses the kernel rows that lie on the picture, a range. Interior
 * columns are tiled along the row. The few border columns have taps of their own, cut to the
 * picture, and are tiled down the column.
 */
final class DirectConvolution extends Convolution {
  /**
   * Fewer values under a kernel row than this, and a flat list of offsets is faster than a loop.
   */
  private static final int SHORT_ROW = 40;

  /** Work of a tile, in multiply-adds: about 8 µs at the FMA peak. */
  private static final long TILE_MULTIPLY_ADDS = 1_000_000;

  /** Pixels of a tile at least, so that weights loaded into L1 or L2 are used often. */
  private static final int TILE_PIXELS = 64;

  private final Panels panels;
  private final boolean wholeRows;
  private final boolean flat;

  /** Taps of an interior output column, by vectors of the panel. */
  private final Taps[] interior;

  /** Taps of each border column, left ones then right ones; by vectors of the panel. */
  private final Taps[][] border;

  private final int rowsPerTile;
  private final int rowTiles;

  DirectConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.DIRECT);
    panels = new Panels(shape.depth(), shape.groupOutChannels());
    wholeRows = shape.groups() == 1 && shape.width().dilation() == 1;
    flat = wholeRows && shape.kernelHeight() > 1 && rowLength() < SHORT_ROW;
    interior = new Taps[RegisterTiles.MAX_VECTORS + 1];
    border = new Taps[RegisterTiles.MAX_VECTORS + 1][borderColumns()];
    for (int vectors = 1; vectors <= RegisterTiles.MAX_VECTORS; vectors++) {
      interior[vectors] = flat ? flatTaps() : taps(0, shape.kernelWidth(), vectors);
      for (int i = 0; i < borderColumns(); i++) {
        int column = borderColumn(i);
        int first = shape.width().firstTap(column);
        border[vectors][i] = taps(first, Math.max(first, shape.width().endTap(column)), vectors);
      }
    }
    long rowWork = Math.max(1, (long) shape.outWidth() * shape.depth() * 2 * L);
    long rows =
        Math.max(
            (TILE_MULTIPLY_ADDS + rowWork - 1) / rowWork,
            (TILE_PIXELS + shape.outWidth() - 1) / shape.outWidth());
    rowTiles = (int) Math.max(1, shape.outHeight() / rows);
    rowsPerTile = (shape.outHeight() + rowTiles - 1) / rowTiles;
  }

  private int rowLength() {
    return shape().kernelWidth() * shape().groupInChannels();
  }

  private int borderColumns() {
    Window width = shape().width();
    return width.interiorFrom() + width.output() - width.interiorTo();
  }

  private int borderColumn(int i) {
    Window width = shape().width();
    return i < width.interiorFrom() ? i : i - width.interiorFrom() + width.interiorTo();
  }

  /** Taps of the kernel columns from first to end, for every kernel row. */
  private Taps taps(int first, int end, int vectors) {
    ConvShape s = shape();
    int perRow = wholeRows ? 1 : end - first;
    int length = wholeRows ? (end - first) * s.inChannels() : s.groupInChannels();
    int[] x = new int[s.kernelHeight() * perRow];
    int[] w = new int[x.length];
    for (int kh = 0; kh < s.kernelHeight(); kh++) {
      for (int i = 0; i < perRow; i++) {
        int kw = first + i;
        x[kh * perRow + i] =
            (kh * s.height().dilation() * s.inWidth() + kw * s.width().dilation()) * s.inChannels();
        w[kh * perRow + i] = (kh * s.kernelWidth() + kw) * s.groupInChannels() * vectors * L;
      }
    }
    return new Taps(x, w, length);
  }

  /** Every value under the kernel as a tap of its own. */
  private Taps flatTaps() {
    ConvShape s = shape();
    int[] x = new int[s.depth()];
    for (int k = 0; k < x.length; k++) {
      int kh = k / rowLength();
      x[k] = kh * s.height().dilation() * s.inWidth() * s.inChannels() + k % rowLength();
    }
    return new Taps(x, null, 1);
  }

  @Override
  long packedFloats() {
    return panels.floats() * shape().groups();
  }

  @Override
  void packInto(float[] weights, float[] packed) {
    ConvShape s = shape();
    for (int g = 0; g < s.groups(); g++) {
      panels.pack(
          weights, g * s.groupOutChannels(), s.outChannels(), packed, (int) panels.floats() * g);
    }
  }

  @Override
  int tiles() {
    return shape().groups() * panels.count() * shape().batch() * rowTiles;
  }

  /** One panel of output channels by a range of output rows of one picture. */
  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    int rowTile = tile % rowTiles;
    int rest = tile / rowTiles;
    int n = rest % shape().batch();
    rest /= shape().batch();
    int panel = rest % panels.count();
    int g = rest / panels.count();
    int rowFrom = rowTile * rowsPerTile;
    int rowTo = Math.min(shape().outHeight(), rowFrom + rowsPerTile);
    interior(n, g, panel, rowFrom, rowTo, x, w, epilogue, y);
    for (int i = 0; i < borderColumns(); i++) {
      border(n, g, panel, rowFrom, rowTo, i, x, w, epilogue, y);
    }
  }

  private void interior(
      int n,
      int g,
      int panel,
      int rowFrom,
      int rowTo,
      float[] x,
      float[] w,
      Epilogue epilogue,
      float[] y) {
    ConvShape s = shape();
    int vectors = panels.vectors(panel);
    RegisterTiles tiles = RegisterTiles.of(vectors, flat);
    Taps taps = interior[vectors];
    int tapsPerRow = taps.count() / s.kernelHeight();
    int column = s.width().interiorFrom();
    int pixels = s.width().interiorTo() - column;
    for (int oh = rowFrom; oh < rowTo; oh++) {
      tiles.run(
          pixels,
          x,
          xIndex(n, oh, column, g),
          s.width().stride() * s.inChannels(),
          taps,
          s.height().firstTap(oh) * tapsPerRow,
          s.height().endTap(oh) * tapsPerRow,
          w,
          wIndex(g, panel),
          y,
          yIndex(n, oh, column, g, panel),
          s.outChannels(),
          panels.width(panel),
          epilogue.bias(),
          channel(g, panel),
          epilogue.residual(),
          epilogue.relu());
    }
  }

  /** A border column: rows whose window is cut by top or bottom one by one, the others as a run. */
  private void border(
      int n,
      int g,
      int panel,
      int rowFrom,
      int rowTo,
      int i,
      float[] x,
      float[] w,
      Epilogue epilogue,
      float[] y) {
    ConvShape s = shape();
    int vectors = panels.vectors(panel);
    RegisterTiles tiles = RegisterTiles.of(vectors, false);
    Taps taps = border[vectors][i];
    int tapsPerRow = taps.count() / s.kernelHeight();
    int column = borderColumn(i);
    for (int oh = rowFrom; oh < rowTo; ) {
      boolean whole = oh >= s.height().interiorFrom() && oh < s.height().interiorTo();
      int pixels = whole ? Math.min(rowTo, s.height().interiorTo()) - oh : 1;
      tiles.run(
          pixels,
          x,
          xIndex(n, oh, column, g),
          s.height().stride() * s.inWidth() * s.inChannels(),
          taps,
          s.height().firstTap(oh) * tapsPerRow,
          s.height().endTap(oh) * tapsPerRow,
          w,
          wIndex(g, panel),
          y,
          yIndex(n, oh, column, g, panel),
          s.outWidth() * s.outChannels(),
          panels.width(panel),
          epilogue.bias(),
          channel(g, panel),
          epilogue.residual(),
          epilogue.relu());
      oh += pixels;
    }
  }

  /** Index of the first tap of an output pixel; outside the array where that tap is on padding. */
  private int xIndex(int n, int oh, int ow, int g) {
    ConvShape s = shape();
    int pixel = (n * s.inHeight() + s.height().start(oh)) * s.inWidth() + s.width().start(ow);
    return pixel * s.inChannels() + g * s.groupInChannels();
  }

  private int yIndex(int n, int oh, int ow, int g, int panel) {
    ConvShape s = shape();
    int pixel = (n * s.outHeight() + oh) * s.outWidth() + ow;
    return pixel * s.outChannels() + channel(g, panel);
  }

  private int wIndex(int g, int panel) {
    return (int) panels.floats() * g + panels.at(panel);
  }

  private int channel(int g, int panel) {
    return g * shape().groupOutChannels() + panels.column(panel);
  }
}
