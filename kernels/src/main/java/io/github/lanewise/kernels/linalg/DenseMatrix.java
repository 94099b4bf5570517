package io.github.lanewise.kernels.linalg;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Pool;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.DenseColumns;
import io.github.lanewise.kernels.simd.DenseRows;

/**
 * A dense matrix {@code [rows][columns]} in one array, the caller's: changes to it are seen by the
 * next product.
 *
 * <p>{@link #multiply} sums along the rows, {@link #multiplyTransposed} along the columns: a dense
 * layer of one example with weights {@code [in][out]} is {@code y = xᵀ · W}.
 */
public final class DenseMatrix extends Matrix {
  /**
   * Columns of a tile of the transposed product: an eighth of them, but at least 1 KiB of each row,
   * which is long enough for the processor's prefetch, and at most 4 KiB of sums in the L1 cache.
   */
  private static final int MIN_TILE_COLUMNS = 256;

  private static final int MAX_TILE_COLUMNS = 1024;

  private final float[] values;
  private final int tileColumns;
  private final Pool<Transposed> calls = new Pool<>(Transposed::new);

  private DenseMatrix(int rows, int columns, float[] values) {
    super(rows, columns);
    Checks.length(
        "values", values, Checks.elements("the matrix", rows, columns), "[rows][columns]");
    this.values = values;
    this.tileColumns =
        Math.max(MIN_TILE_COLUMNS, Math.min(MAX_TILE_COLUMNS, columns / 8 / 64 * 64));
  }

  /**
   * A matrix over the caller's array.
   *
   * @param rows rows, at least 1
   * @param columns columns, at least 1
   * @param values {@code [rows][columns]}; kept, not copied
   * @return the matrix
   * @throws IllegalArgumentException if a size is below 1, there are more than 2³¹ − 1 elements (a
   *     {@link SegmentMatrix} can hold those), or the array has another length
   */
  public static DenseMatrix of(int rows, int columns, float[] values) {
    return new DenseMatrix(rows, columns, values);
  }

  /**
   * A convolution written as a dense matrix from the flattened input to the flattened output,
   * almost all of it zeros: the first column of the lecture's cost table.
   *
   * @param shape the convolution, of batch 1
   * @param weights {@code [kernelHeight][kernelWidth][inChannels / groups][outChannels]}
   * @return {@code outputLength} rows and {@code inputLength} columns
   * @throws IllegalArgumentException if the batch is not 1, the weights have another length, or the
   *     matrix would be longer than a Java array
   */
  public static DenseMatrix fromConvolution(ConvShape shape, float[] weights) {
    Checks.elements("the matrix", shape.outputLength(), shape.inputLength());
    CsrMatrix sparse = CsrMatrix.fromConvolution(shape, weights);
    return new DenseMatrix(sparse.rows(), sparse.columns(), sparse.toDense());
  }

  /**
   * The values.
   *
   * @return {@code [rows][columns]}, the array itself
   */
  public float[] values() {
    return values;
  }

  @Override
  public long storedFloats() {
    return values.length;
  }

  @Override
  public long bytes() {
    return (long) Float.BYTES * values.length;
  }

  @Override
  public long multipliesAndAdds() {
    return rows() * (2L * columns() - 1);
  }

  @Override
  int rowStep() {
    return DenseRows.ROWS;
  }

  @Override
  void rows(int from, int to, float[] x, float[] y, Scratch scratch) {
    if (Lanes.vectorised()) {
      DenseRows.run(from, to, columns(), values, x, y, scratch.floats(0, DenseRows.LANES));
    } else {
      ReferenceLinalg.denseRows(from, to, columns(), values, x, y);
    }
  }

  /**
   * Computes {@code y = xᵀ · A}: every column's dot product with {@code x}. The same bits come out
   * for any number of threads.
   *
   * @param x {@code [rows]}
   * @param y {@code [columns]}; overwritten
   * @param workers threads to compute on
   * @throws IllegalArgumentException if an array has another length or both are the same
   */
  public void multiplyTransposed(float[] x, float[] y, Workers workers) {
    Checks.length("x", x, rows(), "[rows]");
    Checks.length("y", y, columns(), "[columns]");
    Checks.distinct("x", x, "y", y);
    Transposed call = calls.take();
    call.x = x;
    call.y = y;
    try {
      Workers used = values.length < SHARED_FROM ? Workers.serial() : workers;
      used.run((columns() - 1) / tileColumns + 1, call);
    } finally {
      call.clear();
      calls.give(call);
    }
  }

  private void columns(int from, int to, float[] x, float[] y) {
    if (Lanes.vectorised()) {
      DenseColumns.run(from, to, rows(), columns(), values, x, y);
    } else {
      ReferenceLinalg.denseColumns(from, to, rows(), columns(), values, x, y);
    }
  }

  /** The arguments of a transposed product in progress. */
  private final class Transposed implements Workers.Task {
    private float[] x;
    private float[] y;

    @Override
    public void run(int tile, Scratch scratch) {
      int from = tile * tileColumns;
      columns(from, Math.min(columns(), from + tileColumns), x, y);
    }

    /** Lets go of the caller's arrays. */
    void clear() {
      x = null;
      y = null;
    }
  }
}
