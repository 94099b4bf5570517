package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;

/**
 * Transposes matrices square by square: read along rows into a small array, from which whole rows
 * of the result are copied. Its lines lie an odd number apart, so they share no set of the cache,
 * as those of both matrices would, and the distance is a constant.
 */
public final class Transposition {
  private static final int SIDE = 16;
  private static final int STEP = SIDE + 1;

  /** Floats of the array that a square goes through. */
  public static final int SQUARE_FLOATS = SIDE * STEP;

  private Transposition() {}

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
    for (int row = 0; row < rows; row += SIDE) {
      int height = Math.min(SIDE, rows - row);
      for (int column = 0; column < columns; column += SIDE) {
        int width = Math.min(SIDE, columns - column);
        for (int i = 0; i < height; i++) {
          turn(width, from, at + (row + i) * step + column, square, squareAt + i);
        }
        store(height, width, square, squareAt, to, toAt + column * toStep + row, toStep);
      }
    }
  }

  private static void store(
      int height, int width, float[] square, int at, float[] to, int toAt, int toStep) {
    if (height == SIDE) {
      for (int j = 0; j < width; j++) {
        for (int i = 0; i < SIDE; i += L) {
          FloatVector.fromArray(FLOATS, square, at + j * STEP + i)
              .intoArray(to, toAt + j * toStep + i);
        }
      }
    } else {
      for (int j = 0; j < width; j++) {
        System.arraycopy(square, at + j * STEP, to, toAt + j * toStep, height);
      }
    }
  }

  /** Writes a row of a square as a column; as a loop it takes three times as long. */
  private static void turn(int width, float[] from, int at, float[] square, int i) {
    if (width == SIDE) {
      square[i] = from[at];
      square[i + STEP] = from[at + 1];
      square[i + 2 * STEP] = from[at + 2];
      square[i + 3 * STEP] = from[at + 3];
      square[i + 4 * STEP] = from[at + 4];
      square[i + 5 * STEP] = from[at + 5];
      square[i + 6 * STEP] = from[at + 6];
      square[i + 7 * STEP] = from[at + 7];
      square[i + 8 * STEP] = from[at + 8];
      square[i + 9 * STEP] = from[at + 9];
      square[i + 10 * STEP] = from[at + 10];
      square[i + 11 * STEP] = from[at + 11];
      square[i + 12 * STEP] = from[at + 12];
      square[i + 13 * STEP] = from[at + 13];
      square[i + 14 * STEP] = from[at + 14];
      square[i + 15 * STEP] = from[at + 15];
    } else {
      for (int j = 0; j < width; j++) {
        square[j * STEP + i] = from[at + j];
      }
    }
  }
}
