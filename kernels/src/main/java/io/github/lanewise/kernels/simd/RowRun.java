package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/** Short rows copied so that they follow each other; a call for each would take longer. */
public final class RowRun {
  private RowRun() {}

  /**
   * Copies rows: {@code to[toAt + r · length + i] = from[at + r · step + i]}.
   *
   * @param rows rows
   * @param length values of a row
   * @param from where they lie
   * @param at index of the first
   * @param step distance between them
   * @param to overwritten
   * @param toAt index of the first
   */
  public static void run(
      int rows, int length, float[] from, int at, int step, float[] to, int toAt) {
    if (length < L) {
      for (int r = 0; r < rows; r++) {
        System.arraycopy(from, at + r * step, to, toAt + r * length, length);
      }
      return;
    }
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < length; i += L) {
        int c = Math.min(i, length - L); // the last vector ends with the row
        FloatVector.fromArray(FLOATS, from, at + r * step + c).intoArray(to, toAt + r * length + c);
      }
    }
  }
}
