package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.Finish;
import io.github.lanewise.kernels.simd.PixelWeaving;
import io.github.lanewise.kernels.simd.WidthTile;
import io.github.lanewise.kernels.simd.WidthTiles;
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

  /** Channels of a block, which a tile computes. */
  private final int tileChannels;

  /** Whether pixels have the channels of one block, woven by vectors. */
  private final boolean weaves;

  private final int[] offsets;
  private final int rowsPerTile;
  private final int rowTiles;

  SingleInputConvolution(ConvShape shape) {
    super(shape, ConvAlgorithm.SINGLE_INPUT);
    padded = new PaddedRows(shape);
    int blocks = Math.ceilDiv(shape.outChannels(), WidthTiles.mostChannels());
    tileChannels = Math.ceilDiv(shape.outChannels(), blocks);
    weaves = blocks == 1 && PixelWeaving.has(tileChannels);
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

  /**
   * Whether a shape is supported and computed faster than as wide pixels: by one tile whose rows
   * are woven in registers, and which has fewer lanes to spare than those have zeros.
   */
  static boolean pays(ConvShape shape) {
    int channels = shape.outChannels();
    int lanes = 2 * Lanes.floats();
    double used = (double) shape.outWidth() / (Math.ceilDiv(shape.outWidth(), lanes) * lanes);
    return supports(shape)
        && channels <= WidthTiles.mostChannels()
        && PixelWeaving.has(channels)
        && used >= WidePixelsConvolution.use(shape);
  }

  @Override
  public long workspaceBytes() {
    return (long) Float.BYTES * (padded.floats(rowsPerTile) + tileChannels * shape().outWidth());
  }

  private int blocks() {
    return Math.ceilDiv(shape().outChannels(), tileChannels);
  }

  private int blockFloats() {
    return shape().depth() * tileChannels;
  }

  /** Channels of a block; the last one may have fewer than a tile, filled up with zeros. */
  private int width(int block) {
    return Math.min(tileChannels, shape().outChannels() - block * tileChannels);
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
      int from = block * tileChannels;
      for (int tap = 0; tap < shape().depth(); tap++) {
        System.arraycopy(
            weights, tap * channels + from, packed, to + tap * tileChannels, width(block));
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
    float[] sums = scratch.floats(SUMS, tileChannels * s.outWidth());
    float[] bias = scratch.floats(BIAS, tileChannels);
    WidthTile row = WidthTiles.of(tileChannels, relu);
    for (int block = 0; block < blocks(); block++) {
      if (epilogue.bias() == null) {
        Arrays.fill(bias, 0, tileChannels, 0);
      } else {
        System.arraycopy(epilogue.bias(), block * tileChannels, bias, 0, width(block));
      }
      for (int oh = from; oh < to; oh++) {
        int xAt = padded.at(n, from, oh);
        row.run(s.outWidth(), rows, xAt, offsets, w, block * blockFloats(), bias, sums);
        int yAt = (n * s.outHeight() + oh) * s.outWidth() * channels + block * tileChannels;
        if (weaves) {
          PixelWeaving.run(channels, s.outWidth(), sums, y, yAt);
        } else {
          weave(s.outWidth(), width(block), sums, y, yAt, channels);
        }
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
