package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.GradientTiles;
import io.github.lanewise.kernels.simd.Simd;

/**
 * The weight gradient with few input channels, whose values under one tap would fill only part of a
 * register tile. All that lies under a row of the kernel follows each other in padded rows, where
 * tiles read it for each pixel.
 */
final class KernelRowWeightGradient extends PanelWeightGradient {
  /** Pixels of a block: as many as leave a panel of their output gradients in the L1 cache. */
  private static final int BLOCK_PIXELS = 224;

  private final PaddedRows rows;

  KernelRowWeightGradient(ConvShape shape) {
    super(
        shape,
        BLOCK_PIXELS,
        false,
        shape.inChannels(),
        shape.width().stride() * shape.inChannels(),
        Simd.vectors(shape.height().stride() * shape.width().stride() * shape.inChannels()),
        NEAR_CHANNELS);
    rows = new PaddedRows(shape);
  }

  /** Whether the channels of one tap would leave most of a panel unused. */
  static boolean supports(ConvShape shape) {
    return shape.groups() == 1
        && shape.kernelWidth() > 1
        && shape.width().dilation() == 1
        && shape.inChannels() <= GradientTiles.COLUMNS / 2
        && PaddedRows.fit(shape);
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.FEW_CHANNELS;
  }

  @Override
  int inputFloats() {
    return rows.floats(blocks().mostRows());
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
    int picture = blocks().picture(block);
    int from = blocks().row(block);
    int lines = blocks().rows(block);
    float[] inputs = rows.of(picture, from, from + lines, x, scratch, 3);
    int at = rows.at(picture, from, from);
    int run = s.kernelWidth() * s.inChannels();
    for (int panel = panelFrom(tile); panel < panelTo(tile); panel++) {
      for (int kh = 0; kh < s.kernelHeight(); kh++) {
        multiply(
            tile,
            block,
            panel,
            0,
            lines,
            s.outWidth(),
            inputs,
            at + kh * s.height().dilation() * rows.rowFloats(),
            s.height().stride() * rows.rowFloats(),
            run,
            kh * run,
            dy,
            sums,
            sumsAt,
            add,
            kh == 0,
            scratch);
      }
    }
  }
}
