package io.github.lanewise.kernels.pool;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.ElementRuns;
import io.github.lanewise.kernels.simd.MaxGradientRun;
import java.util.Arrays;

/**
 * The way back of a pooling. A tile owns some rows of {@code dx} and looks at every output that
 * reaches into them, in order: so windows may overlap, and the bits are the same for any number of
 * threads.
 */
final class PoolingGradient {
  /** Input floats of a tile: 128 KiB, several µs of work at L2 bandwidth. */
  private static final int TILE_FLOATS = 1 << 15;

  /** Input floats from which a second thread pays: about 4 µs of work, twice the hand-over. */
  private static final int SHARED_FROM = 1 << 16;

  private final PoolShape shape;
  private final int rowsPerTile;
  private final int rowTiles;

  /** Whether no two windows have an input in common, and vectors of channels are full. */
  private final boolean apart;

  /** Whether every input lies under a window. */
  private final boolean covered;

  private final Pool<Call> calls = new Pool<>(Call::new);

  PoolingGradient(PoolShape shape) {
    this.shape = shape;
    int perRow = shape.inWidth() * shape.channels();
    rowsPerTile = Math.clamp(TILE_FLOATS / perRow, 1, shape.inHeight());
    rowTiles = (shape.inHeight() + rowsPerTile - 1) / rowsPerTile;
    apart =
        apart(shape.height(), shape.outHeight())
            && apart(shape.width(), shape.outWidth())
            && shape.channels() >= Lanes.floats();
    covered = covers(shape.height()) && covers(shape.width());
  }

  private static boolean apart(Window window, int outputs) {
    return window.kernel() <= window.stride()
        && outputs == window.output() // none more that reaches out
        && window.dilation() == 1
        && window.padBefore() == 0
        && window.interiorTo() == window.output();
  }

  private static boolean covers(Window window) {
    return window.kernel() == window.stride()
        && window.output() * window.stride() == window.input();
  }

  void average(float[] dy, float[] dx, Workers workers) {
    run(dy, null, dx, workers);
  }

  void max(float[] dy, int[] argmax, float[] dx, Workers workers) {
    run(dy, argmax, dx, workers);
  }

  private void run(float[] dy, int[] argmax, float[] dx, Workers workers) {
    Checks.length("dy", dy, shape.outputLength(), "[batch][outHeight][outWidth][channels]");
    Checks.length("dx", dx, shape.inputLength(), "[batch][inHeight][inWidth][channels]");
    Checks.distinct("dy", dy, "dx", dx);
    Call call = calls.take();
    call.dy = dy;
    call.argmax = argmax;
    call.dx = dx;
    try {
      Workers used = dx.length < SHARED_FROM ? Workers.serial() : workers;
      used.run(shape.batch() * rowTiles, call);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  /** First output row whose window may reach an input row. */
  private int firstRow(int inRow) {
    Window height = shape.height();
    int end = inRow + height.padBefore() - height.span() + 1;
    return end <= 0 ? 0 : Math.min(shape.outHeight(), Math.ceilDiv(end, height.stride()));
  }

  /** One past the last output row whose window may reach an input row. */
  private int endRow(int inRow) {
    Window height = shape.height();
    return Math.min(shape.outHeight(), (inRow + height.padBefore()) / height.stride() + 1);
  }

  private int rowIndex(int n, int inRow) {
    return (n * shape.inHeight() + inRow) * shape.inWidth() * shape.channels();
  }

  private void max(int n, int from, int to, float[] dy, int[] argmax, float[] dx) {
    if (!apart || !covered) {
      Arrays.fill(dx, rowIndex(n, from), rowIndex(n, to), 0);
    }
    if (apart) {
      maxApart(n, from, to, dy, argmax, dx);
    } else {
      addMax(n, from, to, dy, argmax, dx);
    }
  }

  /** Asks of every input under a window whether it was the maximum, in the order of memory. */
  private void maxApart(int n, int from, int to, float[] dy, int[] argmax, float[] dx) {
    Window height = shape.height();
    int channels = shape.channels();
    for (int outRow = firstRow(from); outRow < endRow(to - 1); outRow++) {
      int dyAt = (n * shape.outHeight() + outRow) * shape.outWidth() * channels;
      for (int kh = 0; kh < height.kernel(); kh++) {
        int inRow = height.start(outRow) + kh;
        if (inRow >= from && inRow < to) {
          MaxGradientRun.run(
              shape.outWidth(),
              channels,
              dy,
              argmax,
              dyAt,
              shape.width().kernel(),
              dx,
              rowIndex(n, inRow),
              shape.width().stride() * channels);
        }
      }
    }
  }

  private void addMax(int n, int from, int to, float[] dy, int[] argmax, float[] dx) {
    int first = rowIndex(n, from);
    int length = rowIndex(n, to) - first;
    int perRow = shape.outWidth() * shape.channels();
    int outputs = (n * shape.outHeight() + firstRow(from)) * perRow;
    int end = (n * shape.outHeight() + endRow(to - 1)) * perRow;
    for (int i = outputs; i < end; i++) {
      int at = argmax[i] - first;
      if (at >= 0 && at < length) {
        dx[first + at] += dy[i];
      }
    }
  }

  private void average(int n, int from, int to, float[] dy, float[] dx) {
    Window height = shape.height();
    for (int outRow = firstRow(from); outRow < endRow(to - 1); outRow++) {
      for (int kh = height.firstTap(outRow); kh < height.endTap(outRow); kh++) {
        int inRow = height.start(outRow) + kh * height.dilation();
        if (inRow >= from && inRow < to) {
          averageRow(n, outRow, inRow, dy, dx);
        }
      }
    }
  }

  /** What the windows of one output row give to one input row. */
  private void averageRow(int n, int outRow, int inRow, float[] dy, float[] dx) {
    Window width = shape.width();
    int channels = shape.channels();
    int dyAt = (n * shape.outHeight() + outRow) * shape.outWidth() * channels;
    for (int outColumn = 0; outColumn < shape.outWidth(); outColumn++, dyAt += channels) {
      float share = 1f / shape.divisor(outRow, outColumn);
      for (int kw = width.firstTap(outColumn); kw < width.endTap(outColumn); kw++) {
        int inColumn = width.start(outColumn) + kw * width.dilation();
        int dxAt = rowIndex(n, inRow) + inColumn * channels;
        ElementRuns.addScaled(channels, share, dy, dyAt, dx, dxAt);
      }
    }
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private float[] dy;
    private int[] argmax;
    private float[] dx;

    /** Some input rows of one picture. */
    @Override
    public void run(int tile, Scratch scratch) {
      int n = tile / rowTiles;
      int from = tile % rowTiles * rowsPerTile;
      int to = Math.min(shape.inHeight(), from + rowsPerTile);
      if (!Lanes.vectorised()) {
        reference(n, from, to);
        return;
      }
      if (argmax == null) {
        Arrays.fill(dx, rowIndex(n, from), rowIndex(n, to), 0);
        average(n, from, to, dy, dx);
      } else {
        max(n, from, to, dy, argmax, dx);
      }
    }

    private void reference(int n, int from, int to) {
      for (int inRow = from; inRow < to; inRow++) {
        if (argmax == null) {
          ReferencePooling.averageGradient(shape, n, inRow, dy, dx);
        } else {
          ReferencePooling.maxGradient(shape, n, inRow, dy, argmax, dx);
        }
      }
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      dy = null;
      argmax = null;
      dx = null;
    }
  }
}
