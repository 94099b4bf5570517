package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.shape.Window;
import java.util.Arrays;

/**
 * The rows of {@code dx} that a tile sums up from windows. They have padding of their own, which
 * ends in what nobody reads, so that windows know no edges and whole vectors are added.
 */
final class PaddedSums {
  /** Floats of a row of {@code dx}. */
  private final int row;

  /** Floats before it, of the padding. */
  private final int left;

  private final int step;

  /**
   * Sums of a shape.
   *
   * @param reach floats from the start of a row's last window to the end of what is added for it
   */
  PaddedSums(ConvShape shape, int reach) {
    Window width = shape.width();
    int channels = shape.inChannels();
    row = width.input() * channels;
    left = width.padBefore() * channels;
    step = Math.max((width.output() - 1) * width.stride() * channels + reach, left + row);
  }

  /** Distance between rows. */
  int step() {
    return step;
  }

  /** Floats of some rows of {@code dx}. */
  int dxFloats(int rows) {
    return rows * row;
  }

  /** Starts some rows, from zero or from what the epilogue adds. */
  void start(int rows, Epilogue epilogue, float[] dx, int at, float[] sums) {
    Arrays.fill(sums, 0, rows * step, 0);
    if (!epilogue.startsFromZero()) {
      epilogue.start(at, at + rows * row, dx);
      for (int i = 0; i < rows; i++) {
        System.arraycopy(dx, at + i * row, sums, i * step + left, row);
      }
    }
  }

  /**
   * Copies a row to where it belongs.
   *
   * @param at index in {@code dx} of the first row
   */
  void store(int i, float[] sums, float[] dx, int at) {
    System.arraycopy(sums, i * step + left, dx, at + i * row, row);
  }
}
