package io.github.lanewise.kernels.linalg;

import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;

/**
 * A matrix that multiplies vectors: {@code y = A · x}, a dot product for each row.
 *
 * <p>Rows are independent of each other: the bits of a row's result depend on that row and {@code
 * x} alone, not on the threads, nor on which rows are computed with it. Calls allocate nothing once
 * warm and may come from many threads at once.
 */
public abstract sealed class Matrix permits CsrMatrix, DenseMatrix, SegmentMatrix {
  /** Stored floats of a tile: 128 KiB of dense values, several µs of work at L2 bandwidth. */
  private static final int TILE_FLOATS = 1 << 15;

  /** Stored floats from which a second thread pays: about 4 µs of work, twice the hand-over. */
  static final int SHARED_FROM = 1 << 17;

  private final int rows;
  private final int columns;
  private final Pool<Call> calls = new Pool<>(Call::new);

  Matrix(int rows, int columns) {
    this.rows = Checks.atLeast(1, "rows", rows);
    this.columns = Checks.atLeast(1, "columns", columns);
  }

  /**
   * Rows: the length of {@code y}.
   *
   * @return at least 1
   */
  public final int rows() {
    return rows;
  }

  /**
   * Columns: the length of {@code x}.
   *
   * @return at least 1
   */
  public final int columns() {
    return columns;
  }

  /**
   * Floats that are stored, as the lecture's cost table counts them: without indices.
   *
   * @return floats
   */
  public abstract long storedFloats();

  /**
   * Memory that the matrix takes, indices included.
   *
   * @return bytes
   */
  public abstract long bytes();

  /**
   * Float multiplies or adds of a product, as the lecture's cost table counts them: for a row of
   * {@code n} stored floats {@code n} multiplies and {@code n − 1} adds.
   *
   * @return operations
   */
  public abstract long multipliesAndAdds();

  /**
   * Computes {@code y = A · x}.
   *
   * @param x {@code [columns]}
   * @param y {@code [rows]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length or both are the same
   */
  public final void multiply(float[] x, float[] y, Workers workers) {
    multiplyRows(0, rows, x, y, workers);
  }

  /**
   * Computes some rows of {@code y = A · x}, so that a long product can show its progress.
   *
   * @param from first row
   * @param to one past the last row
   * @param x {@code [columns]}
   * @param y {@code [rows]}; overwritten from {@code from} to {@code to}
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length, both are the same, or the rows
   *     are none of this matrix
   */
  public final void multiplyRows(int from, int to, float[] x, float[] y, Workers workers) {
    Checks.length("x", x, columns, "[columns]");
    Checks.length("y", y, rows, "[rows]");
    Checks.distinct("x", x, "y", y);
    if (from < 0 || to > rows || from > to) {
      throw new IllegalArgumentException(
          "rows " + from + " to " + to + ", expected a range within 0 to " + rows);
    }
    Call call = calls.take();
    call.from = from;
    call.to = to;
    call.tileRows = tileRows();
    call.x = x;
    call.y = y;
    try {
      Workers used = storedFloats() < SHARED_FROM ? Workers.serial() : workers;
      used.run((to - from + call.tileRows - 1) / call.tileRows, call);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  private int tileRows() {
    double perRow = Math.max(1, (double) storedFloats() / rows);
    return rowStep() * (1 + (int) (TILE_FLOATS / perRow / rowStep()));
  }

  /** Rows that one kernel step takes; those of a tile are a multiple of them. */
  abstract int rowStep();

  /** Computes the rows from {@code from} to {@code to} of checked arrays. */
  abstract void rows(int from, int to, float[] x, float[] y, Scratch scratch);

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private int from;
    private int to;
    private int tileRows;
    private float[] x;
    private float[] y;

    @Override
    public void run(int tile, Scratch scratch) {
      int first = from + tile * tileRows;
      rows(first, Math.min(to, first + tileRows), x, y, scratch);
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      x = null;
      y = null;
    }
  }
}
