package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.GradientTiles;
import io.github.lanewise.kernels.simd.PixelPanel;
import io.github.lanewise.kernels.simd.Simd;
import java.util.Arrays;

/**
 * The weight gradient tap by tap: the inputs that a kernel column sees are packed into panels of
 * some channels, with zeros for the padding beside the picture. The taps of a kernel column read
 * the same panels, some rows of pixels apart.
 */
final class DirectWeightGradient extends PanelWeightGradient {
  /** Pixels of a block: the more, the less often sums are loaded and stored. */
  private static final int BLOCK_PIXELS = 448;

  /** Pixels of a picture that makes a good block alone, so that taps can share panels. */
  private static final int ENOUGH_PIXELS = 128;

  /** Packed inputs, in floats, at most, unless one panel is larger: 256 KiB of L2. */
  private static final int INPUT_FLOATS = 1 << 16;

  /** Inputs that a panel has for a tap, in floats, at most, where pixels are few: 32 KiB. */
  private static final int PANEL_FLOATS = 1 << 13;

  /** Panels at least, so that there is something to share out. */
  private static final int LEAST_PANELS = 4;

  /** Channels of a panel of inputs. */
  private final int columns;

  /** The kernel rows whose inputs are packed together. */
  private final TapRows[] tapRows;

  /** Floats of a panel of inputs. */
  private final int panelStep;

  /** Panels of inputs that are packed together: pixels are read in longer runs. */
  private final int inputPanels;

  DirectWeightGradient(ConvShape shape) {
    super(
        shape,
        BLOCK_PIXELS,
        several(shape),
        columns(shape),
        columns(shape),
        copies(shape) * shape.groups() * Simd.vectors(shape.groupInChannels()),
        NEAR_CHANNELS);
    columns = columns(shape);
    Window height = shape.height();
    int taps = blocks().mostPictures() > 1 ? 1 : height.kernel();
    tapRows = new TapRows[height.kernel() / taps];
    for (int i = 0; i < tapRows.length; i++) {
      tapRows[i] = new TapRows(height, i * taps, (i + 1) * taps, blocks().mostRows());
    }
    panelStep = blocks().mostPictures() * tapRows[0].count() * shape.outWidth() * columns;
    int all = Math.ceilDiv(shape.groupInChannels(), columns);
    inputPanels = Math.clamp(INPUT_FLOATS / panelStep, 1, all);
  }

  /** Two tiles, or more where they sum so few pixels that starting them counts. */
  private static int columns(ConvShape shape) {
    int columns = GradientTiles.COLUMNS;
    int pixels = shape.batch() * shape.outHeight() * shape.outWidth();
    if (pixels >= ENOUGH_PIXELS) {
      return columns;
    }
    int most = Math.min(PANEL_FLOATS / pixels, shape.groupInChannels() / LEAST_PANELS);
    while (2 * columns <= most) {
      columns *= 2;
    }
    return columns;
  }

  /** Whether a block may have several pictures; then taps share no panels. */
  private static boolean several(ConvShape shape) {
    return shape.kernelHeight() == 1 || shape.outHeight() * shape.outWidth() < ENOUGH_PIXELS;
  }

  /** About how often an input is packed for each output pixel. */
  private static int copies(ConvShape shape) {
    int down =
        several(shape)
            ? shape.kernelHeight()
            : Math.min(shape.kernelHeight(), shape.height().stride());
    return down * shape.kernelWidth();
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.DIRECT;
  }

  @Override
  int inputFloats() {
    return inputPanels * panelStep;
  }

  @Override
  boolean multipliesOnce() {
    return false;
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
    float[] inputs = scratch.floats(3, inputFloats());
    int end = inputTo(tile);
    int most = inputPanels * columns;
    for (int channel = inputFrom(tile); channel < end; channel += most) {
      int width = Math.min(most, end - channel);
      int first = group(tile) * shape().groupInChannels() + channel;
      for (int kw = 0; kw < shape().kernelWidth(); kw++) {
        for (TapRows rows : tapRows) {
          packInputs(block, first, width, kw, rows, x, inputs);
          for (int panel = panelFrom(tile); panel < panelTo(tile); panel++) {
            for (int kh = rows.from(); kh < rows.to(); kh++) {
              addTap(
                  tile, block, panel, rows, kh, kw, channel, width, inputs, dy, sums, sumsAt, add,
                  scratch);
            }
          }
        }
      }
    }
  }

  /** Packs what some taps of a kernel column see of some channels, pixel by pixel of the output. */
  private void packInputs(
      int block, int channel, int width, int kw, TapRows rows, float[] x, float[] inputs) {
    ConvShape s = shape();
    int first = s.width().firstOutput(kw);
    int end = s.width().endOutput(kw);
    int iw = s.width().start(first) + kw * s.width().dilation();
    int to = 0;
    for (int n = blocks().picture(block); n < blocks().pictureEnd(block); n++) {
      for (int i = 0; i < rows.count(); i++, to += s.outWidth() * columns) {
        int ih = s.height().start(blocks().row(block)) + rows.inputRow(i);
        if (ih < 0 || ih >= s.inHeight()) {
          if (blocks().mostPictures() > 1) { // otherwise no tap counts this row
            zeros(0, s.outWidth(), width, inputs, to);
          }
        } else {
          zeros(0, first, width, inputs, to);
          zeros(end, s.outWidth(), width, inputs, to);
          PixelPanel.copy(
              end - first,
              width,
              x,
              ((n * s.inHeight() + ih) * s.inWidth() + iw) * s.inChannels() + channel,
              s.width().stride() * s.inChannels(),
              inputs,
              to + first * columns,
              panelStep,
              columns);
        }
      }
    }
  }

  /** Fills some pixels of a row in each panel with zeros. */
  private void zeros(int from, int to, int width, float[] inputs, int rowAt) {
    for (int c = 0; c < width; c += columns, rowAt += panelStep) {
      Arrays.fill(inputs, rowAt + from * columns, rowAt + to * columns, 0);
    }
  }

  /** Adds what one tap contributes to a panel, of one picture those rows that lie on it. */
  private void addTap(
      int tile,
      int block,
      int panel,
      TapRows rows,
      int kh,
      int kw,
      int channel,
      int width,
      float[] inputs,
      float[] dy,
      float[] sums,
      int sumsAt,
      boolean add,
      Scratch scratch) {
    ConvShape s = shape();
    int first = 0;
    int count = (blocks().pictureEnd(block) - blocks().picture(block)) * blocks().rows(block);
    if (blocks().mostPictures() == 1) {
      first = Math.clamp(s.height().firstOutput(kh) - blocks().row(block), 0, count);
      count = Math.clamp(s.height().endOutput(kh) - blocks().row(block), first, count) - first;
    }
    if (add && count == 0) {
      return;
    }
    int at = (rows.at(kh) + first) * s.outWidth() * columns;
    int weight = (kh * s.kernelWidth() + kw) * s.groupInChannels() + channel;
    for (int c = 0; c < width; c += columns, at += panelStep) {
      multiply(
          tile,
          block,
          panel,
          first * s.outWidth(),
          1,
          count * s.outWidth(),
          inputs,
          at,
          0,
          Math.min(columns, width - c),
          weight + c,
          dy,
          sums,
          sumsAt,
          add,
          false,
          scratch);
    }
  }
}
