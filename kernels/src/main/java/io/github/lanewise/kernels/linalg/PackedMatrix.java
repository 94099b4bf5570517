package io.github.lanewise.kernels.linalg;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.Panels;

/**
 * A matrix {@code [rows][columns]} in the order in which {@link Gemm} reads its right factor. Made
 * once, refilled by {@link #pack}, and read by any number of products of any number of rows, from
 * many threads at once.
 */
public final class PackedMatrix {
  private final int rows;
  private final int columns;
  private final float[] values;

  /** Null without vectors. */
  private final Panels panels;

  private Turning turning;

  private PackedMatrix(int rows, int columns) {
    this.rows = Checks.atLeast(1, "rows", rows);
    this.columns = Checks.atLeast(1, "columns", columns);
    Checks.elements("the matrix", rows, columns);
    panels = Lanes.vectorised() ? new Panels(rows, columns) : null;
    long floats = panels == null ? (long) rows * columns : panels.floats();
    if (floats > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the packed matrix would have "
              + floats
              + " elements, more than the 2147483647 of a Java array; multiply its columns in parts");
    }
    this.values = new float[(int) floats];
  }

  /**
   * A packed copy of a matrix.
   *
   * @param rows rows, at least 1
   * @param columns columns, at least 1
   * @param matrix {@code [rows][columns]}
   * @return the copy
   * @throws IllegalArgumentException if a size is below 1, the array has another length, or the
   *     copy would be longer than a Java array
   */
  public static PackedMatrix of(int rows, int columns, float[] matrix) {
    PackedMatrix packed = new PackedMatrix(rows, columns);
    packed.pack(matrix);
    return packed;
  }

  /**
   * Packs another matrix of the same size; allocates nothing.
   *
   * @param matrix {@code [rows][columns]}
   * @throws IllegalArgumentException if the array has another length
   */
  public void pack(float[] matrix) {
    Checks.length("matrix", matrix, rows * columns, "[rows][columns]");
    if (panels != null) {
      panels.pack(matrix, 0, columns, values, 0);
    } else {
      System.arraycopy(matrix, 0, values, 0, matrix.length);
    }
  }

  /**
   * A packed copy of the transpose of a matrix.
   *
   * @param rows rows of the transpose, at least 1
   * @param columns its columns, at least 1
   * @param matrix {@code [columns][rows]}
   * @param workers threads to work on
   * @return the copy
   * @throws IllegalArgumentException if a size is below 1, the array has another length, or the
   *     copy would be longer than a Java array
   */
  public static PackedMatrix ofTransposed(int rows, int columns, float[] matrix, Workers workers) {
    PackedMatrix packed = new PackedMatrix(rows, columns);
    packed.packTransposed(matrix, workers);
    return packed;
  }

  /**
   * Packs the transpose of another matrix; allocates nothing but, the first time, an object. For
   * one thread at a time.
   *
   * @param matrix {@code [columns][rows]}
   * @param workers threads to work on
   * @throws IllegalArgumentException if the array has another length
   */
  public void packTransposed(float[] matrix, Workers workers) {
    Checks.length("matrix", matrix, rows * columns, "[columns][rows]");
    if (turning == null) {
      turning = new Turning();
    }
    turning.matrix = matrix;
    try {
      workers.run(panels == null ? 1 : panels.count(), turning);
    } finally {
      turning.matrix = null; // lets go of the caller's array
    }
  }

  /** Turns a matrix panel by panel; without vectors all of it. */
  private final class Turning implements Workers.Task {
    private float[] matrix;

    @Override
    public void run(int tile, Scratch scratch) {
      if (panels == null) {
        MatrixTransposition.turn(columns, rows, matrix, 0, rows, values, 0, columns, scratch);
        return;
      }
      int height = panels.width(tile);
      int from = panels.column(tile) * rows;
      int step = panels.step(tile);
      // What fills up the last panel stays zero: nobody writes there.
      MatrixTransposition.turn(
          height, rows, matrix, from, rows, values, panels.at(tile), step, scratch);
    }
  }

  /**
   * Rows.
   *
   * @return at least 1
   */
  public int rows() {
    return rows;
  }

  /**
   * Columns.
   *
   * @return at least 1
   */
  public int columns() {
    return columns;
  }

  /**
   * Memory that the packed matrix takes.
   *
   * @return bytes
   */
  public long bytes() {
    return (long) Float.BYTES * values.length;
  }

  float[] values() {
    return values;
  }
}
