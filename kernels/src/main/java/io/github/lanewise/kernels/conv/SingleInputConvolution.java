package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.Finish;
import io.github.lanewise.kernels.simd.WidthTile;
import java.util.Arrays;

/**
 * One input channel and at most as many output channels as lanes, as in LeNet's first layer:
 * neighbouring pixels are contiguous, so the lanes run along the width. Rows of sums are computed
 * channel by channel and then woven into the order of pixels.
 */
final class SingleInputConvolution extends Convolution {
  /** Work of a tile, in multiply-adds: about 8 µs. */
  private static final long TILE_MULTIPLY_ADDS = 500_000;

  private static final int ROWS = 0;
  private static final int SUMS = 1;
  private static final int BIAS = 2;

  private final PaddedRows padded;
  private final int[] offsets;
  private final int rowsPerTile;
  private final int rowTiles;

  SingleInputConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.SINGLE_INPUT);
    padded = new PaddedRows(shape);
    offsets = new int[shape.depth()];
    for (int tap = 0; tap < offsets.length; tap++) {
      int kh = tap / shape.kernelWidth();
      int kw = tap % shape.kernelWidth();
      offsets[tap] =
          kh * shape.height().dilation() * padded.rowFloats() + kw * shape.width().dilation();
    }
    rowsPerTile = padded.rowsPerTile(TILE_MULTIPLY_ADDS);
    rowTiles = (shape.outHeight() + rowsPerTile - 1) / rowsPerTile;
  }

  static boolean supports(ConvShape shape) {
    return shape.inChannels() == 1
        && shape.outChannels() <= Lanes.floats()
        && shape.width().stride() == 1
        && shape.outWidth() >= Lanes.floats()
        && PaddedRows.fit(shape);
  }

  @Override
  public long workspaceBytes() {
    return (long) Float.BYTES
        * (padded.floats(rowsPerTile) + WidthTile.CHANNELS * shape().outWidth());
  }

  private int blocks() {
    return (shape().outChannels() + WidthTile.CHANNELS - 1) / WidthTile.CHANNELS;
  }

  private int blockFloats() {
    return shape().depth() * WidthTile.CHANNELS;
  }

  /** Channels of a block; the last one may have fewer than a tile, filled up with zeros. */
  private int width(int block) {
    return Math.min(WidthTile.CHANNELS, shape().outChannels() - block * WidthTile.CHANNELS);
  }

  @Override
  long packedFloats() {
    return (long) blocks() * blockFloats();
  }

  @Override
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    int channels = shape().outChannels();
    for (int block = 0; block < blocks(); block++) {
      int to = block * blockFloats();
      Arrays.fill(packed, to, to + blockFloats(), 0);
      int from = block * WidthTile.CHANNELS;
      for (int tap = 0; tap < shape().depth(); tap++) {
        System.arraycopy(
            weights, tap * channels + from, packed, to + tap * WidthTile.CHANNELS, width(block));
      }
    }
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
    int channels = s.outChannels();
    boolean relu = epilogue.relu() && epilogue.residual() == null;
    float[] rows = padded.of(n, from, to, x, scratch, ROWS);
    float[] sums = scratch.floats(SUMS, WidthTile.CHANNELS * s.outWidth());
    float[] bias = scratch.floats(BIAS, WidthTile.CHANNELS);
    for (int block = 0; block < blocks(); block++) {
      if (epilogue.bias() == null) {
        Arrays.fill(bias, 0, WidthTile.CHANNELS, 0);
      } else {
        System.arraycopy(epilogue.bias(), block * WidthTile.CHANNELS, bias, 0, width(block));
      }
      for (int oh = from; oh < to; oh++) {
        WidthTile.run(
            s.outWidth(),
            rows,
            padded.at(n, from, oh),
            offsets,
            w,
            block * blockFloats(),
            bias,
            relu,
            sums);
        int yAt = (n * s.outHeight() + oh) * s.outWidth() * channels + block * WidthTile.CHANNELS;
        weave(s.outWidth(), width(block), sums, y, yAt, channels);
      }
    }
    if (epilogue.residual() != null) {
      Finish.run(
          y,
          (n * s.outHeight() + from) * s.outWidth() * channels,
          channels,
          (to - from) * s.outWidth(),
          channels,
          epilogue.residual(),
          epilogue.relu());
    }
  }

  /** From channels of pixels to pixels of channels. */
  private static void weave(int pixels, int channels, float[] sums, float[] y, int yAt, int yStep) {
    for (int c = 0; c < channels; c++) {
      int from = c * pixels;
      int to = yAt + c;
      for (int i = 0; i < pixels; i++) {
        y[to + i * yStep] = sums[from + i];
      }
    }
  }
}
