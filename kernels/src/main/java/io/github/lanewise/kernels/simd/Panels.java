package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.L;

import java.util.Arrays;

/**
 * How a weight matrix {@code [depth][columns]} is packed for the register tiles: in panels of
 * {@code 2 L} columns, each {@code [depth][2 L]}, filled up with zeros; a last panel of at most
 * {@code L} columns is {@code [depth][L]}.
 */
public final class Panels {
  private final int depth;
  private final int columns;

  /**
   * The panels of a matrix.
   *
   * @param depth rows: kernel height · kernel width · input channels of a convolution
   * @param columns columns: output channels
   */
  public Panels(int depth, int columns) {
    this.depth = depth;
    this.columns = columns;
  }

  /**
   * Number of panels.
   *
   * @return {@code ceil(columns / 2 L)}
   */
  public int count() {
    return (columns + 2 * L - 1) / (2 * L);
  }

  /**
   * First column of a panel.
   *
   * @param panel its number
   * @return a column
   */
  public int column(int panel) {
    return panel * 2 * L;
  }

  /**
   * Columns of a panel.
   *
   * @param panel its number
   * @return at most {@code 2 L}
   */
  public int width(int panel) {
    return Math.min(2 * L, columns - column(panel));
  }

  /**
   * Vectors that hold a panel's columns.
   *
   * @param panel its number
   * @return 1 or 2
   */
  public int vectors(int panel) {
    return Simd.vectors(width(panel));
  }

  /**
   * Where a panel starts.
   *
   * @param panel its number
   * @return an index into the packed array
   */
  public int at(int panel) {
    return column(panel) * depth;
  }

  /**
   * Floats of all panels.
   *
   * @return the length that the packed array needs, as a long to be checked before use
   */
  public long floats() {
    return (long) Simd.vectors(columns) * L * depth;
  }

  /**
   * Packs a matrix.
   *
   * @param matrix row-major
   * @param at index of its first element
   * @param rowStep distance between its rows
   * @param packed panels; overwritten
   * @param packedAt where the first panel starts
   */
  public void pack(float[] matrix, int at, int rowStep, float[] packed, int packedAt) {
    for (int panel = 0; panel < count(); panel++) {
      packPanel(panel, matrix, at, rowStep, packed, packedAt + at(panel));
    }
  }

  /**
   * Packs one panel of a matrix.
   *
   * @param panel its number
   * @param matrix row-major
   * @param at index of its first element
   * @param rowStep distance between its rows
   * @param packed overwritten from {@code packedAt}
   * @param packedAt where the panel starts
   */
  public void packPanel(
      int panel, float[] matrix, int at, int rowStep, float[] packed, int packedAt) {
    int width = width(panel);
    int step = vectors(panel) * L;
    int to = packedAt;
    for (int row = 0; row < depth; row++, to += step) {
      System.arraycopy(matrix, at + row * rowStep + column(panel), packed, to, width);
      Arrays.fill(packed, to + width, to + step, 0);
    }
  }
}
