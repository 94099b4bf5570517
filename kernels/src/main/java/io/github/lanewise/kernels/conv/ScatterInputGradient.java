package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.ElementRuns;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Simd;
import io.github.lanewise.kernels.simd.Taps;
import io.github.lanewise.kernels.simd.Transposition;
import java.util.Arrays;

/**
 * The transpose of {@link Im2colConvolution}, for inputs of so few channels that they would leave
 * most lanes empty, and for strided layers whose rows are too short for register tiles: pixels of
 * {@code dy} times all weights give what each pixel's window gets, and the windows are added up. A
 * kernel row of a window is contiguous in {@code dx}.
 *
 * <p>Of small pictures a tile computes the windows of all pixels, and then adds for each row of
 * {@code dx} those that reach it. Of large ones it owns some rows and computes what reaches into
 * them, one row of {@code dy} at a time, so that tiles need not wait for each other: near its edges
 * a few products are computed twice.
 *
 * <p>Zeros fill the rows of a window up to whole vectors. They add nothing, unless {@code dy} holds
 * infinities or NaN: those then reach a pixel beside the window, too.
 */
final class ScatterInputGradient extends InputGradient {
  /** Floats of all windows of the small pictures of a tile at most: 1 MiB. */
  private static final int MOST_FLOATS = 1 << 18;

  /** Pixels of small pictures that a tile computes, if it can, for which weights are read once. */
  private static final int LEAST_PIXELS = 64;

  /** Pixels of large pictures whose windows are computed before they are added. */
  private static final int BLOCK_PIXELS = 16;

  /** Output channels from which on adding windows up is little beside computing them. */
  private static final int MANY_CHANNELS = 64;

  /** Rows of a tile, in kernel spans. */
  private static final int TILE_SPANS = 4;

  private final Panels panels;
  private final Taps taps;
  private final int columns;

  /** Floats of a window's row. */
  private final int rowFloats;

  /** Columns of a window's row: whole vectors, filled up with zeros. */
  private final int rowColumns;

  private final int rowsPerTile;
  private final int rowTiles;

  /** Pictures of a tile if they are small, else 0. */
  private final int picturesPerTile;

  private final int blockPixels;

  ScatterInputGradient(ConvShape shape) {
    super(shape);
    rowFloats = shape.kernelWidth() * shape.inChannels();
    rowColumns = rowColumns(shape);
    columns = shape.kernelHeight() * rowColumns;
    panels = new Panels(shape.outChannels(), columns);
    taps = Taps.run(shape.outChannels());
    int perPicture = shape.outHeight() * shape.outWidth();
    if (small(shape)) {
      rowsPerTile = shape.inHeight();
      int most = MOST_FLOATS / (perPicture * columns);
      picturesPerTile = Math.clamp(LEAST_PIXELS / perPicture, 1, most);
      blockPixels = picturesPerTile * perPicture;
    } else {
      int tiles = (int) Math.max(1, shape.inHeight() / tileRows(shape));
      rowsPerTile = Math.ceilDiv(shape.inHeight(), tiles);
      picturesPerTile = 0;
      blockPixels = Math.min(BLOCK_PIXELS, shape.outWidth());
    }
    rowTiles = Math.ceilDiv(shape.inHeight(), rowsPerTile);
  }

  /** Whether lanes or register tiles are better filled than by {@link DirectInputGradient}. */
  static boolean pays(ConvShape shape) {
    return shape.groups() == 1
        && shape.width().dilation() == 1
        && (fewChannels(shape) || shortRows(shape));
  }

  private static boolean fewChannels(ConvShape shape) {
    int lanes = Lanes.floats();
    return shape.outChannels() > 1 && shape.inChannels() <= lanes / 2 && shape.depth() >= lanes;
  }

  private static boolean shortRows(ConvShape shape) {
    return ConvAlgorithm.shortRows(shape) && shape.outChannels() >= MANY_CHANNELS && small(shape);
  }

  /** Whether a picture's windows stay in a cache, and its rows would not make two tiles. */
  private static boolean small(ConvShape shape) {
    long columns = (long) shape.kernelHeight() * rowColumns(shape);
    return columns * shape.outHeight() * shape.outWidth() <= MOST_FLOATS
        && shape.inHeight() < 2 * tileRows(shape);
  }

