package io.github.lanewise.kernels.pool;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.ElementRuns;
import io.github.lanewise.kernels.simd.PoolRows;

/**
 * Each window of a picture summarised in one value, channel by channel: the lecture's "2D Pooling"
 * (Goodfellow, Bengio, Courville: Deep Learning, section 9.3).
 *
 * <p>Immutable and free of buffers: one instance serves any number of threads. Calls allocate
 * nothing once warm.
 *
 * <p>The lanes run along the channels, which are contiguous. With stride 1 along the width
 * neighbouring windows are contiguous too, and the lanes run on over them: so pictures of one
 * channel fill vectors as well. Windows that the left or right edge cuts have taps of their own.
 *
 * {@snippet :
 * PoolShape shape = PoolShape.builder().input(28, 28, 6).kernel(2).build();
 * Pooling.max(shape).forward(x, y, Workers.serial());
 * }
 */
public abstract class Pooling {
  /** Input floats of a tile: 128 KiB, several µs of work at L2 bandwidth. */
  private static final int TILE_FLOATS = 1 << 15;

  /** Input floats from which a second thread pays: about 4 µs of work, twice the hand-over. */
  private static final int SHARED_FROM = 1 << 17;

  private final PoolShape shape;
  private final boolean max;
  private final int rowsPerTile;
  private final int rowTiles;

  /** Offset in the input of each tap of an interior output column, {@code [row][column]}. */
  private final int[] interior;

  /** The same of each border column, without the taps on padding; left ones, then right ones. */
  private final int[][] border;

  private final Pool<Call> calls = new Pool<>(Call::new);

  Pooling(PoolShape shape, boolean max) {
    this.shape = shape;
    this.max = max;
    long perRow = (long) shape.inWidth() * shape.channels() * shape.height().stride();
    rowsPerTile = (int) Math.max(1, Math.min(shape.outHeight(), TILE_FLOATS / perRow));
    rowTiles = (shape.outHeight() + rowsPerTile - 1) / rowsPerTile;
    Window width = shape.width();
    interior = offsets(0, width.kernel());
    border = new int[width.interiorFrom() + shape.outWidth() - width.interiorTo()][];
    for (int i = 0; i < border.length; i++) {
      border[i] = offsets(width.firstTap(borderColumn(i)), width.endTap(borderColumn(i)));
    }
  }

  /**
   * Pooling by the maximum. NaN counts as largest; a window that lies on padding alone, as dilation
   * may bring, gives −∞.
   *
   * @param shape the shape
   * @return the pooling
   */
  public static MaxPooling max(PoolShape shape) {
    return new MaxPooling(shape);
  }

  /**
   * Pooling by the average: the sum divided by {@link PoolShape#divisor}, 0 / 0 giving NaN.
   *
   * @param shape the shape
   * @return the pooling
   */
  public static AveragePooling average(PoolShape shape) {
    return new AveragePooling(shape);
  }

  /**
   * The shape.
   *
   * @return the shape
   */
  public final PoolShape shape() {
    return shape;
  }

  /**
   * Computes {@code y}. The same bits come out for any number of threads.
   *
   * @param x input {@code [batch][inHeight][inWidth][channels]}
   * @param y output {@code [batch][outHeight][outWidth][channels]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length or both are the same
   */
  public final void forward(float[] x, float[] y, Workers workers) {
    run(x, y, null, false, workers);
  }

