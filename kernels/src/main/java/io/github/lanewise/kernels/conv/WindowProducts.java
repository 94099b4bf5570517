package io.github.lanewise.kernels.conv;

import static io.github.lanewise.kernels.simd.Simd.L;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.Panels;
import io.github.lanewise.kernels.simd.RegisterTiles;
import io.github.lanewise.kernels.simd.Simd;
import io.github.lanewise.kernels.simd.Taps;
import io.github.lanewise.kernels.simd.Transposition;
import java.util.Arrays;

/**
 * What each pixel of {@code dy} adds to the window of {@code dx} that it came from: pixels times
 * all weights, by register tiles. A kernel row of a window is contiguous, as it is in {@code dx}.
 */
final class WindowProducts {
  private final ConvShape shape;
  private final int rowFloats;
  private final int rowStep;
  private final int columns;
  private final Panels panels;
  private final Taps taps;

  /**
   * The products for a shape of one group.
   *
   * @param rowStep distance between the rows of a window, at least what one has
   */
  WindowProducts(ConvShape shape, int rowStep) {
    this.shape = shape;
    this.rowStep = rowStep;
    rowFloats = rowFloats(shape);
    columns = Simd.vectors((shape.kernelHeight() - 1) * rowStep + rowFloats) * L;
    panels = new Panels(shape.outChannels(), columns);
    taps = Taps.run(shape.outChannels());
  }

  /** Floats of a window's row. */
  static int rowFloats(ConvShape shape) {
    return shape.kernelWidth() * shape.inChannels();
  }

  /** Floats of a window, whole vectors. */
  int columns() {
    return columns;
  }

  long packedFloats() {
    return panels.floats();
  }

  int packParts() {
    return panels.count();
  }

  /** Packs a panel of the matrix {@code [outChannel][tap and inChannel]}. */
  void pack(int part, float[] weights, float[] packed, Scratch scratch) {
    int outs = shape.outChannels();
    int first = panels.column(part);
    int end = first + panels.width(part);
    int step = panels.step(part);
    int at = panels.at(part);
    Arrays.fill(packed, at, at + outs * step, 0);
    float[] square = scratch.floats(0, Transposition.SQUARE_FLOATS);
    for (int kh = first / rowStep; kh < shape.kernelHeight() && kh * rowStep < end; kh++) {
      int start = kh * rowStep;
      int from = Math.max(first, start);
      int rows = Math.min(end, start + rowFloats) - from;
      if (rows > 0) {
        int row = kh * rowFloats + from - start;
        Transposition.run(
            rows, outs, weights, row * outs, outs, packed, at + from - first, step, square, 0);
      }
    }
  }

  /**
   * Computes some kernel rows of the windows of pixels that follow each other, and perhaps of rows
   * beside them.
   *
   * @param pixel number of the first pixel of {@code dy}
   * @param windows {@code [pixel][columns]}; overwritten
   */
  void multiply(
      int pixel, int pixels, int first, int end, float[] dy, float[] packed, float[] windows) {
    int lastColumn = (end - 1) * rowStep + rowFloats - 1;
    int lastPanel = lastColumn / panels.panelColumns();
    for (int panel = first * rowStep / panels.panelColumns(); panel <= lastPanel; panel++) {
      RegisterTiles.run(
          pixels,
          dy,
          pixel * shape.outChannels(),
          shape.outChannels(),
          taps,
          0,
          1,
          packed,
          panels.at(panel),
          windows,
          panels.column(panel),
          columns,
          panels.width(panel),
          null,
          0,
          null,
          false);
    }
  }
}
