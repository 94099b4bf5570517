package io.github.lanewise.bench.lecture;

import io.github.lanewise.kernels.shape.Checks;

/**
 * A few numbers in rows, to be read one by one.
 *
 * @param rows number of rows
 * @param columns number of columns
 * @param values {@code [rows][columns]}; kept, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // read by index, never compared
public record Matrix(int rows, int columns, float[] values) {
  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if the array has another length
   */
  public Matrix {
    Checks.length("values", values, rows * columns, "[rows][columns]");
  }

  /** Rows of whole numbers. */
  static Matrix of(int columns, int... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values[i];
    }
    return new Matrix(values.length / columns, columns, floats);
  }

  /**
   * One number.
   *
   * @param row from 0
   * @param column from 0
   * @return the number
   */
  public float at(int row, int column) {
    return values[row * columns + column];
  }
}
