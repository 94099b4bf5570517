package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Window;
import java.util.Arrays;

/**
 * The input rows under some output rows, copied with the zeros of the padding around them, so that
 * every output pixel has all its taps. A picture without padding is read as it lies.
 */
final class PaddedRows {
  /** Floats of a tile's copied rows at most, if that is not less than one output row: 256 KiB. */
  private static final int TILE_FLOATS = 1 << 16;

  /** Floats of the copy for one output row at most: 1 MiB, an L2 cache. */
  private static final int ROW_FLOATS = 1 << 18;

  private final ConvShape shape;
  private final boolean copies;
  private final int rowFloats;

  PaddedRows(ConvShape shape) {
    this.shape = shape;
    this.copies = reachesOut(shape.height()) || reachesOut(shape.width());
    this.rowFloats =
        (copies ? covered(shape.width(), shape.outWidth()) : shape.inWidth()) * shape.inChannels();
  }

  private static boolean reachesOut(Window window) {
    return window.interiorTo() - window.interiorFrom() < window.output();
  }

  /** Input positions, padding included, that some neighbouring outputs cover. */
  private static int covered(Window window, int outputs) {
    return (outputs - 1) * window.stride() + window.span();
  }

  /** Whether the copy for one output row fits the L2 cache. */
  static boolean fit(ConvShape shape) {
    Window width = shape.width();
    long row = (long) width.padBefore() + width.input() + width.padAfter();
    return row * shape.inChannels() * shape.height().span() <= ROW_FLOATS;
  }

  /**
   * Output rows with enough work for a tile and, where they are copied, twice as many input rows as
   * the next tile copies, too.
   */
  int rowsPerTile(long multiplyAdds) {
    Window height = shape.height();
    long rowWork = Math.max(1, shape.multiplyAdds() / shape.batch() / shape.outHeight());
    long shared = copies ? 2L * height.span() / height.stride() : 1;
    long rows = Math.max(multiplyAdds / rowWork, shared);
    int room = (TILE_FLOATS / rowFloats - height.span()) / height.stride();
    long most = Math.max(1, Math.min(Math.min(rows, room), shape.outHeight()));
    long tiles = (shape.outHeight() + most - 1) / most;
    return (int) ((shape.outHeight() + tiles - 1) / tiles);
  }

  /** Distance between rows, in floats. */
  int rowFloats() {
    return rowFloats;
  }

  /** Floats of the copy for some output rows; 0 if the picture is read as it lies. */
  int floats(int outRows) {
    return copies ? covered(shape.height(), outRows) * rowFloats : 0;
  }

  /**
   * The input rows under the output rows {@code [from, to)} of picture {@code n}.
   *
   * @param which number of the scratch array for a copy
   * @return the array that holds them, from {@link #at} on
   */
  float[] of(int n, int from, int to, float[] x, Scratch scratch, int which) {
    if (!copies) {
      return x;
    }
    float[] rows = scratch.floats(which, floats(to - from));
    int left = shape.width().padBefore() * shape.inChannels();
    int width = Math.min(rowFloats - left, shape.inWidth() * shape.inChannels());
    int ih = shape.height().start(from);
    int end = floats(to - from);
    for (int at = 0; at < end; at += rowFloats, ih++) {
      if (ih < 0 || ih >= shape.inHeight() || width <= 0) {
        Arrays.fill(rows, at, at + rowFloats, 0);
      } else {
        int row = (n * shape.inHeight() + ih) * shape.inWidth() * shape.inChannels();
        Arrays.fill(rows, at, at + left, 0);
        System.arraycopy(x, row, rows, at + left, width);
        Arrays.fill(rows, at + left + width, at + rowFloats, 0);
      }
    }
    return rows;
  }

  /**
   * Index of the first tap of output row {@code oh} in the array for the rows from {@code from}.
   */
  int at(int n, int from, int oh) {
    int row =
        copies
            ? (oh - from) * shape.height().stride()
            : n * shape.inHeight() + oh * shape.height().stride();
    return row * rowFloats;
  }
}
