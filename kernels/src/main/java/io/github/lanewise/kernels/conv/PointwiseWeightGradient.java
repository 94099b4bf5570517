package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.GradientTiles;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Simd;

/**
 * The weight gradient of a kernel of one tap, whose inputs are read where they lie. With the
 * distance between pixels a constant of the tile, and as many rows as the registers hold, that
 * costs less than packing them for so few multiply-adds. With strides, the pixels that count are
 * copied, so that they follow each other.
 */
final class PointwiseWeightGradient extends PanelWeightGradient {
  /** Pixels of a block: the more, the less often sums are loaded and stored. */
  private static final int BLOCK_PIXELS = 448;

  /** Input channels up to which pixels lie near enough to be read where they are. */
  private static final int NEAR_INPUTS = 1024;

  /** The same of output channels, which tiles read more of. */
  private static final int NEAR_OUTPUTS = 512;

  /** Copied inputs, in floats, at most: 512 KiB of L2. */
  private static final int COPIED_FLOATS = 1 << 17;

  PointwiseWeightGradient(ConvShape shape) {
    super(
        shape,
        BLOCK_PIXELS,
        true,
        GradientTiles.MOST_ROWS,
        GradientTiles.MOST_ROWS,
        shape.inChannels(),
        shape.pointwise()
            ? read(Simd.vectors(shape.inChannels()))
            : Simd.vectors(shape.inChannels()),
        NEAR_OUTPUTS);
  }

  /** Whether tiles of so many rows fit the registers, and the inputs near enough or in a copy. */
  static boolean supports(ConvShape shape) {
    if (!RegisterTiles.wide() || !single(shape.height()) || !single(shape.width())) {
      return false;
    }
    return shape.pointwise()
        ? shape.inChannels() <= NEAR_INPUTS
        : (long) Math.max(BLOCK_PIXELS, shape.outWidth()) * shape.inChannels() <= COPIED_FLOATS;
  }

  private static boolean single(Window window) {
    return window.kernel() == 1 && window.padBefore() == 0 && window.padAfter() == 0;
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.DIRECT;
  }

  @Override
  int inputFloats() {
    return shape().pointwise() ? 0 : blockPixels() * shape().inChannels();
  }

  @Override
  boolean multipliesOnce() {
    return true;
  }

  @Override
  void addBlock(
      int tile,
      int block,
      boolean add,
      float[] x,
      float[] dy,
      float[] sums,
      int sumsAt,
      Scratch scratch) {
    ConvShape s = shape();
    int pixels = pixels(block);
    int from = inputFrom(tile);
    int rows = inputTo(tile) - from;
    int channel = group(tile) * s.groupInChannels() + from;
    float[] inputs = x;
    int at = index(block) + channel;
    if (!s.pointwise()) {
      inputs = scratch.floats(3, inputFloats());
      at = channel;
      copy(block, channel, rows, x, inputs);
    } else if (rows == s.inChannels()) {
      fetch(x, at, at + pixels * rows, scratch);
    }
    for (int panel = panelFrom(tile); panel < panelTo(tile); panel++) {
      multiply(
          tile, block, panel, 0, pixels, inputs, at, rows, from, dy, sums, sumsAt, add, scratch);
    }
  }

  /** Index of the first pixel of a block. */
  private int index(int block) {
    int line = picture(block) * shape().inHeight() + row(block);
    return line * shape().inWidth() * shape().inChannels();
  }

  /** Copies some channels of the pixels that are read, so that they follow each other. */
  private void copy(int block, int channel, int count, float[] x, float[] inputs) {
    ConvShape s = shape();
    int to = channel;
    for (int n = picture(block); n < pictureEnd(block); n++) {
      for (int i = 0; i < rows(block); i++) {
        int line = n * s.inHeight() + (row(block) + i) * s.height().stride();
        int at = line * s.inWidth() * s.inChannels() + channel;
        for (int ow = 0; ow < s.outWidth(); ow++) {
          System.arraycopy(x, at, inputs, to, count);
          at += s.width().stride() * s.inChannels();
          to += s.inChannels();
        }
      }
    }
  }
}
