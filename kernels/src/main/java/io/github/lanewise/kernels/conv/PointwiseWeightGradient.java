package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.GradientTiles;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Simd;

/**
 * The weight gradient of a pointwise convolution, whose inputs are read where they lie. With the
 * distance between pixels a constant of the tile, and as many rows as the registers hold, that
 * costs less than packing them for so few multiply-adds.
 */
final class PointwiseWeightGradient extends PanelWeightGradient {
  /** Pixels of a block: the more, the less often sums are loaded and stored. */
  private static final int BLOCK_PIXELS = 448;

  /** Input channels up to which pixels lie near enough to be read where they are. */
  private static final int NEAR_INPUTS = 1024;

  /** The same of output channels, which tiles read more of. */
  private static final int NEAR_OUTPUTS = 512;

  PointwiseWeightGradient(ConvShape shape) {
    super(
        shape,
        BLOCK_PIXELS,
        true,
        GradientTiles.MOST_ROWS,
        GradientTiles.MOST_ROWS,
        shape.inChannels(),
        read(Simd.vectors(shape.inChannels())),
        NEAR_OUTPUTS);
  }

  /** Whether inputs follow each other, near enough, and tiles of so many rows fit the registers. */
  static boolean supports(ConvShape shape) {
    return RegisterTiles.wide() && shape.pointwise() && shape.inChannels() <= NEAR_INPUTS;
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.DIRECT;
  }

  @Override
  int inputFloats() {
    return 0;
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
    int pixels = (pictureEnd(block) - picture(block)) * rows(block) * s.outWidth();
    int from = inputFrom(tile);
    int line = picture(block) * s.inHeight() + row(block);
    int at = line * s.inWidth() * s.inChannels() + group(tile) * s.groupInChannels() + from;
    int rows = inputTo(tile) - from;
    for (int panel = panelFrom(tile); panel < panelTo(tile); panel++) {
      multiply(tile, block, panel, 0, pixels, x, at, rows, from, dy, sums, sumsAt, add, scratch);
    }
  }
}
