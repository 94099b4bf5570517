package io.github.lanewise.kernels.linalg;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.Transposition;
import io.github.lanewise.kernels.simd.Weaving;

/**
 * Matrices of one size turned: rows become columns. Pictures whose channels come last are turned
 * from those whose channels come first in this way, and back.
 *
 * <p>Immutable and free of buffers: one instance serves any number of threads, and calls allocate
 * nothing once warm.
 */
public final class MatrixTransposition {
  /** Columns of a tile, a multiple of a square's side. */
  private static final int TILE_COLUMNS = 256;

  /** Elements of a tile of few rows or columns, of which a thread reads long runs. */
  private static final int TILE_ELEMENTS = 1 << 13;

  /** Elements from which a second thread pays: about 4 µs of work, twice the hand-over. */
  private static final int SHARED_FROM = 1 << 14;

  private final int count;
  private final int rows;
  private final int columns;

  /** For few rows or columns; null for others. */
  private final Weaving weaving;

  /** Columns of a tile, or rows where columns are few. */
  private final int perTile;

  private final int tiles;
  private final Pool<Call> calls = new Pool<>(Call::new);

  private MatrixTransposition(int count, int rows, int columns) {
    this.count = Checks.atLeast(1, "count", count);
    this.rows = Checks.atLeast(1, "rows", rows);
    this.columns = Checks.atLeast(1, "columns", columns);
    Checks.elements("the matrices", count, rows, columns);
    int few = Math.min(rows, columns);
    boolean narrow = Lanes.vectorised() && few <= Weaving.MOST_LINES;
    weaving = narrow ? new Weaving(few, rows < columns) : null;
    perTile =
        narrow ? Math.ceilDiv(TILE_ELEMENTS, few * TILE_COLUMNS) * TILE_COLUMNS : TILE_COLUMNS;
    tiles = Math.ceilDiv(narrow ? Math.max(rows, columns) : columns, perTile);
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
    return of(1, rows, columns);
  }

  /**
   * The transposition of several matrices of one size, one behind the other.
   *
   * @param count matrices, at least 1
   * @param rows rows of each, at least 1
   * @param columns its columns, at least 1
   * @return the transposition
   * @throws IllegalArgumentException if a size is below 1 or the matrices would be longer than a
   *     Java array
   */
  public static MatrixTransposition of(int count, int rows, int columns) {
    return new MatrixTransposition(count, rows, columns);
  }

  /**
   * Turns the matrices.
   *
   * @param from {@code [count][rows][columns]}
   * @param to {@code [count][columns][rows]}; overwritten
   * @param workers threads to work on
   * @throws IllegalArgumentException if an array has another length or both are the same
   */
  public void run(float[] from, float[] to, Workers workers) {
    Checks.length("from", from, count * rows * columns, "[count][rows][columns]");
    Checks.length("to", to, count * rows * columns, "[count][columns][rows]");
    Checks.distinct("from", from, "to", to);
    Workers used = from.length < SHARED_FROM ? Workers.serial() : workers;
    Call call = calls.take();
    call.from = from;
    call.to = to;
    try {
      used.run(count * tiles, call);
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

    /** Some columns of a matrix, or rows where columns are few. */
    @Override
    public void run(int tile, Scratch scratch) {
      int at = tile / tiles * rows * columns;
      int first = tile % tiles * perTile;
      if (weaving != null) {
        int length = Math.max(rows, columns);
        weaving.run(first, Math.min(length, first + perTile), length, from, at, to, at);
        return;
      }
      int width = Math.min(perTile, columns - first);
      turn(rows, width, from, at + first, columns, to, at + first * rows, rows, scratch);
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