  /** Columns of a window's row. */
  private static int rowColumns(ConvShape shape) {
    return Simd.vectors(shape.kernelWidth() * shape.inChannels()) * L;
  }

  /** Rows of a large picture's tile, or more. */
  private static long tileRows(ConvShape shape) {
    return (long) TILE_SPANS * shape.height().span();
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.IM2COL;
  }

  @Override
  long workspaceBytes() {
    return (long) Float.BYTES * blockPixels * columns;
  }

  @Override
  long packedFloats() {
    return panels.floats();
  }

  @Override
  int packParts() {
    return panels.count();
  }

  /** Packs a panel of the matrix {@code [outChannel][tap and inChannel]}. */
  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    int outs = shape().outChannels();
    int first = panels.column(part);
    int end = first + panels.width(part);
    int step = panels.step(part);
    int at = panels.at(part);
    Arrays.fill(packed, at, at + outs * step, 0);
    float[] square = scratch.floats(0, Transposition.SQUARE_FLOATS);
    for (int kh = first / rowColumns; kh * rowColumns < end; kh++) {
      int start = kh * rowColumns;
      int from = Math.max(first, start);
      int rows = Math.min(end, start + rowFloats) - from;
      if (rows > 0) {
        int row = kh * rowFloats + from - start;
        Transposition.run(
            rows, outs, weights, row * outs, outs, packed, at + from - first, step, square, 0);
      }
    }
  }

  @Override
  int tiles() {
    return picturesPerTile > 0
        ? Math.ceilDiv(shape().batch(), picturesPerTile)
        : shape().batch() * rowTiles;
  }

  /** Some small pictures, or some input rows of a large one. */
  @Override
  void tile(int tile, float[] dy, float[] weights, Epilogue epilogue, float[] dx, Scratch scratch) {
    float[] windows = scratch.floats(0, blockPixels * columns);
    int at;
    int end;
    if (picturesPerTile > 0) {
      int from = tile * picturesPerTile;
      int to = Math.min(shape().batch(), from + picturesPerTile);
      at = rowIndex(from, 0);
      end = rowIndex(to, 0);
      start(at, end, epilogue, dx);
      pictures(from, to, dy, weights, windows, dx);
    } else {
      int n = tile / rowTiles;
      int from = tile % rowTiles * rowsPerTile;
      int to = Math.min(shape().inHeight(), from + rowsPerTile);
      at = rowIndex(n, from);
      end = rowIndex(n, to);
      start(at, end, epilogue, dx);
      rows(n, from, to, dy, weights, windows, dx);
    }
    if (epilogue.relu()) {
      ElementRuns.relu(end - at, dx, at, dx, at);
    }
  }

  /** Small pictures: all windows, then row by row of {@code dx} what reaches it. */
  private void pictures(
      int from, int to, float[] dy, float[] weights, float[] windows, float[] dx) {
    int perPicture = shape().outHeight() * shape().outWidth();
    Window height = shape().height();
    multiply(from * perPicture, (to - from) * perPicture, 0, height.kernel(), dy, weights, windows);
    for (int n = from; n < to; n++) {
      for (int ih = 0; ih < shape().inHeight(); ih++) {
        gather(ih, (n - from) * perPicture, windows, dx, rowIndex(n, ih));
      }
    }
  }

  /** Adds to a row of {@code dx} what reaches it of the windows of a picture. */
  private void gather(int ih, int pixel, float[] windows, float[] dx, int row) {
    Window height = shape().height();
    int at = 0; // where the windows are of the first kernel row that leads to an output row
    int step = 0; // from there to those of the next, always the same
    int terms = 0;
    for (int kh = 0; kh < height.kernel(); kh++) {
      int from = ih + height.padBefore() - kh * height.dilation();
      int oh = from / height.stride();
      if (from >= 0 && from % height.stride() == 0 && oh < height.output()) {
        int here = (pixel + oh * shape().outWidth()) * columns + kh * rowColumns;
        step = terms == 1 ? here - at : step;
        at = terms == 0 ? here : at;
        terms++;
      }
    }
    Window width = shape().width();
    int channels = shape().inChannels();
    int rowEnd = row + shape().inWidth() * channels;
    for (int ow = 0; terms > 0 && ow < shape().outWidth(); ow++) {
      int tap = width.firstTap(ow);
      int count = Math.max(0, width.endTap(ow) - tap) * channels;
      int to = row + (width.start(ow) + tap) * channels;
      boolean whole = count == rowFloats && to + rowColumns <= rowEnd;
      int from = at + ow * columns + tap * channels;
      ElementRuns.addSums(whole ? rowColumns : count, terms, windows, from, step, dx, to);
    }
  }

  /** Output row by output row what reaches into some input rows of a picture. */
  private void rows(
      int n, int from, int to, float[] dy, float[] weights, float[] windows, float[] dx) {
    Window height = shape().height();
    for (int oh = 0; oh < shape().outHeight(); oh++) {
      int start = height.start(oh);
      int first = Math.clamp(Math.ceilDiv(from - start, height.dilation()), 0, height.kernel());
      int end = Math.clamp(Math.ceilDiv(to - start, height.dilation()), first, height.kernel());
      if (first < end) {
        row(n, oh, first, end, dy, weights, windows, dx);
      }
    }
  }

  /** What the sums start from. */
  private static void start(int at, int end, Epilogue epilogue, float[] dx) {
    float[] bias = epilogue.bias();
    if (epilogue.residual() == null) {
      Arrays.fill(dx, at, end, 0);
    } else {
      System.arraycopy(epilogue.residual(), at, dx, at, end - at);
    }
    for (int i = at; bias != null && i < end; i += bias.length) {
      for (int c = 0; c < bias.length; c++) {
        dx[i + c] += bias[c];
      }
    }
  }

  private int rowIndex(int n, int ih) {
    return (n * shape().inHeight() + ih) * shape().inWidth() * shape().inChannels();
  }

  /** Adds some kernel rows of the windows of an output row. */
  private void row(
      int n, int oh, int first, int end, float[] dy, float[] w, float[] windows, float[] dx) {
    ConvShape s = shape();
    for (int ow = 0; ow < s.outWidth(); ow += blockPixels) {
      int pixels = Math.min(blockPixels, s.outWidth() - ow);
      multiply((n * s.outHeight() + oh) * s.outWidth() + ow, pixels, first, end, dy, w, windows);
      for (int kh = first; kh < end; kh++) {
        int ih = s.height().start(oh) + kh * s.height().dilation();
        add(ow, pixels, windows, kh * rowColumns, dx, rowIndex(n, ih));
      }
    }
  }

  /** Computes some kernel rows of the windows of pixels that follow each other. */
  private void multiply(
      int pixel, int pixels, int first, int end, float[] dy, float[] w, float[] windows) {
    int panelEnd = Math.ceilDiv(end * rowColumns, panels.panelColumns());
    for (int panel = first * rowColumns / panels.panelColumns(); panel < panelEnd; panel++) {
      RegisterTiles.run(
          pixels,
          dy,
          pixel * shape().outChannels(),
          shape().outChannels(),
          taps,
          0,
          1,
          w,
          panels.at(panel),
          windows,
          panels.column(panel),
          columns,
          panels.width(panel),
          null,
          0,
          null,
          false);
    }
  }

  /**
   * Adds one kernel row of some windows to a row of {@code dx}: by whole vectors, if the zeros that
   * fill them up still fall into the row.
   */
  private void add(int ow, int pixels, float[] windows, int at, float[] dx, int row) {
    Window width = shape().width();
    int channels = shape().inChannels();
    int rowEnd = row + shape().inWidth() * channels;
    for (int p = 0; p < pixels; p++) {
      int first = width.firstTap(ow + p);
      int count = (width.endTap(ow + p) - first) * channels;
      int from = at + p * columns + first * channels;
      int to = row + (width.start(ow + p) + first) * channels;
      boolean whole = count == rowFloats && to + rowColumns <= rowEnd;
      ElementRuns.add(whole ? rowColumns : count, dx, to, windows, from, dx, to);
    }
  }
}
