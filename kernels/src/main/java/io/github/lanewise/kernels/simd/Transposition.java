package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * Transposes matrices square by square, with as many rows as lanes. Weaving row {@code i} of a
 * square with row {@code i + L / 2} rotates the bits of an element's row and column number by one;
 * after as many steps as a column number has bits they are exchanged.
 *
 * <p>The first step reads all rows of a square by vectors, so that many lines of memory are on
 * their way at a time, and the last one stores whole rows of the result.
 */
public final class Transposition {
  private static final int STEPS = Integer.numberOfTrailingZeros(L);

  /** Floats of the array that a square goes through: what two steps leave. */
  public static final int SQUARE_FLOATS = 2 * L * L;

  /** Which lanes of two vectors, one behind the other, alternate in the lower half... */
  private static final float[] LOWER = weave(0);

  /** ...and in the upper half of both. */
  private static final float[] UPPER = weave(L / 2);

  private Transposition() {}

  private static float[] weave(int from) {
    float[] lanes = new float[L];
    for (int i = 0; i < L; i++) {
      lanes[i] = from + i / 2 + i % 2 * L;
    }
    return lanes;
  }

  /**
   * Transposes: {@code to[toAt + j · toStep + i] = from[at + i · step + j]}.
   *
   * @param rows rows
   * @param columns columns
   * @param from matrix, row-major
   * @param at index of its first element
   * @param step distance between its rows
   * @param to result, row-major; overwritten
   * @param toAt index of its first element
   * @param toStep distance between its rows
   * @param square array with {@link #SQUARE_FLOATS} to work in
   * @param squareAt index of the first of them
   */
  public static void run(
      int rows,
      int columns,
      float[] from,
      int at,
      int step,
      float[] to,
      int toAt,
      int toStep,
      float[] square,
      int squareAt) {
    int row = 0;
    for (; row <= rows - L; row += L) {
      int rowAt = at + row * step;
      int column = 0;
      for (; column <= columns - L; column += L) {
        square(
            from, rowAt + column, step, to, toAt + column * toStep + row, toStep, square, squareAt);
      }
      scalars(
          L,
          columns - column,
          from,
          rowAt + column,
          step,
          to,
          toAt + column * toStep + row,
          toStep);
    }
    scalars(rows - row, columns, from, at + row * step, step, to, toAt + row, toStep);
  }

  private static void square(
      float[] from,
      int at,
      int step,
      float[] to,
      int toAt,
      int toStep,
      float[] square,
      int squareAt) {
    int other = squareAt + L * L;
    weave(from, at, step, square, squareAt, L);
    int now = squareAt;
    int next = other;
    for (int i = 2; i < STEPS; i++) {
      weave(square, now, L, square, next, L);
      int swap = now;
      now = next;
      next = swap;
    }
    weave(square, now, L, to, toAt, toStep);
  }

  /** One step. */
  private static void weave(float[] from, int at, int step, float[] to, int toAt, int toStep) {
    FloatVector lower = FloatVector.fromArray(FLOATS, LOWER, 0);
    FloatVector upper = FloatVector.fromArray(FLOATS, UPPER, 0);
    for (int i = 0; i < L / 2; i++) {
      FloatVector a = FloatVector.fromArray(FLOATS, from, at + i * step);
      FloatVector b = FloatVector.fromArray(FLOATS, from, at + (i + L / 2) * step);
      lower.selectFrom(a, b).intoArray(to, toAt + 2 * i * toStep);
      upper.selectFrom(a, b).intoArray(to, toAt + (2 * i + 1) * toStep);
    }
  }

  private static void scalars(
      int rows, int columns, float[] from, int at, int step, float[] to, int toAt, int toStep) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        to[toAt + j * toStep + i] = from[at + i * step + j];
      }
    }
  }
}
