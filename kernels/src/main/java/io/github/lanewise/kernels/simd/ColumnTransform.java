package io.github.lanewise.kernels.simd;

/**
 * The arithmetic of minimal filtering along one dimension, F(4, r), on whole rows of pixels at a
 * time, which are contiguous. What fills no vector at the end of a row is done by a last vector
 * that overlaps the one before it.
 */
public interface ColumnTransform {
  /** Outputs of a column. */
  int OUTPUTS = 4;

  /** The most elements, {@code r + 3}, that fit the registers. */
  int MAX_ELEMENTS = 8;

  /**
   * The transform for a number of elements, or the sums of so many rows.
   *
   * @param elements 1 to {@link #MAX_ELEMENTS}
   * @return the transform
   */
  static ColumnTransform of(int elements) {
    return ColumnTransforms.of(elements);
  }

  /**
   * Computes {@code to[i] = Σ coefficients[first + k] · from[at + k · step + i]}: one element of
   * the transformed inputs.
   *
   * @param coefficients a row of Bᵀ
   * @param first the first one used
   * @param from inputs
   * @param at index of the first row
   * @param step distance between rows; as many are read as there are elements
   * @param to one row; overwritten
   * @param toAt index of its start
   * @param count values of a row
   */
  void sum(
      float[] coefficients,
      int first,
      float[] from,
      int at,
      int step,
      float[] to,
      int toAt,
      int count);

  /**
   * Multiplies products by Aᵀ: output {@code i} is the sum of the elements, each times the i-th
   * power of its point; the last element, at infinity, is added to the last output alone.
   *
   * @param points of all elements but the last; the first three are 0, 1 and −1
   * @param from products
   * @param at index of the row of the first element
   * @param step distance to the row of the next
   * @param to {@link #OUTPUTS} rows; overwritten
   * @param toAt index of the first row
   * @param toStep distance to the next
   * @param count values of a row
   * @param relu whether negative results become 0
   */
  void output(
      float[] points,
      float[] from,
      int at,
      int step,
      float[] to,
      int toAt,
      int toStep,
      int count,
      boolean relu);
}
