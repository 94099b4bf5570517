package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.CacheLines;
import io.github.lanewise.kernels.simd.DepthwiseRowPair;
import io.github.lanewise.kernels.simd.DepthwiseRowStride2;
import io.github.lanewise.kernels.simd.Finish;

/**
 * Each channel filtered by itself with a 3×3 kernel, the case of MobileNet (Howard et al. 2017):
 * whole output rows, whose weights and columns stay in registers, edges included.
 */
final class Depthwise3x3Convolution extends Convolution {
  /** Work of a tile, in multiply-adds: about 4 µs where the data comes from the L2 cache. */
  private static final long TILE_MULTIPLY_ADDS = 150_000;

  /** Stands for the rows of the padding. */
  private final float[] zeroRow;

  private final boolean fromMemory;
  private final boolean fetchesOutputs;
  private final boolean left;
  private final boolean right;

  /** Output rows that are computed together: 2 of stride 1. */
  private final int rowsAtOnce;

  /** Tiles of a picture. */
  private final int rowTiles;

  Depthwise3x3Convolution(ConvShape shape, boolean inNetwork) {
    super(shape, ConvAlgorithm.DEPTHWISE);
    zeroRow = new float[shape.inWidth() * shape.inChannels()];
    fromMemory = Fetch.pays(shape);
    fetchesOutputs =
        inNetwork && shape.batch() == 1 && Fetch.outputsPayInNetwork(shape.outputLength());
    left = shape.width().padBefore() == 1;
    right = overhang(shape.width()) == 1;
    long rowWork = shape.multiplyAdds() / shape.batch() / shape.outHeight();
    rowsAtOnce = shape.width().stride() == 1 ? 2 : 1;
    int steps = steps();
    int stepsPerTile = Math.clamp(TILE_MULTIPLY_ADDS / (rowsAtOnce * rowWork), 1, steps);
    int tiles = (steps + stepsPerTile - 1) / stepsPerTile;
    rowTiles = tiles > 1 ? tiles & -2 : 1; // an even number, which two threads share evenly
  }

  /** Steps down a picture; a row that is left over belongs to the last one. */
  private int steps() {
    return shape().outHeight() / rowsAtOnce;
  }

  /** First output row of a tile, or the end of the rows. */
  private int firstRow(int tile) {
    int steps = (int) (((long) steps() * tile + rowTiles - 1) / rowTiles);
    return tile == rowTiles ? shape().outHeight() : steps * rowsAtOnce;
  }

  /** Whether the kernel is 3×3 and at most one column at each side lies on padding. */
  static boolean supports(ConvShape shape) {
    Window width = shape.width();
    return ConvAlgorithm.DEPTHWISE.supports(shape)
        && shape.kernelHeight() == 3
        && shape.height().dilation() == 1
        && width.kernel() == 3
        && width.dilation() == 1
        && width.padBefore() <= 1
        && overhang(width) <= 1
        && width.input() >= 2
        && (width.stride() == 2 || (width.stride() == 1 && pairs(shape)));
  }

  /** Whether neighbouring output rows share input rows, and there are two. */
  private static boolean pairs(ConvShape shape) {
    return shape.height().stride() == 1 && shape.outHeight() >= 2;
  }

  /** Positions that the last window reaches beyond the input; negative if it ends before. */
  static int overhang(Window window) {
    return window.start(window.output() - 1) + window.span() - window.input();
  }

  @Override
  long packedFloats() {
    return shape().weightCount();
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    System.arraycopy(weights, 0, packed, 0, shape().weightCount());
  }

  @Override
  int tiles() {
    return shape().batch() * rowTiles;
  }

  /** Some output rows of one picture. */
  @Override
  void tile(int tile, float[] x, float[] w, Epilogue epilogue, float[] y, Scratch scratch) {
    ConvShape s = shape();
    int n = tile / rowTiles;
    int row = tile % rowTiles;
    int from = firstRow(row);
    int to = firstRow(row + 1);
    boolean relu = epilogue.relu() && epilogue.residual() == null;
    boolean pairs = rowsAtOnce == 2;
    int fetched = 0;
    for (int oh = from; oh < to; oh += rowsAtOnce) {
      if (fromMemory) {
        int first = Math.max(fetched, s.height().start(oh));
        fetched = Math.clamp(s.height().start(pairs ? oh + 1 : oh) + 3, 0, s.inHeight());
        y[yAt(n, oh)] = Fetch.rows(s, x, n, first, fetched);
      }
      if (fetchesOutputs) {
        y[yAt(n, oh)] = CacheLines.read(y, yAt(n, oh), yAt(n, Math.min(to, oh + rowsAtOnce)));
      }
      if (pairs) {
        // The last pair of an odd number of rows is moved back and computes a row again.
        pair(n, Math.min(oh, s.outHeight() - 2), x, w, epilogue.bias(), relu, y);
      } else {
        row(n, oh, x, w, epilogue.bias(), relu, y);
      }
    }
    if (epilogue.residual() != null) {
      Finish.run(
          y,
          yAt(n, from),
          s.outChannels(),
          (to - from) * s.outWidth(),
          s.outChannels(),
          epilogue.residual(),
          epilogue.relu());
    }
  }

  /** Two output rows of stride 1. */
  private void pair(int n, int oh, float[] x, float[] w, float[] bias, boolean relu, float[] y) {
    int ih = shape().height().start(oh);
    DepthwiseRowPair.run(
        shape().outWidth(),
        left,
        right,
        shape().inChannels(),
        rowArray(x, ih),
        rowAt(n, ih),
        rowArray(x, ih + 1),
        rowAt(n, ih + 1),
        rowArray(x, ih + 2),
        rowAt(n, ih + 2),
        rowArray(x, ih + 3),
        rowAt(n, ih + 3),
        w,
        y,
        yAt(n, oh),
        yAt(n, oh + 1),
        bias,
        relu);
  }

  /** An output row of stride 2. */
  private void row(int n, int oh, float[] x, float[] w, float[] bias, boolean relu, float[] y) {
    int ih = shape().height().start(oh);
    DepthwiseRowStride2.run(
        shape().outWidth(),
        left,
        right,
        shape().inChannels(),
        rowArray(x, ih),
        rowAt(n, ih),
        rowArray(x, ih + 1),
        rowAt(n, ih + 1),
        rowArray(x, ih + 2),
        rowAt(n, ih + 2),
        w,
        y,
        yAt(n, oh),
        bias,
        relu);
  }

  private boolean onPicture(int ih) {
    return ih >= 0 && ih < shape().inHeight();
  }

  private float[] rowArray(float[] x, int ih) {
    return onPicture(ih) ? x : zeroRow;
  }

  /** Index of the left column of the first window, which may lie one pixel before the row. */
  private int rowAt(int n, int ih) {
    int row = onPicture(ih) ? (n * shape().inHeight() + ih) * shape().inWidth() : 0;
    return (row - (left ? 1 : 0)) * shape().inChannels();
  }

  private int yAt(int n, int oh) {
    return (n * shape().outHeight() + oh) * shape().outWidth() * shape().outChannels();
  }
}
