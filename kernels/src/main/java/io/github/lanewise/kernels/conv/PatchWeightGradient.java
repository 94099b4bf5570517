package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.GradientTiles;
import io.github.lanewise.kernels.simd.PixelPanel;
import io.github.lanewise.kernels.simd.Simd;
import java.util.Arrays;

/**
 * The weight gradient with few input channels: the values of one tap would fill only part of a
 * register tile, so all that lies under the kernel is copied for each pixel of a block, its patch,
 * and multiplied at once.
 */
final class PatchWeightGradient extends PanelWeightGradient {
  /** Pixels of a block: few, as a tile reads a part of each pixel's patch, 8 values. */
  private static final int BLOCK_PIXELS = 128;

  PatchWeightGradient(ConvShape shape) {
    super(
        shape,
        BLOCK_PIXELS,
        false,
        shape.inChannels(),
        GradientTiles.ROWS,
        patchStep(shape),
        patchStep(shape) / L,
        NEAR_CHANNELS);
  }

  /** Whether the channels of one tap would leave most of a panel unused. */
  static boolean supports(ConvShape shape) {
    return shape.groups() == 1
        && shape.kernelWidth() > 1
        && shape.width().dilation() == 1
        && shape.inChannels() <= GradientTiles.COLUMNS / 2;
  }

  /** Values under a kernel row. */
  private static int run(ConvShape shape) {
    return shape.kernelWidth() * shape.inChannels();
  }

  /** Distance between patches: whole vectors are copied, and no power of two. */
  private static int patchStep(ConvShape shape) {
    int run = run(shape);
    int vectors = Simd.vectors((shape.kernelHeight() - 1) * run) + Simd.vectors(run);
    return (vectors | 1) * L;
  }

  /** Floats of a row of the strip, which holds the rows of a block with their padding. */
  private int stripWidth() {
    Window width = shape().width();
    return ((width.output() - 1) * width.stride() + width.span()) * shape().inChannels();
  }

  private int stripRows(int rows) {
    return (rows - 1) * shape().height().stride() + shape().height().span();
  }

  /** The last run is read by whole vectors. */
  private int stripFloats() {
    return stripRows(blockRows()) * stripWidth() + L;
  }

  private int patchFloats() {
    return blockPixels() * patchStep(shape());
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.FEW_CHANNELS;
  }

  @Override
  int inputFloats() {
    return stripFloats() + patchFloats();
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
    float[] strip = scratch.floats(3, stripFloats());
    float[] patches = scratch.floats(4, patchFloats());
    copyStrip(block, x, strip);
    copyPatches(block, strip, patches);
    int pixels = rows(block) * shape().outWidth();
    for (int panel = panelFrom(tile); panel < panelTo(tile); panel++) {
      multiply(
          tile,
          block,
          panel,
          0,
          pixels,
          patches,
          0,
          shape().depth(),
          0,
          dy,
          sums,
          sumsAt,
          add,
          scratch);
    }
  }

  /** Copies the input rows of a block, with zeros for the padding around the picture. */
  private void copyStrip(int block, float[] x, float[] strip) {
    ConvShape s = shape();
    int channels = s.inChannels();
    int length = stripWidth();
    int left = Math.min(length, s.width().padBefore() * channels);
    int count = Math.min(length - left, s.inWidth() * channels);
    int rows = stripRows(rows(block));
    for (int i = 0, to = 0; i < rows; i++, to += length) {
      int ih = s.height().start(row(block)) + i;
      boolean padding = ih < 0 || ih >= s.inHeight();
      Arrays.fill(strip, to, padding ? to + length : to + left, 0);
      if (!padding) {
        int at = (picture(block) * s.inHeight() + ih) * s.inWidth() * channels;
        System.arraycopy(x, at, strip, to + left, count);
        Arrays.fill(strip, to + left + count, to + length, 0);
      }
    }
  }

  /** Copies what lies under the kernel, for each pixel of a block. */
  private void copyPatches(int block, float[] strip, float[] patches) {
    ConvShape s = shape();
    int run = run(s);
    int step = patchStep(s);
    int pixelStep = s.width().stride() * s.inChannels();
    for (int oh = 0; oh < rows(block); oh++) {
      int to = oh * s.outWidth() * step;
      for (int kh = 0; kh < s.kernelHeight(); kh++, to += run) {
        int at = (oh * s.height().stride() + kh * s.height().dilation()) * stripWidth();
        PixelPanel.runs(s.outWidth(), run, strip, at, pixelStep, patches, to, step);
      }
    }
  }
}
