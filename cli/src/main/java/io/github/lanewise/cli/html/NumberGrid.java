package io.github.lanewise.cli.html;

import io.github.lanewise.bench.lecture.Matrix;
import io.github.lanewise.bench.lecture.Worked;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers in rows, some of them marked.
 *
 * @param description what it shows
 * @param rows the rows
 */
public record NumberGrid(String description, List<List<Cell>> rows) {
  /**
   * A number.
   *
   * @param text the number
   * @param mark how it is marked: {@code ""}, {@code "window"}, {@code "pad"}, or both
   */
  public record Cell(String text, String mark) {}

  /** Keeps the lists. */
  public NumberGrid {
    rows = rows.stream().map(List::copyOf).toList();
  }

  /**
   * A matrix without marks.
   *
   * @param description what it shows
   * @param matrix the numbers
   * @return the grid
   */
  public static NumberGrid of(String description, Matrix matrix) {
    return marked(description, matrix, -1, -1);
  }

  /**
   * A matrix with one number marked.
   *
   * @param description what it shows
   * @param matrix the numbers
   * @param row row of the marked one
   * @param column its column
   * @return the grid
   */
  public static NumberGrid marked(String description, Matrix matrix, int row, int column) {
    List<List<Cell>> rows = new ArrayList<>();
    for (int i = 0; i < matrix.rows(); i++) {
      List<Cell> cells = new ArrayList<>();
      for (int j = 0; j < matrix.columns(); j++) {
        cells.add(new Cell(Show.number(matrix.at(i, j)), i == row && j == column ? "window" : ""));
      }
      rows.add(cells);
    }
    return new NumberGrid(description, rows);
  }

  /**
   * The input of a worked convolution with its padding, the taps of the output that is taken apart
   * marked.
   *
   * @param worked the convolution
   * @return the grid
   */
  public static NumberGrid input(Worked worked) {
    Matrix input = worked.input();
    int padding = worked.padding();
    List<List<Cell>> rows = new ArrayList<>();
    for (int i = -padding; i < input.rows() + padding; i++) {
      List<Cell> cells = new ArrayList<>();
      for (int j = -padding; j < input.columns() + padding; j++) {
        boolean inside = i >= 0 && i < input.rows() && j >= 0 && j < input.columns();
        int row = i;
        int column = j;
        boolean tap =
            worked.products().stream().anyMatch(p -> p.row() == row && p.column() == column);
        cells.add(
            new Cell(
                inside ? Show.number(input.at(i, j)) : "0",
                ((inside ? "" : "pad ") + (tap ? "window" : "")).strip()));
      }
      rows.add(cells);
    }
    return new NumberGrid("input", rows);
  }
}
