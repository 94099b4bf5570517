package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * Transposes matrices of a few lines, such as the red, green and blue plane of a picture, to pixels
 * and back. A block is as many elements of each line as there are lanes. A vector of the result
 * takes its lanes from the first two vectors of the block, then from one more at a time.
 */
public final class Weaving {
  /** Lines up to which this pays: the work of a vector grows with their number. */
  public static final int MOST_LINES = 4;

  private final int lines;
  private final boolean rows;

  /**
   * {@code [result][source][lane]}: the lane of what is there so far, or, from L on, of the source.
   */
  private final float[] table;

  /**
   * A transposition.
   *
   * @param lines rows or columns of the matrix, at least 1
   * @param rows whether they are rows, which become pixels; else columns
   */
  public Weaving(int lines, boolean rows) {
    this.lines = lines;
    this.rows = rows;
    table = new float[lines * lines * L];
    for (int result = 0; result < lines; result++) {
      for (int lane = 0; lane < L; lane++) {
        int element = rows ? result * L + lane : lane * lines + result;
        int source = rows ? element % lines : element / L;
        int sourceLane = rows ? element / lines : element % L;
        for (int s = 1; s < lines; s++) {
          boolean first = s == 1 && source == 0;
          table[(result * lines + s) * L + lane] =
              source == s ? L + sourceLane : first ? sourceLane : lane;
        }
      }
    }
  }

  /**
   * Transposes some elements of each line.
   *
   * @param first the first of them
   * @param end one past the last
   * @param length elements of a line
   * @param from matrix
   * @param at index of its first element
   * @param to result; overwritten
   * @param toAt index of its first element
   */
  public void run(int first, int end, int length, float[] from, int at, float[] to, int toAt) {
    int i = first;
    for (; i <= end - L; i += L) {
      if (rows) {
        block(from, at + i, length, to, toAt + i * lines, L);
      } else {
        block(from, at + i * lines, L, to, toAt + i, length);
      }
    }
    for (; i < end; i++) {
      for (int line = 0; line < lines; line++) {
        int alone = line * length + i;
        int woven = i * lines + line;
        to[toAt + (rows ? woven : alone)] = from[at + (rows ? alone : woven)];
      }
    }
  }

  private void block(float[] from, int at, int step, float[] to, int toAt, int toStep) {
    for (int result = 0; result < lines; result++) {
      FloatVector lanes = FloatVector.fromArray(FLOATS, from, at);
      for (int s = 1; s < lines; s++) {
        lanes =
            FloatVector.fromArray(FLOATS, table, (result * lines + s) * L)
                .selectFrom(lanes, FloatVector.fromArray(FLOATS, from, at + s * step));
      }
      lanes.intoArray(to, toAt + result * toStep);
    }
  }
}
