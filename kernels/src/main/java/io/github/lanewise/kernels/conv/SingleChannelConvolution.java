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
      rows(n, oh, 1, x, w, bias, epilogue, y);
    }
    rows(n, top, bottom - top, x, w, bias, epilogue, y);
    for (int oh = bottom; oh < to; oh++) {
      rows(n, oh, 1, x, w, bias, epilogue, y);
    }
  }

  /** Some output rows of the same taps, from {@code oh} on. */
  private void rows(
      int n, int oh, int rows, float[] x, float[] w, float bias, Epilogue epilogue, float[] y) {
    if (rows == 0) {
      return;
    }
    ConvShape s = shape();
    Window width = s.width();
    int firstTap = s.height().firstTap(oh) * s.kernelWidth();
    int endTap = s.height().endTap(oh) * s.kernelWidth();
    int xStep = s.height().stride() * s.inWidth();
    int xAt = (n * s.inHeight() + s.height().start(oh)) * s.inWidth() - width.padBefore();
    int yAt = (n * s.outHeight() + oh) * s.outWidth();
    int left = width.interiorFrom();
    int right = width.interiorTo();
    boolean few = epilogue.residual() == null && WidthRows.has(right - left, endTap - firstTap);
    if (few) {
      WidthRows.run(
          rows,
          right - left,
          x,
          xAt + left,
          xStep,
          offsets,
          firstTap,
          endTap - firstTap,
          w,
          y,
          yAt + left,
          s.outWidth(),
          bias,
          epilogue.relu());
    }
    for (int row = 0; row < rows; row++, xAt += xStep, yAt += s.outWidth()) {
      if (!few) {
        WidthRow.run(
            right - left,
            x,
            xAt + left,
            offsets,
            firstTap,
            endTap,
            w,
            y,
            yAt + left,
            bias,
            epilogue.residual(),
            epilogue.relu());
      }
      border(0, left, firstTap, endTap, xAt, x, w, bias, epilogue, y, yAt);
      border(right, s.outWidth(), firstTap, endTap, xAt, x, w, bias, epilogue, y, yAt);
    }
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
