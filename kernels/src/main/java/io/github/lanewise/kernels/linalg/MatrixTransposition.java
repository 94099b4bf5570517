package io.github.lanewise.kernels.linalg;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.Transposition;

/**
 * Matrices of one size turned: rows become columns.
 *
 * <p>Immutable and free of buffers: one instance serves any number of threads, and calls allocate
 * nothing once warm.
 */
public final class MatrixTransposition {
  /** Columns of a tile, a multiple of a square's side. */
  private static final int TILE_COLUMNS = 256;

  /** Elements from which a second thread pays: about 4 µs of work, twice the hand-over. */
  private static final int SHARED_FROM = 1 << 14;

  private final int rows;
  private final int columns;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private MatrixTransposition(int rows, int columns) {
    this.rows = Checks.atLeast(1, "rows", rows);
    this.columns = Checks.atLeast(1, "columns", columns);
    Checks.elements("the matrix", rows, columns);
  }

  /**
   * The transposition of one size.
   *
   * @param rows rows of what is turned, at least 1
   * @param columns its columns, at least 1
   * @return the transposition
   * @throws IllegalArgumentException if a size is below 1 or the matrix would be longer than a Java
   *     array
   */
  public static MatrixTransposition of(int rows, int columns) {
    return new MatrixTransposition(rows, columns);
  }

  /**
   * Turns a matrix.
   *
   * @param from {@code [rows][columns]}
   * @param to {@code [columns][rows]}; overwritten
   * @param workers threads to work on
   * @throws IllegalArgumentException if a matrix has another size or both are the same
   */
  public void run(float[] from, float[] to, Workers workers) {
    Checks.length("from", from, rows * columns, "[rows][columns]");
    Checks.length("to", to, rows * columns, "[columns][rows]");
    Checks.distinct("from", from, "to", to);
    Workers used = from.length < SHARED_FROM ? Workers.serial() : workers;
    Call call = calls.take();
    call.from = from;
    call.to = to;
    try {
      used.run(Math.ceilDiv(columns, TILE_COLUMNS), call);
    } finally {
      call.from = null;
      call.to = null;
      calls.give(call);
    }
  }

  /** The arguments of a call in progress; reused, so that calls allocate nothing. */
  private final class Call implements Workers.Task {
    private float[] from;
    private float[] to;

    /** Some columns. */
    @Override
    public void run(int tile, Scratch scratch) {
      int first = tile * TILE_COLUMNS;
      int count = Math.min(TILE_COLUMNS, columns - first);
      turn(rows, count, from, first, columns, to, first * rows, rows, scratch);
    }
  }

  /** {@code to[toAt + j · toStep + i] = from[at + i · step + j]}. */
  static void turn(
      int height,
      int width,
      float[] from,
      int at,
      int step,
      float[] to,
      int toAt,
      int toStep,
      Scratch scratch) {
    if (Lanes.vectorised()) {
      float[] square = scratch.floats(0, Transposition.SQUARE_FLOATS);
      Transposition.run(height, width, from, at, step, to, toAt, toStep, square, 0);
      return;
    }
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        to[toAt + j * toStep + i] = from[at + i * step + j];
      }
    }
  }
}
