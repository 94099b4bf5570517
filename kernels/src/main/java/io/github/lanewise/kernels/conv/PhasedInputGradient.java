package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.simd.Taps;

/**
 * The transpose of a strided convolution: each {@link Phase} of {@code dx} is a convolution of
 * stride 1 over {@code dy} whose outputs lie a stride apart. Nothing is multiplied by the zeros
 * that the textbooks insert between the values of {@code dy}.
 *
 * <p>Borders as in {@link SlidingWindow}: interior columns form runs along the row, the few border
 * columns have taps of their own and form runs down the column.
 */
abstract class PhasedInputGradient extends InputGradient {
  /** Work of a tile, in multiply-adds: about 8 µs at the FMA peak. */
  private static final long TILE_MULTIPLY_ADDS = 1_000_000;

  private final Phase[] down;
  private final Phase[] across;
  private final int units;
  private final int rowsPerTile;
  private final int rowTiles;

  /**
   * Cuts the work.
   *
   * @param units parts that each row of pixels is computed in: groups, blocks of input channels
   */
  PhasedInputGradient(ConvShape shape, int units) {
    super(shape);
    this.units = units;
    down = Phase.of(shape.height());
    across = Phase.of(shape.width());
    long rowWork = Math.max(1, shape.multiplyAdds() / shape.batch() / shape.inHeight() / units);
    long rows = Math.max(TILE_MULTIPLY_ADDS / rowWork, 2L * shape.height().span());
    rowTiles = (int) Math.max(1, shape.inHeight() / rows);
    rowsPerTile = (shape.inHeight() + rowTiles - 1) / rowTiles;
  }

  /**
   * The taps of each pair of phases: for all interior columns, then for each border column.
   *
   * @param length contiguous values under a tap
   * @param tapFloats packed weights of a tap
   * @param step distance between the weights of neighbouring values
   */
  final Taps[][][] taps(int length, int tapFloats, int step) {
    Taps[][][] taps = new Taps[down.length][across.length][];
    for (int a = 0; a < down.length; a++) {
      for (int b = 0; b < across.length; b++) {
        Phase columns = across[b];
        taps[a][b] = new Taps[1 + columns.borders()];
        taps[a][b][0] = taps(down[a], columns, 0, columns.count(), length, tapFloats, step);
        for (int i = 0; i < columns.borders(); i++) {
          int j = columns.border(i);
          int from = columns.from(j);
          int to = Math.max(from, columns.to(j));
          taps[a][b][1 + i] = taps(down[a], columns, from, to, length, tapFloats, step);
        }
      }
    }
    return taps;
  }

  /** The taps of some columns, for every row. */
  private Taps taps(
      Phase rows, Phase columns, int from, int to, int length, int tapFloats, int step) {
    int perRow = to - from;
    int[] dy = new int[rows.count() * perRow];
    int[] w = new int[dy.length];
    for (int i = 0; i < dy.length; i++) {
      int row = i / perRow;
      int column = from + i % perRow;
      int pixel = rows.offset(row) * shape().outWidth() + columns.offset(column);
      dy[i] = pixel * shape().outChannels();
      w[i] = (rows.tap(row) * shape().kernelWidth() + columns.tap(column)) * tapFloats;
    }
    return new Taps(dy, w, length, step);
  }

  @Override
  final int tiles() {
    return units * shape().batch() * rowTiles;
  }

  /** One unit of input channels by a range of input rows of one picture. */
  @Override
  final void tile(
      int tile, float[] dy, float[] weights, Epilogue epilogue, float[] dx, Scratch scratch) {
    int from = tile % rowTiles * rowsPerTile;
    int to = Math.min(shape().inHeight(), from + rowsPerTile);
    int n = tile / rowTiles % shape().batch();
    int unit = tile / rowTiles / shape().batch();
    int stride = shape().height().stride();
    for (int a = 0; a < down.length; a++) {
      int first = Math.ceilDiv(Math.max(0, from - down[a].first()), stride);
      int end = Math.ceilDiv(Math.max(0, to - down[a].first()), stride);
      for (int b = 0; b < across.length; b++) {
        rows(unit, a, b, n, first, end, dy, weights, epilogue, dx);
      }
    }
  }

  /** Some rows of a pair of phases. */
  private void rows(
      int unit,
      int a,
      int b,
      int n,
      int first,
      int end,
      float[] dy,
      float[] w,
      Epilogue epilogue,
      float[] dx) {
    Phase rows = down[a];
    Phase columns = across[b];
    int left = columns.interiorFrom();
    int pixels = columns.interiorTo() - left;
    for (int j = first; j < end; j++) {
      run(unit, a, b, 0, n, j, left, pixels, dy, w, epilogue, dx);
    }
    for (int i = 0; i < columns.borders(); i++) {
      for (int j = first; j < end; ) {
        boolean whole = j >= rows.interiorFrom() && j < rows.interiorTo();
        int run = whole ? Math.min(end, rows.interiorTo()) - j : 1;
        run(unit, a, b, 1 + i, n, j, columns.border(i), run, dy, w, epilogue, dx);
        j += run;
      }
    }
  }

  private void run(
      int unit,
      int a,
      int b,
      int list,
      int n,
      int row,
      int column,
      int pixels,
      float[] dy,
      float[] w,
      Epilogue epilogue,
      float[] dx) {
    ConvShape s = shape();
    int ih = down[a].first() + row * s.height().stride();
    int iw = across[b].first() + column * s.width().stride();
    int from = down[a].from(row);
    boolean vertical = list > 0;
    run(
        unit,
        a,
        b,
        list,
        pixels,
        from,
        Math.max(from, down[a].to(row)),
        dy,
        ((n * s.outHeight() + row) * s.outWidth() + column) * s.outChannels(),
        (vertical ? s.outWidth() : 1) * s.outChannels(),
        w,
        epilogue,
        dx,
        ((n * s.inHeight() + ih) * s.inWidth() + iw) * s.inChannels(),
        (vertical ? s.height().stride() * s.inWidth() : s.width().stride()) * s.inChannels());
  }

  /** Taps of a row in a list of taps for every row. */
  final int perRow(Taps taps, int a) {
    return down[a].count() == 0 ? 0 : taps.count() / down[a].count();
  }

  /**
   * Computes a run of pixels, across or down.
   *
   * @param unit the unit of input channels
   * @param a the phase along the height
   * @param b the phase along the width
   * @param list which of the pair's {@link #taps}
   * @param pixels pixels of the run
   * @param rowFrom first row of taps that leads into the output
   * @param rowTo one past the last
   * @param dyAt index of the first pixel under an offset of 0; may lie outside the array
   * @param dyStep distance between pixels in {@code dy}
   * @param dxAt index of the first pixel's channels
   * @param dxStep distance between pixels in {@code dx}
   */
  abstract void run(
      int unit,
      int a,
      int b,
      int list,
      int pixels,
      int rowFrom,
      int rowTo,
      float[] dy,
      int dyAt,
      int dyStep,
      float[] w,
      Epilogue epilogue,
      float[] dx,
      int dxAt,
      int dxStep);
}
