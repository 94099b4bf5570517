package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax of {@code L} short rows at once: the rows are copied so that the lanes run along them,
 * one vector for each class.
 */
public final class SoftmaxBlock {
  private SoftmaxBlock() {}

  /**
   * Computes {@link SoftmaxRow#run} or {@link SoftmaxRow#log} for {@code L} rows.
   *
   * @param log whether the logarithm is wanted
   * @param x input
   * @param y output, may be {@code x}; overwritten
   * @param at index of the first row in both
   * @param classes values of a row
   * @param lanes {@code L} floats to work in
   * @param block {@code classes · L} floats to work in
   * @param exponentials as many, another array
   * @return false, and nothing computed, if a value may be NaN or infinite
   */
  public static boolean run(
      boolean log,
      float[] x,
      float[] y,
      int at,
      int classes,
      float[] lanes,
      float[] block,
      float[] exponentials) {
    copyIn(x, at, classes, block);
    if (!subtractMaxima(block, classes)) {
      return false;
    }
    SoftmaxRow.exponentials(block, 0, classes * L, 0, exponentials, 0);
    SoftmaxRow.sums(exponentials, 0, classes * L, lanes);
    perRow(log, lanes);
    float[] result = log ? block : exponentials;
    if (log) {
      subtract(block, classes, lanes);
    } else {
      multiply(exponentials, classes, lanes);
    }
    copyOut(result, classes, y, at);
    return true;
  }

  // Loops of their own: C2 would compile the long method while it is in one of them, without having
  // seen the vectors that follow, and keep those as objects.

  private static void copyIn(float[] x, int at, int classes, float[] block) {
    for (int c = 0; c < classes; c++) {
      int from = at + c;
      for (int row = 0; row < L; row++) {
        block[c * L + row] = x[from];
        from += classes;
      }
    }
  }

  private static void copyOut(float[] block, int classes, float[] y, int at) {
    for (int c = 0; c < classes; c++) {
      int to = at + c;
      for (int row = 0; row < L; row++) {
        y[to] = block[c * L + row];
        to += classes;
      }
    }
  }

  /** What each row is multiplied by, or what its logarithm is less. */
  private static void perRow(boolean log, float[] lanes) {
    for (int row = 0; row < L; row++) {
      double sum = lanes[row];
      lanes[row] = (float) (log ? Math.log(sum / SoftmaxRow.SCALE) : 1 / sum);
    }
  }

  /** Subtracts the largest value of each row; false if one is no finite number. */
  private static boolean subtractMaxima(float[] block, int classes) {
    FloatVector max = FloatVector.fromArray(FLOATS, block, 0);
    FloatVector sum = max;
    for (int at = L; at < classes * L; at += L) {
      FloatVector value = FloatVector.fromArray(FLOATS, block, at);
      sum = sum.add(value);
      max = max.blend(value, max.compare(VectorOperators.LT, value));
    }
    sum = sum.sub(sum);
    if (sum.compare(VectorOperators.NE, 0).anyTrue()) {
      return false;
    }
    for (int at = 0; at < classes * L; at += L) {
      FloatVector.fromArray(FLOATS, block, at).sub(max).intoArray(block, at);
    }
    return true;
  }

  private static void subtract(float[] block, int classes, float[] lanes) {
    FloatVector each = FloatVector.fromArray(FLOATS, lanes, 0);
    for (int at = 0; at < classes * L; at += L) {
      FloatVector.fromArray(FLOATS, block, at).sub(each).intoArray(block, at);
    }
  }

  private static void multiply(float[] block, int classes, float[] lanes) {
    FloatVector each = FloatVector.fromArray(FLOATS, lanes, 0);
    for (int at = 0; at < classes * L; at += L) {
      FloatVector.fromArray(FLOATS, block, at).mul(each).intoArray(block, at);
    }
  }
}
