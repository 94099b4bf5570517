package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.GradientTiles;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Simd;

/**
 * The weight gradient tap by tap, whose inputs are read where they lie, each line of pixels where
 * the tap sees it. With the distance between pixels a constant of the tile, and as many rows as the
 * registers hold, that costs less than packing them.
 */
final class InPlaceWeightGradient extends PanelWeightGradient {
  /** Pixels of a block: the more, the less often sums are loaded and stored. */
  private static final int BLOCK_PIXELS = 448;

  /** Pixels of a line at least, unless all pixels are one: a tile starts anew with each. */
  private static final int LINE_PIXELS = 12;

  /** Input channels up to which pixels lie near enough to be read where they are. */
  private static final int NEAR_INPUTS = 2048;

  /** The same of output channels, which tiles read more of. */
  private static final int NEAR_OUTPUTS = 512;

  /** Inputs that all taps read before the next ones, in floats, about: 256 KiB of L2. */
  private static final int INPUT_FLOATS = 1 << 16;

  InPlaceWeightGradient(ConvShape shape) {
    super(
        shape,
        BLOCK_PIXELS,
        shape.pointwise(),
        GradientTiles.ROWS,
        shape.width().stride() * shape.inChannels(),
        Simd.vectors(shape.inChannels()) / 4,
        shape.kernelHeight() * shape.kernelWidth() == 1 ? NEAR_OUTPUTS : NEAR_CHANNELS);
  }

  /** Whether tiles of so many rows fit the registers, lines are long and the inputs near enough. */
  static boolean supports(ConvShape shape) {
    return RegisterTiles.wide()
        && shape.groupInChannels() >= GradientTiles.ROWS
        && shape.width().stride() * shape.inChannels() <= NEAR_INPUTS
        && (shape.pointwise() || shape.outWidth() >= LINE_PIXELS);
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
    return single(shape().height()) && single(shape().width());
  }

  /** Whether one tap sees all pixels. */
  private static boolean single(Window window) {
    return window.kernel() == 1 && window.padBefore() == 0 && window.padAfter() == 0;
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
    int from = inputFrom(tile);
    int to = inputTo(tile);
    if (s.pointwise() && to - from == s.inChannels()) {
      int at = (blocks().picture(block) * s.inHeight() + blocks().row(block)) * s.inWidth();
      fetch(x, at * s.inChannels(), (at + blocks().pixels(block)) * s.inChannels(), scratch);
    }
    long seen = (long) blocks().mostPixels() * s.height().stride() * s.width().stride();
    int most =
        multipliesOnce()
            ? to - from
            : (int) Math.max(1, INPUT_FLOATS / seen / GradientTiles.ROWS) * GradientTiles.ROWS;
    for (int in = from; in < to; in += most) {
      int rows = Math.min(most, to - in);
      for (int panel = panelFrom(tile); panel < panelTo(tile); panel++) {
        for (int kh = 0; kh < s.kernelHeight(); kh++) {
          for (int kw = 0; kw < s.kernelWidth(); kw++) {
            addTap(tile, block, panel, kh, kw, in, rows, add, x, dy, sums, sumsAt, scratch);
          }
        }
      }
    }
  }

  /** Adds what a tap contributes to a panel: the pixels for which it lies on the picture. */
  private void addTap(
      int tile,
      int block,
      int panel,
      int kh,
      int kw,
      int in,
      int rows,
      boolean add,
      float[] x,
      float[] dy,
      float[] sums,
      int sumsAt,
      Scratch scratch) {
    ConvShape s = shape();
    Window height = s.height();
    Window width = s.width();
    int row = blocks().row(block);
    int end = row + blocks().rows(block);
    int top = Math.clamp(height.firstOutput(kh), row, end);
    int lines = Math.clamp(height.endOutput(kh), top, end) - top;
    int left = width.firstOutput(kw);
    int pixels = width.endOutput(kw) - left;
    if (s.pointwise()) { // all pixels of the block are one line
      lines = 1;
      pixels = blocks().pixels(block);
    }
    int ih = blocks().picture(block) * s.inHeight() + height.start(top) + kh * height.dilation();
    int iw = width.start(left) + kw * width.dilation();
    multiply(
        tile,
        block,
        panel,
        (top - row) * s.outWidth() + left,
        lines,
        pixels,
        x,
        (ih * s.inWidth() + iw) * s.inChannels() + group(tile) * s.groupInChannels() + in,
        height.stride() * s.inWidth() * s.inChannels(),
        rows,
        (kh * s.kernelWidth() + kw) * s.groupInChannels() + in,
        dy,
        sums,
        sumsAt,
        add,
        true,
        scratch);
  }
}
