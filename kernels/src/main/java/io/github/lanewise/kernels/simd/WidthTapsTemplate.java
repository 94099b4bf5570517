package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.INTS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * Rows of outputs of a single-channel convolution with stride 1 along the width. The lanes run
 * along the row, the weights stay in registers.
 *
 * <p>One source serves every shape: {@link WidthRows} defines this class once for each as a hidden
 * class in which the fields of {@link Kind} are constants.
 */
final class WidthTapsTemplate implements WidthTaps {
  /**
   * What distinguishes one from another.
   *
   * @param tapRows rows of taps
   * @param tapColumns taps of a row; {@code tapRows · tapColumns} is 1 to 9
   * @param tapRowStep distance in the input between rows of taps
   * @param tapStep distance in the input between taps of a row
   * @param count outputs of a row, at least {@code L}
   * @param xStep distance in the input between the windows of one row and the next
   * @param yStep distance in the output from row to row
   * @param relu whether negative results become 0
   */
  record Kind(
      int tapRows,
      int tapColumns,
      int tapRowStep,
      int tapStep,
      int count,
      int xStep,
      int yStep,
      boolean relu) {
    Kind withRelu() {
      return new Kind(tapRows, tapColumns, tapRowStep, tapStep, count, xStep, yStep, true);
    }
  }

  private static final int TAP_ROWS;
  private static final int TAP_COLUMNS;
  private static final int TAP_ROW_STEP;
  private static final int TAP_STEP;
  private static final int COUNT;
  private static final int X_STEP;
  private static final int Y_STEP;
  private static final boolean RELU;

  static {
    Kind kind = Templates.kind(MethodHandles.lookup(), Kind.class);
    TAP_ROWS = kind.tapRows();
    TAP_COLUMNS = kind.tapColumns();
    TAP_ROW_STEP = kind.tapRowStep();
    TAP_STEP = kind.tapStep();
    COUNT = kind.count();
    X_STEP = kind.xStep();
    Y_STEP = kind.yStep();
    RELU = kind.relu();
  }

  private static final int TAPS = TAP_ROWS * TAP_COLUMNS;

  /** Outputs of a row in whole vectors. */
  private static final int WHOLE = Simd.vectors(COUNT) * L;

  /**
   * Whether the taps of a row are taken out of one run of vectors, each of which is loaded once.
   * With 512 bits every load crosses a cache line, and two-vector permutations are one instruction.
   */
  private static final boolean SHARED =
      L == 16
          && TAP_ROWS <= 3
          && (TAP_COLUMNS == 2 || TAP_COLUMNS == 3)
          && (TAP_COLUMNS - 1) * TAP_STEP <= L;

  @Override
  public void run(int rows, float[] x, int xAt, float[] w, float[] y, int yAt, float bias) {
    int shared = SHARED ? sharedRows(rows, x.length - xAt) : 0;
    if (shared > 0) {
      shared(shared, x, xAt, w, y, yAt, bias);
    }
    exact(rows - shared, x, xAt + shared * X_STEP, w, y, yAt + shared * Y_STEP, bias);
  }

  /**
   * Rows that may be written in whole vectors, because another row follows and overwrites what is
   * beyond the end, and whose vectors, and those behind them, lie within the input.
   *
   * @param length floats of the input from the first tap on
   */
  private static int sharedRows(int rows, int length) {
    int space = length - (TAP_ROWS - 1) * TAP_ROW_STEP - WHOLE - L;
    return space < 0 ? 0 : Math.min(rows - 1, space / X_STEP + 1);
  }

