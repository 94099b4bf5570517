package io.github.lanewise.kernels.activation;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.SoftmaxBlock;
import io.github.lanewise.kernels.simd.SoftmaxRow;

/**
 * Softmax of the rows of an array {@code [rows][classes]}: real values to probabilities, {@code
 * y[c] = exp(x[c]) / Σ exp(x[d])}, and its logarithm (the lecture's slide "1D Softmax").
 *
 * <p>The row's maximum is subtracted first, which changes nothing but that no exponential
 * overflows. A value of −∞ has probability 0. A row with NaN or +∞, or of nothing but −∞, gives
 * NaN, as in PyTorch.
 *
 * <p>The result is within 4 units in the last place of the exact one, plus what rounding {@code
 * x[c] − max} to a float costs, at most {@code |x[c] − max| · 2⁻²⁴} of it (measured by a test). An
 * output may be the input; calls allocate nothing once warm.
 */
public final class Softmax {
  /** Floats of a tile: about 4 µs of exponentials. */
  private static final int TILE_FLOATS = 1 << 13;

  /** Vectors of classes up to which a block of rows is faster than row by row. */
  private static final int FEW_VECTORS = 2;

  /** Floats from which a second thread pays: two tiles. */
  private static final int SHARED_FROM = 2 * TILE_FLOATS;

  private final int rows;
  private final int classes;
  private final int tileRows;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private Softmax(int rows, int classes) {
    this.rows = Checks.atLeast(1, "rows", rows);
    this.classes = Checks.atLeast(1, "classes", classes);
    Checks.elements("the array", rows, classes);
    int most = Math.max(1, TILE_FLOATS / classes);
    // Whole blocks of short rows: what is left over is computed row by row.
    this.tileRows = shortRows() ? Math.max(1, most / Lanes.floats()) * Lanes.floats() : most;
  }

  /**
   * A softmax of one size.
   *
   * @param rows examples, at least 1
   * @param classes values of each, at least 1
   * @return the softmax
   * @throws IllegalArgumentException if a size is below 1 or the array would be longer than Java
   *     allows
   */
  public static Softmax of(int rows, int classes) {
    return new Softmax(rows, classes);
  }

  /**
   * Computes the softmax of each row.
   *
   * @param x {@code [rows][classes]}
   * @param y {@code [rows][classes]}, may be {@code x}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   */
  public void forward(float[] x, float[] y, Workers workers) {
    run(false, x, y, workers);
  }

  /**
   * Computes the natural logarithm of the softmax of each row, {@code x[c] − max − log Σ exp(x[d] −
   * max)}, without ever taking the logarithm of a rounded probability.
   *
   * @param x {@code [rows][classes]}
   * @param y {@code [rows][classes]}, may be {@code x}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length
   */
  public void logForward(float[] x, float[] y, Workers workers) {
    run(true, x, y, workers);
  }

  /**
   * Computes the gradient with respect to {@code x}, {@code dx[c] = y[c] · (dy[c] − Σ dy[d] ·
   * y[d])}. As the Jacobian is symmetric, this is the tangent, too: of {@code dy} as the tangent of
   * {@code x}.
   *
   * @param y what {@link #forward} gave {@code [rows][classes]}
   * @param dy {@code [rows][classes]}
   * @param dx {@code [rows][classes]}, may be {@code dy}; overwritten
   * @throws IllegalArgumentException if an array has another length
   */
  public void gradient(float[] y, float[] dy, float[] dx) {
    Checks.length("y", y, rows * classes, "[rows][classes]");
    Checks.length("dy", dy, rows * classes, "[rows][classes]");
    Checks.length("dx", dx, rows * classes, "[rows][classes]");
    for (int at = 0; at < y.length; at += classes) {
      double sum = 0;
      for (int c = at; c < at + classes; c++) {
        sum += (double) y[c] * dy[c];
      }
      float mean = (float) sum;
      for (int c = at; c < at + classes; c++) {
        dx[c] = y[c] * (dy[c] - mean);
      }
    }
  }

  private boolean shortRows() {
    return Lanes.vectorised() && classes <= FEW_VECTORS * Lanes.floats();
  }

  private void run(boolean log, float[] x, float[] y, Workers workers) {
    Checks.length("x", x, rows * classes, "[rows][classes]");
    Checks.length("y", y, rows * classes, "[rows][classes]");
    Call call = calls.take();
    call.log = log;
    call.x = x;
    call.y = y;
    try {
      Workers used = x.length < SHARED_FROM ? Workers.serial() : workers;
      used.run((rows - 1) / tileRows + 1, call);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private boolean log;
    private float[] x;
    private float[] y;

    /** Some rows. */
    @Override
    public void run(int tile, Scratch scratch) {
      int from = tile * tileRows;
      int to = Math.min(rows, from + tileRows);
      int row = from;
      if (shortRows()) {
        row = blocks(from, to, scratch);
      }
      if (row < to) {
        rows(row, to, scratch);
      }
    }

    /** Blocks of short rows; returns the first row that is in none. */
    private int blocks(int from, int to, Scratch scratch) {
      int lanes = Lanes.floats();
      int first = from;
      while (first <= to - lanes) {
        int groups = Math.min(SoftmaxBlock.groups(classes), (to - first) / lanes);
        block(first, groups, scratch);
        first += groups * lanes;
      }
      return first;
    }

    private void block(int first, int groups, Scratch scratch) {
      int lanes = Lanes.floats();
      int floats = groups * classes * lanes;
      float[] sums = scratch.floats(0, groups * lanes);
      float[] block = scratch.floats(1, floats);
      float[] exponentials = scratch.floats(2, floats);
      if (SoftmaxBlock.run(
          log, x, y, first * classes, groups, classes, sums, block, exponentials)) {
        return;
      }
      if (groups == 1) {
        rows(first, first + lanes, scratch);
        return;
      }
      for (int g = 0; g < groups; g++) {
        block(first + g * lanes, 1, scratch);
      }
    }

    private void rows(int from, int to, Scratch scratch) {
      if (!Lanes.vectorised()) {
        for (int row = from; row < to; row++) {
          ReferenceSoftmax.row(log, x, y, row * classes, classes);
        }
        return;
      }
      float[] lanes = scratch.floats(0, 5 * Lanes.floats());
      float[] work = scratch.floats(1, SoftmaxRow.workFloats(classes));
      if (log) {
        SoftmaxRow.log(x, y, from * classes, to - from, classes, lanes, work);
      } else {
        SoftmaxRow.run(x, y, from * classes, to - from, classes, lanes, work);
      }
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      x = null;
      y = null;
    }
  }
}
