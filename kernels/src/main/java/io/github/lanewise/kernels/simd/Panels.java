package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * How a weight matrix {@code [depth][columns]} is packed for the register tiles: in panels of a few
 * vectors of columns, each {@code [depth][columns]}; the last panel has as many vectors as it
 * needs, filled up with zeros.
 */
public final class Panels {
  private final int depth;
  private final int columns;
  private final int panelColumns;

  /**
   * Panels of two vectors, the width that serves most shapes best.
   *
   * @param depth rows: kernel height · kernel width · input channels of a convolution
   * @param columns columns: output channels
   */
  public Panels(int depth, int columns) {
    this(depth, columns, 2);
  }

  /**
   * The panels of a matrix.
   *
   * @param depth rows: kernel height · kernel width · input channels of a convolution
   * @param columns columns: output channels
   * @param vectors vectors of a panel, at most {@link RegisterTiles#MAX_VECTORS}
   */
  public Panels(int depth, int columns, int vectors) {
    this.depth = depth;
    this.columns = columns;
    this.panelColumns = vectors * L;
  }

  /**
   * Number of panels.
   *
   * @return {@code ceil(columns / panel columns)}
   */
  public int count() {
    return (columns + panelColumns - 1) / panelColumns;
  }

  /**
   * First column of a panel.
   *
   * @param panel its number
   * @return a column
   */
  public int column(int panel) {
    return panel * panelColumns;
  }

  /**
   * Columns of a full panel.
   *
   * @return whole vectors
   */
  public int panelColumns() {
    return panelColumns;
  }

  /**
   * Columns of a panel.
   *
   * @param panel its number
   * @return at most those of a full panel
   */
  public int width(int panel) {
    return Math.min(panelColumns, columns - column(panel));
  }

  /**
   * Vectors that hold a panel's columns.
   *
   * @param panel its number
   * @return at least 1
   */
  public int vectors(int panel) {
    return Simd.vectors(width(panel));
  }

  /**
   * Distance between the rows of a panel.
   *
   * @param panel its number
   * @return floats, a multiple of a vector's
   */
  public int step(int panel) {
    return vectors(panel) * L;
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
    int step = step(panel);
    int from = at + column(panel);
    if (width == step && width % (2 * L) == 0) {
      for (int c = 0; c < width; c += 2 * L) {
        packTwoVectors(depth, matrix, from + c, rowStep, packed, packedAt + c, step);
      }
      return;
    }
    int to = packedAt;
    for (int row = 0; row < depth; row++, from += rowStep, to += step) {
      System.arraycopy(matrix, from, packed, to, width);
      Arrays.fill(packed, to + width, to + step, 0);
    }
  }

  /** Two columns of vectors; a call for every 32 floats takes longer than the copy. */
  private static void packTwoVectors(
      int depth, float[] matrix, int from, int rowStep, float[] packed, int to, int step) {
    for (int row = 0; row < depth; row++, from += rowStep, to += step) {
      FloatVector.fromArray(FLOATS, matrix, from).intoArray(packed, to);
      FloatVector.fromArray(FLOATS, matrix, from + L).intoArray(packed, to + L);
    }
  }
}