  /** Rows in whole vectors. */
  private static void shared(
      int rows, float[] x, int xAt, float[] w, float[] y, int yAt, float bias) {
    FloatVector w00 = FloatVector.broadcast(FLOATS, w[0]);
    FloatVector w01 = FloatVector.broadcast(FLOATS, w[1]);
    FloatVector w02 = FloatVector.broadcast(FLOATS, TAP_COLUMNS > 2 ? w[2] : 0);
    FloatVector w10 = FloatVector.broadcast(FLOATS, TAP_ROWS > 1 ? w[TAP_COLUMNS] : 0);
    FloatVector w11 = FloatVector.broadcast(FLOATS, TAP_ROWS > 1 ? w[TAP_COLUMNS + 1] : 0);
    FloatVector w12 =
        FloatVector.broadcast(FLOATS, TAP_ROWS > 1 && TAP_COLUMNS > 2 ? w[TAP_COLUMNS + 2] : 0);
    FloatVector w20 = FloatVector.broadcast(FLOATS, TAP_ROWS > 2 ? w[2 * TAP_COLUMNS] : 0);
    FloatVector w21 = FloatVector.broadcast(FLOATS, TAP_ROWS > 2 ? w[2 * TAP_COLUMNS + 1] : 0);
    FloatVector w22 =
        FloatVector.broadcast(FLOATS, TAP_ROWS > 2 && TAP_COLUMNS > 2 ? w[2 * TAP_COLUMNS + 2] : 0);
    FloatVector b = FloatVector.broadcast(FLOATS, bias);
    IntVector second = IntVector.zero(INTS).addIndex(1).add(TAP_STEP);
    IntVector third = second.add(TAP_STEP);
    for (int row = 0; row < rows; row++) {
      int xRow = xAt + row * X_STEP;
      int yRow = yAt + row * Y_STEP;
      IntVector here0 = bits(x, xRow);
      IntVector here1 = TAP_ROWS > 1 ? bits(x, xRow + TAP_ROW_STEP) : here0;
      IntVector here2 = TAP_ROWS > 2 ? bits(x, xRow + 2 * TAP_ROW_STEP) : here0;
      for (int i = 0; i < WHOLE; i += L) {
        int at = xRow + i + L;
        IntVector next0 = bits(x, at);
        FloatVector sum = here0.reinterpretAsFloats().fma(w00, b);
        sum = second.selectFrom(here0, next0).reinterpretAsFloats().fma(w01, sum);
        if (TAP_COLUMNS > 2) {
          sum = third.selectFrom(here0, next0).reinterpretAsFloats().fma(w02, sum);
        }
        here0 = next0;
        if (TAP_ROWS > 1) {
          IntVector next = bits(x, at + TAP_ROW_STEP);
          sum = here1.reinterpretAsFloats().fma(w10, sum);
          sum = second.selectFrom(here1, next).reinterpretAsFloats().fma(w11, sum);
          if (TAP_COLUMNS > 2) {
            sum = third.selectFrom(here1, next).reinterpretAsFloats().fma(w12, sum);
          }
          here1 = next;
        }
        if (TAP_ROWS > 2) {
          IntVector next = bits(x, at + 2 * TAP_ROW_STEP);
          sum = here2.reinterpretAsFloats().fma(w20, sum);
          sum = second.selectFrom(here2, next).reinterpretAsFloats().fma(w21, sum);
          if (TAP_COLUMNS > 2) {
            sum = third.selectFrom(here2, next).reinterpretAsFloats().fma(w22, sum);
          }
          here2 = next;
        }
        if (RELU) {
          sum = sum.blend(FloatVector.zero(FLOATS), sum.lt(0));
        }
        sum.intoArray(y, yRow + i);
      }
    }
  }

  private static IntVector bits(float[] x, int at) {
    return FloatVector.fromArray(FLOATS, x, at).reinterpretAsInts();
  }

  /** Rows to their last output and not beyond. */
  private static void exact(
      int rows, float[] x, int xAt, float[] w, float[] y, int yAt, float bias) {
    FloatVector w0 = FloatVector.broadcast(FLOATS, w[0]);
    FloatVector w1 = FloatVector.broadcast(FLOATS, TAPS > 1 ? w[1] : 0);
    FloatVector w2 = FloatVector.broadcast(FLOATS, TAPS > 2 ? w[2] : 0);
    FloatVector w3 = FloatVector.broadcast(FLOATS, TAPS > 3 ? w[3] : 0);
    FloatVector w4 = FloatVector.broadcast(FLOATS, TAPS > 4 ? w[4] : 0);
    FloatVector w5 = FloatVector.broadcast(FLOATS, TAPS > 5 ? w[5] : 0);
    FloatVector w6 = FloatVector.broadcast(FLOATS, TAPS > 6 ? w[6] : 0);
    FloatVector w7 = FloatVector.broadcast(FLOATS, TAPS > 7 ? w[7] : 0);
    FloatVector w8 = FloatVector.broadcast(FLOATS, TAPS > 8 ? w[8] : 0);
    FloatVector b = FloatVector.broadcast(FLOATS, bias);
    for (int row = 0; row < rows; row++) {
      int xRow = xAt + row * X_STEP;
      int yRow = yAt + row * Y_STEP;
      for (int next = 0; next < COUNT; next += L) {
        int i = Math.min(next, COUNT - L); // the last vector is moved back to end with the row
        int at = xRow + i;
        FloatVector sum = FloatVector.fromArray(FLOATS, x, at).fma(w0, b);
        if (TAPS > 1) {
          sum = FloatVector.fromArray(FLOATS, x, at + offset(1)).fma(w1, sum);
        }
        if (TAPS > 2) {
          sum = FloatVector.fromArray(FLOATS, x, at + offset(2)).fma(w2, sum);
        }
        if (TAPS > 3) {
          sum = FloatVector.fromArray(FLOATS, x, at + offset(3)).fma(w3, sum);
        }
        if (TAPS > 4) {
          sum = FloatVector.fromArray(FLOATS, x, at + offset(4)).fma(w4, sum);
        }
        if (TAPS > 5) {
          sum = FloatVector.fromArray(FLOATS, x, at + offset(5)).fma(w5, sum);
        }
        if (TAPS > 6) {
          sum = FloatVector.fromArray(FLOATS, x, at + offset(6)).fma(w6, sum);
        }
        if (TAPS > 7) {
          sum = FloatVector.fromArray(FLOATS, x, at + offset(7)).fma(w7, sum);
        }
        if (TAPS > 8) {
          sum = FloatVector.fromArray(FLOATS, x, at + offset(8)).fma(w8, sum);
        }
        if (RELU) {
          sum = sum.blend(FloatVector.zero(FLOATS), sum.lt(0));
        }
        sum.intoArray(y, yRow + i);
      }
    }
  }

  private static int offset(int tap) {
    return tap / TAP_COLUMNS * TAP_ROW_STEP + tap % TAP_COLUMNS * TAP_STEP;
  }
}
