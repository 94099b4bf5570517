package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.WidthRow;

/**
 * One input and one output channel, as in the lecture's edge detection: neighbouring pixels are
 * contiguous, so the lanes run along the width and every weight is broadcast. Border columns, where
 * a window is cut by the picture's left or right edge, are computed one by one.
 */
final class SingleChannelConvolution extends Convolution {
  /** Output pixels of a tile: 64 KiB of input and output, most of an L1 cache. */
  private static final int TILE_PIXELS = 1 << 13;

  private final int[] offsets;
  private final int rowsPerTile;
  private final int rowTiles;

  SingleChannelConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.SINGLE_CHANNEL);
    offsets = new int[shape.depth()];
    for (int tap = 0; tap < offsets.length; tap++) {
      int kh = tap / shape.kernelWidth();
      int kw = tap % shape.kernelWidth();
      offsets[tap] =
          kh * shape.height().dilation() * shape.inWidth() + kw * shape.width().dilation();
    }
    rowsPerTile = Math.max(1, Math.min(shape.outHeight(), TILE_PIXELS / shape.outWidth()));
    rowTiles = (shape.outHeight() + rowsPerTile - 1) / rowsPerTile;
  }

  @Override
  long packedFloats() {
    return shape().weightCount();
  }

  @Override
  void packInto(float[] weights, float[] packed) {
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
    int from = tile % rowTiles * rowsPerTile;
    int to = Math.min(s.outHeight(), from + rowsPerTile);
    float bias = epilogue.bias() == null ? 0 : epilogue.bias()[0];
    for (int oh = from; oh < to; oh++) {
      row(n, oh, x, w, bias, epilogue, y);
    }
  }

  private void row(int n, int oh, float[] x, float[] w, float bias, Epilogue epilogue, float[] y) {
    ConvShape s = shape();
    Window width = s.width();
    int firstTap = s.height().firstTap(oh) * s.kernelWidth();
    int endTap = s.height().endTap(oh) * s.kernelWidth();
    int xRow = (n * s.inHeight() + s.height().start(oh)) * s.inWidth() - width.padBefore();
    int yRow = (n * s.outHeight() + oh) * s.outWidth();
    int left = width.interiorFrom();
    int right = width.interiorTo();
    WidthRow.run(
        right - left,
        x,
        xRow + left,
        offsets,
        firstTap,
        endTap,
        w,
        y,
        yRow + left,
        bias,
        epilogue.residual(),
        epilogue.relu());
    border(0, left, firstTap, endTap, xRow, x, w, bias, epilogue, y, yRow);
    border(right, s.outWidth(), firstTap, endTap, xRow, x, w, bias, epilogue, y, yRow);
  }

  /** Pixels whose windows reach over the left or right edge. */
  private void border(
      int from,
      int to,
      int firstTap,
      int endTap,
      int xRow,
      float[] x,
      float[] w,
      float bias,
      Epilogue epilogue,
      float[] y,
      int yRow) {
    int kernelWidth = shape().kernelWidth();
    for (int ow = from; ow < to; ow++) {
      int first = shape().width().firstTap(ow);
      int end = shape().width().endTap(ow);
      float sum = bias;
      for (int rowTap = firstTap; rowTap < endTap; rowTap += kernelWidth) {
        for (int kw = first; kw < end; kw++) {
          sum = Math.fma(x[xRow + ow + offsets[rowTap + kw]], w[rowTap + kw], sum);
        }
      }
      if (epilogue.residual() != null) {
        sum += epilogue.residual()[yRow + ow];
      }
      y[yRow + ow] = epilogue.relu() && sum < 0 ? 0 : sum;
    }
  }
}
