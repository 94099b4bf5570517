package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.shape.Window;
import java.util.Arrays;

/**
 * Input rows in an order in which those that one tap reads for neighbouring outputs follow each
 * other, so that taps can share a packed copy: rows a stride apart form a phase, and taps whose
 * distance is a multiple of the stride read the same phase, some rows later. Rows that no tap reads
 * are left out.
 */
final class TapRows {
  private final int from;
  private final int[] at;
  private final int[] inputRows;

  /**
   * The rows that some taps read.
   *
   * @param from first tap
   * @param to one past the last
   * @param outputs neighbouring outputs
   */
  TapRows(Window window, int from, int to, int outputs) {
    this.from = from;
    at = new int[to - from];
    int stride = window.stride();
    int[] rows = new int[(to - from) * outputs];
    int count = 0;
    for (int phase = 0; phase < stride; phase++) {
      int start = count;
      for (int tap = from; tap < to; tap++) {
        int row = tap * window.dilation();
        if (row % stride == phase) {
          boolean shared = count > start && row <= rows[count - 1];
          int first = shared ? count - 1 - (rows[count - 1] - row) / stride : count;
          at[tap - from] = first;
          for (; count < first + outputs; count++) {
            rows[count] = row + (count - first) * stride;
          }
        }
      }
    }
    inputRows = Arrays.copyOf(rows, count);
  }

  /** First tap. */
  int from() {
    return from;
  }

  /** One past the last tap. */
  int to() {
    return from + at.length;
  }

  /** Number of rows. */
  int count() {
    return inputRows.length;
  }

  /** Which row of the input a row is, counted from the one under the first tap of output 0. */
  int inputRow(int row) {
    return inputRows[row];
  }

  /** The row that a tap reads for output 0. */
  int at(int tap) {
    return at[tap - from];
  }
}
