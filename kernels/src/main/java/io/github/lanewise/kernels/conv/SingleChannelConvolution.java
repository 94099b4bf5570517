package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.WidthRow;
import io.github.lanewise.kernels.simd.WidthRows;

/**
 * One input and one output channel, as in the lecture's edge detection: neighbouring pixels are
 * contiguous, so the lanes run along the width and every weight is broadcast. Border columns, where
 * a window is cut by the picture's left or right edge, are computed one by one.
 */
final class SingleChannelConvolution extends Convolution {
  /** Output pixels of a tile: 256 KiB of input and output, a quarter of an L2 cache. */
  private static final int TILE_PIXELS = 1 << 15;

  private final int[] offsets;

  /** The interior, where it is wide enough and has few taps, else null. */
  private final WidthRows interior;

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
    Window width = shape.width();
    int count = width.interiorTo() - width.interiorFrom();
    interior =
        WidthRows.has(count, shape.depth())
            ? WidthRows.of(
                shape.kernelHeight(),
                shape.kernelWidth(),
                shape.height().dilation() * shape.inWidth(),
                width.dilation(),
                count,
                shape.height().stride() * shape.inWidth(),
                shape.outWidth())
            : null;
    rowsPerTile = Math.max(1, Math.min(shape.outHeight(), TILE_PIXELS / shape.outWidth()));
    rowTiles = (shape.outHeight() + rowsPerTile - 1) / rowsPerTile;
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
    int from = tile % rowTiles * rowsPerTile;
    int to = Math.min(s.outHeight(), from + rowsPerTile);
    float bias = epilogue.bias() == null ? 0 : epilogue.bias()[0];
    int top = Math.clamp(s.height().interiorFrom(), from, to);
    int bottom = Math.clamp(s.height().interiorTo(), top, to);
    for (int oh = from; oh < top; oh++) {
      row(n, oh, x, w, bias, epilogue, y);
    }
    if (interior != null && epilogue.residual() == null && top < bottom) {
      interior(n, top, bottom, x, w, bias, epilogue, y);
    } else {
      for (int oh = top; oh < bottom; oh++) {
        row(n, oh, x, w, bias, epilogue, y);
      }
    }
    for (int oh = bottom; oh < to; oh++) {
      row(n, oh, x, w, bias, epilogue, y);
    }
  }

  /** Output rows whose windows lie within the height of the picture. */
  private void interior(
      int n, int from, int to, float[] x, float[] w, float bias, Epilogue epilogue, float[] y) {
    int left = shape().width().interiorFrom();
    int xAt = xIndex(n, from) + left;
    interior.run(to - from, x, xAt, w, y, yIndex(n, from) + left, bias, epilogue.relu());
    if (shape().outWidth() > shape().width().interiorTo() - left) {
      for (int oh = from; oh < to; oh++) {
        borders(n, oh, x, w, bias, epilogue, y);
      }
    }
  }

  /** One output row. */
  private void row(int n, int oh, float[] x, float[] w, float bias, Epilogue epilogue, float[] y) {
    int left = shape().width().interiorFrom();
    WidthRow.run(
        shape().width().interiorTo() - left,
        x,
        xIndex(n, oh) + left,
        offsets,
        shape().height().firstTap(oh) * shape().kernelWidth(),
        shape().height().endTap(oh) * shape().kernelWidth(),
        w,
        y,
        yIndex(n, oh) + left,
        bias,
        epilogue.residual(),
        epilogue.relu());
    borders(n, oh, x, w, bias, epilogue, y);
  }

  /** The pixels of a row whose windows reach over the left or right edge. */
  private void borders(
      int n, int oh, float[] x, float[] w, float bias, Epilogue epilogue, float[] y) {
    ConvShape s = shape();
    int firstTap = s.height().firstTap(oh) * s.kernelWidth();
    int endTap = s.height().endTap(oh) * s.kernelWidth();
    int xAt = xIndex(n, oh);
    int yAt = yIndex(n, oh);
    border(0, s.width().interiorFrom(), firstTap, endTap, xAt, x, w, bias, epilogue, y, yAt);
    border(
        s.width().interiorTo(), s.outWidth(), firstTap, endTap, xAt, x, w, bias, epilogue, y, yAt);
  }

  /** Index of the first tap of a row's first window; before the row where that is on padding. */
  private int xIndex(int n, int oh) {
    ConvShape s = shape();
    return (n * s.inHeight() + s.height().start(oh)) * s.inWidth() - s.width().padBefore();
  }

  private int yIndex(int n, int oh) {
    return (n * shape().outHeight() + oh) * shape().outWidth();
  }

  /** Some of them. */
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
