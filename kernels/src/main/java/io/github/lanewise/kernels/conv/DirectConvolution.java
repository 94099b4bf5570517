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
   * Fewer values under a kernel row than this, and a flat list of taps is faster than two loops.
   */
  private static final int SHORT_ROW = 40;

  /** Work of a tile, in multiply-adds: about 8 µs at the FMA peak. */
  private static final long TILE_MULTIPLY_ADDS = 1_000_000;

  /** Pixels of a tile at least, so that weights loaded into L1 or L2 are used often. */
  private static final int TILE_PIXELS = 64;

  /** Weights that one tile uses, in floats: a quarter of a 1 MiB L2 cache, or one panel. */
  private static final int TILE_WEIGHTS = 1 << 16;

  /**
   * Pixels computed for all panels of a tile before the next, so that outputs are written whole.
   */
  private static final int RUN_PIXELS = 20;

  private final Panels panels;
  private final int panelsPerTile;
  private final int panelTiles;
  private final int rowsPerTile;
  private final int rowTiles;
  private final int runPixels;

  /** Taps of an interior output column; by vectors of the panel. */
  private final Taps[] interior = new Taps[RegisterTiles.MAX_VECTORS + 1];

  /** Taps of each border column, left ones then right ones; by vectors of the panel. */
  private final Taps[][] border;

  DirectConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.DIRECT);
    panels = new Panels(shape.depth(), shape.groupOutChannels());
    border = new Taps[RegisterTiles.MAX_VECTORS + 1][borderColumns()];
    for (int vectors = 1; vectors <= RegisterTiles.MAX_VECTORS; vectors++) {
      interior[vectors] = taps(0, shape.kernelWidth(), vectors);
      for (int i = 0; i < borderColumns(); i++) {
        int first = shape.width().firstTap(borderColumn(i));
        int end = Math.max(first, shape.width().endTap(borderColumn(i)));
        border[vectors][i] = taps(first, end, vectors);
      }
    }
    int perTile = Math.clamp(TILE_WEIGHTS / ((long) shape.depth() * 2 * L), 1, panels.count());
    panelTiles = (panels.count() + perTile - 1) / perTile;
    panelsPerTile = (panels.count() + panelTiles - 1) / panelTiles;
    runPixels = panelsPerTile > 1 ? RUN_PIXELS : shape.outWidth();
    long rowWork = (long) shape.outWidth() * shape.depth() * panelsPerTile * 2 * L;
    long rows =
        Math.max(
            (TILE_MULTIPLY_ADDS + rowWork - 1) / rowWork,
            (TILE_PIXELS + shape.outWidth() - 1) / shape.outWidth());
    rowTiles = (int) Math.max(1, shape.outHeight() / rows);
    rowsPerTile = (shape.outHeight() + rowTiles - 1) / rowTiles;
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
    boolean wholeRows = s.groups() == 1 && s.width().dilation() == 1;
    int rowLength = (end - first) * s.groupInChannels();
    int length = wholeRows ? rowLength : s.groupInChannels();
    if (0 < length && length < SHORT_ROW && s.kernelHeight() * rowLength > length) {
      length = 1;
    }
    int perRow = length == 0 ? 0 : rowLength / length;
    int[] x = new int[s.kernelHeight() * perRow];
    int[] w = new int[x.length];
    for (int tap = 0; tap < x.length; tap++) {
      int kh = tap / perRow;
      int value = tap % perRow * length;
      int kw = first + value / s.groupInChannels();
      int channel = value % s.groupInChannels();
      int pixel = kh * s.height().dilation() * s.inWidth() + kw * s.width().dilation();
      x[tap] = pixel * s.inChannels() + channel;
      w[tap] = ((kh * s.kernelWidth() + kw) * s.groupInChannels() + channel) * vectors * L;
    }
    return new Taps(x, w, length);
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
    return shape().groups() * panelTiles * shape().batch() * rowTiles;
  }

  /** Some panels of output channels by a range of output rows of one picture. */
  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    ConvShape s = shape();
    int rowFrom = tile % rowTiles * rowsPerTile;
    int rowTo = Math.min(s.outHeight(), rowFrom + rowsPerTile);
    int rest = tile / rowTiles;
    int n = rest % s.batch();
    rest /= s.batch();
    int panelFrom = rest % panelTiles * panelsPerTile;
    int panelTo = Math.min(panels.count(), panelFrom + panelsPerTile);
    int g = rest / panelTiles;
    int right = s.width().interiorTo();
    for (int oh = rowFrom; oh < rowTo; oh++) {
      for (int ow = s.width().interiorFrom(); ow < right; ow += runPixels) {
        int pixels = Math.min(runPixels, right - ow);
        for (int panel = panelFrom; panel < panelTo; panel++) {
          Taps taps = interior[panels.vectors(panel)];
          run(n, oh, ow, g, panel, pixels, false, taps, x, w, epilogue, y);
        }
      }
    }
    for (int panel = panelFrom; panel < panelTo; panel++) {
      for (int i = 0; i < borderColumns(); i++) {
        Taps taps = border[panels.vectors(panel)][i];
        column(n, rowFrom, rowTo, borderColumn(i), g, panel, taps, x, w, epilogue, y);
      }
    }
  }

  /** A border column: rows whose window is cut by top or bottom one by one, the others as a run. */
  private void column(
      int n,
      int rowFrom,
      int rowTo,
      int ow,
      int g,
      int panel,
      Taps taps,
      float[] x,
      float[] w,
      Epilogue epilogue,
      float[] y) {
    Window height = shape().height();
    for (int oh = rowFrom; oh < rowTo; ) {
      boolean whole = oh >= height.interiorFrom() && oh < height.interiorTo();
      int pixels = whole ? Math.min(rowTo, height.interiorTo()) - oh : 1;
      run(n, oh, ow, g, panel, pixels, true, taps, x, w, epilogue, y);
      oh += pixels;
    }
  }

  /** A run of pixels, across or down, that use the same taps. */
  private void run(
      int n,
      int oh,
      int ow,
      int g,
      int panel,
      int pixels,
      boolean down,
      Taps taps,
      float[] x,
      float[] w,
      Epilogue epilogue,
      float[] y) {
    ConvShape s = shape();
    Window height = s.height();
    int channel = g * s.groupOutChannels() + panels.column(panel);
    // The first tap of the first pixel; outside the array where that tap is on padding.
    int xPixel = (n * s.inHeight() + height.start(oh)) * s.inWidth() + s.width().start(ow);
    int yPixel = (n * s.outHeight() + oh) * s.outWidth() + ow;
    int xStep = down ? height.stride() * s.inWidth() : s.width().stride();
    int tapsPerRow = taps.count() / s.kernelHeight();
    RegisterTiles.run(
        pixels,
        x,
        xPixel * s.inChannels() + g * s.groupInChannels(),
        xStep * s.inChannels(),
        taps,
        height.firstTap(oh) * tapsPerRow,
        height.endTap(oh) * tapsPerRow,
        w,
        (int) panels.floats() * g + panels.at(panel),
        y,
        yPixel * s.outChannels() + channel,
        (down ? s.outWidth() : 1) * s.outChannels(),
        panels.width(panel),
        epilogue.bias(),
        channel,
        epilogue.residual(),
        epilogue.relu());
  }
}
