package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.GradientTiles;
import io.github.lanewise.kernels.simd.PixelPanel;
import java.util.Arrays;

/**
 * The weight gradient tap by tap: the inputs that a kernel column sees are packed into panels of
 * {@link GradientTiles#COLUMNS} channels, with zeros for the padding beside the picture. At stride
 * 1 the taps of a kernel column read the same panels, a row of pixels apart.
 */
final class DirectWeightGradient extends PanelWeightGradient {
  /** Pixels of a block: the more, the less often sums are loaded and stored. */
  private static final int BLOCK_PIXELS = 448;

  /** Pixels of a picture that makes a good block alone, so that taps can share panels. */
  private static final int ENOUGH_PIXELS = 128;

  /** Packed inputs, in floats, at most, unless one panel is larger: 128 KiB of L2. */
  private static final int INPUT_FLOATS = 1 << 15;

  /** Panels of inputs that are packed together: pixels are read in longer runs. */
  private final int inputPanels;

  DirectWeightGradient(ConvShape shape) {
    super(
        shape,
        BLOCK_PIXELS,
        shape.kernelHeight() == 1 || shape.outHeight() * shape.outWidth() < ENOUGH_PIXELS);
    int all = Math.ceilDiv(shape.groupInChannels(), GradientTiles.COLUMNS);
    inputPanels = Math.clamp(INPUT_FLOATS / panelStep(), 1, all);
  }

  /** Whether the taps of a kernel column read the same panels of inputs. */
  private boolean shared() {
    return shape().height().stride() == 1 && blockPictures() == 1;
  }

  /** Floats of a panel of inputs. */
  private int panelStep() {
    int halo = shared() ? (shape().height().span() - 1) * shape().outWidth() : 0;
    return (blockPixels() + halo) * GradientTiles.COLUMNS;
  }

  @Override
  ConvAlgorithm algorithm() {
    return ConvAlgorithm.DIRECT;
  }

  @Override
  int inputFloats() {
    return inputPanels * panelStep();
  }

  @Override
  void addBlock(
      int g,
      int from,
      int to,
      int n,
      int row,
      boolean add,
      float[] x,
      float[] packed,
      float[] sums,
      int sumsAt,
      float[] partial,
      Scratch scratch) {
    ConvShape s = shape();
    float[] inputs = scratch.floats(3, inputFloats());
    int channels = s.groupInChannels();
    int most = inputPanels * GradientTiles.COLUMNS;
    int taps = shared() ? s.kernelHeight() : 1;
    for (int channel = 0; channel < channels; channel += most) {
      int width = Math.min(most, channels - channel);
      for (int kw = 0; kw < s.kernelWidth(); kw++) {
        for (int kh = 0; kh < s.kernelHeight(); kh += taps) {
          packInputs(g * channels + channel, width, kw, n, row, kh, x, inputs);
          for (int panel = from; panel < to; panel++) {
            int packedAt = (panel - from) * panelFloats();
            for (int tap = kh; tap < kh + taps; tap++) {
              int weight = (tap * s.kernelWidth() + kw) * channels + channel;
              if (partial(panel)) {
                int step = vectors(panel) * L;
                addTap(
                    n,
                    row,
                    tap,
                    width,
                    vectors(panel),
                    add,
                    inputs,
                    packed,
                    packedAt,
                    partial,
                    weight * step,
                    step);
              } else {
                int at = sumsAt + weight * s.outChannels() + channel(g, panel);
                addTap(
                    n,
                    row,
                    tap,
                    width,
                    vectors(panel),
                    add,
                    inputs,
                    packed,
                    packedAt,
                    sums,
                    at,
                    s.outChannels());
              }
            }
          }
        }
      }
    }
  }

  /**
   * Packs what a kernel column sees of some channels, pixel by pixel of the output, from kernel row
   * {@code kh} on: as many rows for each picture of a block.
   */
  private void packInputs(
      int channel, int width, int kw, int n, int row, int kh, float[] x, float[] inputs) {
    ConvShape s = shape();
    int rows = rows(row) + (shared() ? s.height().span() - 1 : 0);
    int first = s.width().firstOutput(kw);
    int end = s.width().endOutput(kw);
    int iw = s.width().start(first) + kw * s.width().dilation();
    int to = 0;
    for (int picture = n; picture < n + pictures(n); picture++) {
      for (int i = 0; i < rows; i++, to += s.outWidth() * GradientTiles.COLUMNS) {
        int ih = s.height().start(row) + kh * s.height().dilation() + i * s.height().stride();
        if (ih < 0 || ih >= s.inHeight()) {
          if (blockPictures() > 1) { // otherwise no tap counts this row
            zeros(0, s.outWidth(), width, inputs, to);
          }
          continue;
        }
        zeros(0, first, width, inputs, to);
        zeros(end, s.outWidth(), width, inputs, to);
        PixelPanel.copy(
            end - first,
            width,
            x,
            ((picture * s.inHeight() + ih) * s.inWidth() + iw) * s.inChannels() + channel,
            s.width().stride() * s.inChannels(),
            inputs,
            to + first * GradientTiles.COLUMNS,
            panelStep());
      }
    }
  }

  /** Fills some pixels of a row in each panel with zeros. */
  private void zeros(int from, int to, int width, float[] inputs, int rowAt) {
    for (int c = 0; c < width; c += GradientTiles.COLUMNS, rowAt += panelStep()) {
      Arrays.fill(
          inputs, rowAt + from * GradientTiles.COLUMNS, rowAt + to * GradientTiles.COLUMNS, 0);
    }
  }

  /** Adds what one tap contributes to a panel, of one picture those rows that lie on it. */
  private void addTap(
      int n,
      int row,
      int kh,
      int width,
      int vectors,
      boolean add,
      float[] inputs,
      float[] packed,
      int packedAt,
      float[] sums,
      int sumsAt,
      int sumsStep) {
    Window height = shape().height();
    int first = 0;
    int count = pictures(n) * rows(row);
    if (blockPictures() == 1) {
      first = Math.clamp(height.firstOutput(kh) - row, 0, rows(row));
      count = Math.clamp(height.endOutput(kh) - row, first, rows(row)) - first;
    }
    int pixel = first * shape().outWidth();
    int pixels = count * shape().outWidth();
    int halo = shared() ? kh * height.dilation() * shape().outWidth() : 0;
    if (add && pixels == 0) {
      return;
    }
    for (int c = 0; c < width; c += GradientTiles.COLUMNS) {
      GradientTiles.panels(
          Math.min(GradientTiles.COLUMNS, width - c),
          vectors,
          pixels,
          inputs,
          c / GradientTiles.COLUMNS * panelStep() + (pixel + halo) * GradientTiles.COLUMNS,
          packed,
          packedAt + pixel * vectors * L,
          sums,
          sumsAt + c * sumsStep,
          sumsStep,
          add);
    }
  }
}
