package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.ElementRuns;
import io.github.lanewise.kernels.simd.WindowSums;

/**
 * The input gradient of large pictures of few channels, which would leave most lanes empty: pixels
 * of {@code dy} times all weights give what each pixel's window gets, and the windows of a row are
 * added up from left to right, in registers where the next window begins within a vector.
 *
 * <p>A tile owns some rows of {@code dx} and computes what reaches into them, one row of {@code dy}
 * at a time, so that tiles need not wait for each other: near its edges a few products are computed
 * twice.
 */
final class SlidingInputGradient extends InputGradient {
  /** Pixels whose windows are computed before they are added: they stay in the L1 cache. */
  private static final int BLOCK_PIXELS = 16;

  /** Rows of a tile at least, where a picture has two of them, as few are computed twice then... */
  private static final int LEAST_ROWS = 24;

  /** ...and in kernel spans. */
  private static final int LEAST_SPANS = 4;

  /** Floats of a tile's sums at most, unless one row has more: 1 MiB. */
  private static final int MOST_FLOATS = 1 << 18;

  private static final int WINDOWS = 0;
  private static final int SUMS = 1;

  private final WindowProducts products;
  private final WindowSums windowSums;
  private final int rowFloats;
  private final int blockPixels;

  private final PaddedSums padded;

  private final int rowsPerTile;
  private final int rowTiles;

  SlidingInputGradient(ConvShape shape) {
    super(shape);
    Window width = shape.width();
    int channels = shape.inChannels();
    rowFloats = WindowProducts.rowFloats(shape);
    products = new WindowProducts(shape, rowFloats);
    windowSums = WindowSums.of(rowFloats, width.stride() * channels, products.columns());
    blockPixels = Math.min(BLOCK_PIXELS, shape.outWidth());
    padded = new PaddedSums(shape, windowSums.reach());

    long least = Math.max(LEAST_ROWS, (long) LEAST_SPANS * shape.height().span());
    int pairs = (int) Math.max(1, shape.inHeight() / (2 * least)); // of tiles, for two threads
    int most = Math.max(1, MOST_FLOATS / padded.step());
    rowsPerTile = Math.min(most, Math.ceilDiv(shape.inHeight(), 2 * pairs));
    rowTiles = Math.ceilDiv(shape.inHeight(), rowsPerTile);
  }

  /** Whether lanes are better filled than by {@link DirectInputGradient}. */
  static boolean fewChannels(ConvShape shape) {
    int lanes = Lanes.floats();
    return shape.groups() == 1
        && shape.width().dilation() == 1
        && shape.outChannels() > 1
        && shape.inChannels() <= lanes / 2
        && shape.depth() >= lanes;
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.IM2COL;
  }

  @Override
  long workspaceBytes() {
    return (long) Float.BYTES * (windowFloats() + rowsPerTile * padded.step());
  }

  /** Floats of a block's windows, behind which a vector of the last one may read on. */
  private int windowFloats() {
    return blockPixels * products.columns() + L;
  }

  @Override
  long packedFloats() {
    return products.packedFloats();
  }

  @Override
  int packParts() {
    return products.packParts();
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    products.pack(part, weights, packed, scratch);
  }

  @Override
  int tiles() {
    return shape().batch() * rowTiles;
  }

  /** Some input rows of a picture. */
  @Override
  void tile(int tile, float[] dy, float[] weights, Epilogue epilogue, float[] dx, Scratch scratch) {
    ConvShape s = shape();
    int n = tile / rowTiles;
    int from = tile % rowTiles * rowsPerTile;
    int to = Math.min(s.inHeight(), from + rowsPerTile);
    int at = padded.dxFloats(n * s.inHeight() + from);
    float[] windows = scratch.floats(WINDOWS, windowFloats());
    float[] sums = scratch.floats(SUMS, rowsPerTile * padded.step());
    padded.start(to - from, epilogue, dx, at, sums);
    addRows(n, from, to, dy, weights, windows, sums);
    for (int i = 0; i < to - from; i++) {
      padded.store(i, sums, dx, at);
    }
    if (epilogue.relu()) {
      ElementRuns.relu(padded.dxFloats(to - from), dx, at, dx, at);
    }
  }

  /** Adds output row by output row what reaches into some input rows of a picture. */
  private void addRows(
      int n, int from, int to, float[] dy, float[] weights, float[] windows, float[] sums) {
    Window height = shape().height();
    for (int oh = 0; oh < shape().outHeight(); oh++) {
      int start = height.start(oh);
      int first = Math.clamp(Math.ceilDiv(from - start, height.dilation()), 0, height.kernel());
      int end = Math.clamp(Math.ceilDiv(to - start, height.dilation()), first, height.kernel());
      if (first < end) {
        addRow(n, oh, first, end, dy, weights, windows, sums, start - from);
      }
    }
  }

  /**
   * Adds some kernel rows of the windows of an output row.
   *
   * @param start row of the sums under the first kernel row
   */
  private void addRow(
      int n,
      int oh,
      int first,
      int end,
      float[] dy,
      float[] weights,
      float[] windows,
      float[] sums,
      int start) {
    ConvShape s = shape();
    int step = s.width().stride() * s.inChannels();
    for (int ow = 0; ow < s.outWidth(); ow += blockPixels) {
      int pixels = Math.min(blockPixels, s.outWidth() - ow);
      int pixel = (n * s.outHeight() + oh) * s.outWidth() + ow;
      products.multiply(pixel, pixels, first, end, dy, weights, windows);
      for (int kh = first; kh < end; kh++) {
        int to = (start + kh * s.height().dilation()) * padded.step() + ow * step;
        windowSums.add(pixels, windows, kh * rowFloats, sums, to);
      }
    }
  }
}
