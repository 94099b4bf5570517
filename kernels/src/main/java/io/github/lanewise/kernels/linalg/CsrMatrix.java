package io.github.lanewise.kernels.linalg;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.lanes.Scratch;
import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.simd.SparseRows;

/**
 * A sparse matrix as compressed sparse rows: the entries of row {@code i} are those from {@code
 * rowPointers[i]} to {@code rowPointers[i + 1]} in {@code columnIndices} and {@code values}, in
 * ascending order of their columns. (Saad: Iterative Methods for Sparse Linear Systems, section
 * 3.4.)
 */
public final class CsrMatrix extends Matrix {
  private final int[] rowPointers;
  private final int[] columnIndices;
  private final float[] values;

  private CsrMatrix(int rows, int columns, int[] rowPointers, int[] columnIndices, float[] values) {
    super(rows, columns);
    this.rowPointers = rowPointers;
    this.columnIndices = columnIndices;
    this.values = values;
  }

  /**
   * A matrix over the caller's arrays, which are kept, not copied: values may be changed between
   * products, the structure may not.
   *
   * @param rows rows, at least 1
   * @param columns columns, at least 1
   * @param rowPointers {@code [rows + 1]}, from 0 to the number of entries, never descending
   * @param columnIndices {@code [entries]}, ascending within each row
   * @param values {@code [entries]}
   * @return the matrix
   * @throws IllegalArgumentException if the arrays do not fit together; the message names the row
   */
  public static CsrMatrix of(
      int rows, int columns, int[] rowPointers, int[] columnIndices, float[] values) {
    CsrMatrix matrix = new CsrMatrix(rows, columns, rowPointers, columnIndices, values);
    matrix.check();
    return matrix;
  }

  /**
   * The entries of a dense matrix that are not 0.
   *
   * @param rows rows, at least 1
   * @param columns columns, at least 1
   * @param dense {@code [rows][columns]}
   * @return the matrix
   * @throws IllegalArgumentException if a size is below 1 or the array has another length
   */
  public static CsrMatrix fromDense(int rows, int columns, float[] dense) {
    Checks.atLeast(1, "rows", rows);
    Checks.atLeast(1, "columns", columns);
    Checks.length("dense", dense, Checks.elements("dense", rows, columns), "[rows][columns]");
    int entries = 0;
    for (float value : dense) {
      entries += value == 0 ? 0 : 1;
    }
    int[] rowPointers = new int[rows + 1];
    int[] columnIndices = new int[entries];
    float[] values = new float[entries];
    int k = 0;
    for (int at = 0; at < dense.length; at++) {
      if (dense[at] != 0) {
        columnIndices[k] = at % columns;
        values[k++] = dense[at];
      }
      rowPointers[at / columns + 1] = k;
    }
    return new CsrMatrix(rows, columns, rowPointers, columnIndices, values);
  }

  /**
   * A convolution written as a sparse matrix from the flattened input to the flattened output: the
   * second column of the lecture's cost table. Taps on padding have no entry; a weight of 0 has
   * one.
   *
   * @param shape the convolution, of batch 1
   * @param weights {@code [kernelHeight][kernelWidth][inChannels / groups][outChannels]}
   * @return {@code outputLength} rows and {@code inputLength} columns
   * @throws IllegalArgumentException if the batch is not 1, the weights have another length, or
   *     there would be more than 2³¹ − 1 entries
   */
  public static CsrMatrix fromConvolution(ConvShape shape, float[] weights) {
    return ConvolutionMatrix.of(shape, weights);
  }

  private void check() {
    if (rowPointers == null || rowPointers.length != rows() + 1) {
      throw new IllegalArgumentException(
          "rowPointers "
              + (rowPointers == null ? "is null" : "has " + rowPointers.length + " ints")
              + ", expected "
              + (rows() + 1)
              + " [rows + 1]");
    }
    if (columnIndices == null) {
      throw new IllegalArgumentException("columnIndices is null, expected [entries]");
    }
    Checks.length("values", values, columnIndices.length, "[entries], as columnIndices has");
    if (rowPointers[0] != 0 || rowPointers[rows()] != values.length) {
      throw new IllegalArgumentException(
          "rowPointers go from "
              + rowPointers[0]
              + " to "
              + rowPointers[rows()]
              + ", expected from 0 to the "
              + values.length
              + " entries");
    }
    for (int row = 0; row < rows(); row++) {
      if (rowPointers[row + 1] < rowPointers[row] || rowPointers[row + 1] > values.length) {
        throw new IllegalArgumentException(
            "row "
                + row
                + " goes from entry "
                + rowPointers[row]
                + " to "
                + rowPointers[row + 1]
                + ", expected an ascending range of the "
                + values.length
                + " entries");
      }
      int previous = -1;
      for (int k = rowPointers[row]; k < rowPointers[row + 1]; k++) {
        if (columnIndices[k] <= previous || columnIndices[k] >= columns()) {
          throw new IllegalArgumentException(
              "row "
                  + row
                  + " has column "
                  + columnIndices[k]
                  + " after "
                  + previous
                  + ", expected ascending columns below "
                  + columns());
        }
        previous = columnIndices[k];
      }
    }
  }

  /**
   * The same matrix with its zeros written out.
   *
   * @return a new array {@code [rows][columns]}
   * @throws IllegalArgumentException if it would be longer than a Java array
   */
  public float[] toDense() {
    float[] dense = new float[Checks.elements("the dense matrix", rows(), columns())];
    for (int row = 0; row < rows(); row++) {
      for (int k = rowPointers[row]; k < rowPointers[row + 1]; k++) {
        dense[row * columns() + columnIndices[k]] = values[k];
      }
    }
    return dense;
  }

  /**
   * Where each row's entries start, and at the end where the last row's end.
   *
   * @return {@code [rows + 1]}, the array itself
   */
  public int[] rowPointers() {
    return rowPointers;
  }

  /**
   * The column of each entry.
   *
   * @return {@code [entries]}, the array itself
   */
  public int[] columnIndices() {
    return columnIndices;
  }

  /**
   * The value of each entry.
   *
   * @return {@code [entries]}, the array itself
   */
  public float[] values() {
    return values;
  }

  @Override
  public long storedFloats() {
    return values.length;
  }

  /**
   * Memory that row pointers and column indices take.
   *
   * @return bytes
   */
  public long indexBytes() {
    return (long) Integer.BYTES * ((long) rowPointers.length + columnIndices.length);
  }

  @Override
  public long bytes() {
    return (long) Float.BYTES * values.length + indexBytes();
  }

  @Override
  public long multipliesAndAdds() {
    long operations = 0;
    for (int row = 0; row < rows(); row++) {
      operations += Math.max(0, 2L * (rowPointers[row + 1] - rowPointers[row]) - 1);
    }
    return operations;
  }

  @Override
  int rowStep() {
    return Lanes.floats();
  }

  @Override
  void rows(int from, int to, float[] x, float[] y, Scratch scratch) {
    if (Lanes.vectorised()) {
      SparseRows.run(
          from, to, rowPointers, columnIndices, values, x, y, scratch.floats(0, Lanes.floats()));
    } else {
      ReferenceLinalg.sparseRows(from, to, rowPointers, columnIndices, values, x, y);
    }
  }
}