  /**
   * Computes {@code y} and, unless it is null, {@code argmax}, which has been checked; if so
   * desired, both rectified.
   */
  final void run(float[] x, float[] y, int[] argmax, boolean rectified, Workers workers) {
    Checks.length("x", x, shape.inputLength(), "[batch][inHeight][inWidth][channels]");
    Checks.length("y", y, shape.outputLength(), "[batch][outHeight][outWidth][channels]");
    Checks.distinct("x", x, "y", y);
    Workers used = x.length < SHARED_FROM ? Workers.serial() : workers;
    Call call = calls.take();
    call.x = x;
    call.y = y;
    call.argmax = argmax;
    call.rectified = rectified;
    try {
      used.run(shape.batch() * rowTiles, call);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  private int borderColumn(int i) {
    Window width = shape.width();
    return i < width.interiorFrom() ? i : i - width.interiorFrom() + width.interiorTo();
  }

  /** Offsets of the kernel columns from first to end, for every kernel row. */
  private int[] offsets(int first, int end) {
    int perRow = Math.max(0, end - first);
    int[] offsets = new int[shape.height().kernel() * perRow];
    for (int i = 0; i < offsets.length; i++) {
      int row = i / perRow * shape.height().dilation();
      int column = (first + i % perRow) * shape.width().dilation();
      offsets[i] = (row * shape.inWidth() + column) * shape.channels();
    }
    return offsets;
  }

  /** One output row of a picture. */
  private void row(int n, int outRow, float[] x, float[] y, int[] argmax, Scratch scratch) {
    if (!Lanes.vectorised()) {
      reference(n, outRow, x, y, argmax);
      return;
    }
    Window width = shape.width();
    int channels = shape.channels();
    int left = width.interiorFrom();
    int pixels = width.interiorTo() - left;
    if (argmax == null && sharedColumns(n, outRow, left, pixels, x, y)) {
      borders(n, outRow, x, y, argmax);
      return;
    }
    if (width.stride() == 1) {
      pixels(
          n, outRow, left, 1, pixels * channels, interior, x, y, yIndex(n, outRow, left), argmax);
    } else if (argmax == null && width.stride() * channels <= Lanes.floats() / 2) {
      everyPixel(n, outRow, left, pixels, x, y, scratch);
    } else {
      pixels(n, outRow, left, pixels, channels, interior, x, y, yIndex(n, outRow, left), argmax);
    }
    borders(n, outRow, x, y, argmax);
  }

  /** The windows of a row that the left or right edge cuts. */
  private void borders(int n, int outRow, float[] x, float[] y, int[] argmax) {
    for (int i = 0; i < border.length; i++) {
      int column = borderColumn(i);
      int to = yIndex(n, outRow, column);
      pixels(n, outRow, column, 1, shape.channels(), border[i], x, y, to, argmax);
    }
  }

  /**
   * The windows of a row that no edge cuts, where windows share columns of taps.
   *
   * @return false if they are to be computed in another way, though they may be written
   */
  private boolean sharedColumns(
      int n, int outRow, int outColumn, int pixels, float[] x, float[] y) {
    Window height = shape.height();
    Window width = shape.width();
    int channels = shape.channels();
    int first = height.firstTap(outRow);
    int rows = height.endTap(outRow) - first;
    if (pixels == 0
        || width.stride() != 1
        || width.dilation() != 1
        || !PoolRows.has(rows, width.kernel(), channels)) {
      return false;
    }
    int rowStep = height.dilation() * shape.inWidth() * channels;
    return PoolRows.run(
        rows,
        width.kernel(),
        max,
        pixels,
        channels,
        x,
        xIndex(n, outRow, outColumn) + first * rowStep,
        rowStep,
        shape.divisor(outRow, outColumn),
        y,
        yIndex(n, outRow, outColumn));
  }

  /** Runs of contiguous outputs whose windows have the same taps. */
  private void pixels(
      int n,
      int outRow,
      int outColumn,
      int runs,
      int count,
      int[] offsets,
      float[] x,
      float[] y,
      int yAt,
      int[] argmax) {
    if (runs > 0 && count > 0) {
      Window height = shape.height();
      int perRow = offsets.length / height.kernel();
      int from = height.firstTap(outRow) * perRow;
      run(
          runs,
          count,
          x,
          xIndex(n, outRow, outColumn),
          shape.width().stride() * shape.channels(),
          offsets,
          from,
          Math.max(from, height.endTap(outRow) * perRow),
          shape.divisor(outRow, outColumn),
          y,
          yAt,
          argmax);
    }
  }

  /**
   * Interior outputs of so few channels that a vector holds several windows: computed as if the
   * stride were 1, the lanes running along the width, and then picked.
   */
  private void everyPixel(
      int n, int outRow, int outColumn, int pixels, float[] x, float[] y, Scratch scratch) {
    if (pixels == 0) {
      return;
    }
    int channels = shape.channels();
    int step = shape.width().stride() * channels;
    int count = (pixels - 1) * step + channels;
    float[] all = scratch.floats(0, count);
    pixels(n, outRow, outColumn, 1, count, interior, x, all, 0, null);
    int to = yIndex(n, outRow, outColumn);
    for (int c = 0; c < channels; c++) {
      for (int p = 0; p < pixels; p++) {
        y[to + p * channels + c] = all[p * step + c];
      }
    }
  }

  /** Index of a window's first tap; outside the array where that tap is on padding. */
  private int xIndex(int n, int outRow, int outColumn) {
    int row = n * shape.inHeight() + shape.height().start(outRow);
    return (row * shape.inWidth() + shape.width().start(outColumn)) * shape.channels();
  }

  private int yIndex(int n, int outRow, int outColumn) {
    int row = n * shape.outHeight() + outRow;
    return (row * shape.outWidth() + outColumn) * shape.channels();
  }

  /**
   * Computes {@code runs} runs of {@code count} contiguous outputs: output {@code i} of run {@code
   * r} over the values at {@code xAt + r · xStep + i + offsets[t]} for the taps {@code t} from
   * {@code from} to {@code to}, of which there may be none.
   */
  abstract void run(
      int runs,
      int count,
      float[] x,
      int xAt,
      int xStep,
      int[] offsets,
      int from,
      int to,
      int divisor,
      float[] y,
      int yAt,
      int[] argmax);

  /** Computes one output row of a picture without vectors. */
  abstract void reference(int n, int outRow, float[] x, float[] y, int[] argmax);

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private float[] x;
    private float[] y;
    private int[] argmax;
    private boolean rectified;

    /** Some output rows of one picture. */
    @Override
    public void run(int tile, Scratch scratch) {
      int n = tile / rowTiles;
      int from = tile % rowTiles * rowsPerTile;
      int to = Math.min(shape.outHeight(), from + rowsPerTile);
      for (int outRow = from; outRow < to; outRow++) {
        row(n, outRow, x, y, argmax, scratch);
      }
      if (rectified) {
        rectify(yIndex(n, from, 0), yIndex(n, to, 0));
      }
    }

    /** Makes outputs that are not above 0 zeros that come from nowhere. */
    private void rectify(int from, int to) {
      if (Lanes.vectorised()) {
        ElementRuns.rectify(to - from, y, argmax, from);
      } else {
        ReferencePooling.rectify(to - from, y, argmax, from);
      }
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      x = null;
      y = null;
      argmax = null;
    }
  }
}
