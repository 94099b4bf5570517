package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax of many short rows at once, in groups of {@code L}: the rows of a group are copied so
 * that the lanes run along them, one vector for each class.
 *
 * <p>Every step is taken for all groups before the next one. The steps of one group wait for each
 * other, and a vector of values that were stored one by one has to wait until they have left the
 * store buffer; the steps of other groups fill that time.
 */
public final class SoftmaxBlock {
  /** Floats of a block: with input and output a third of the L1 cache. */
  private static final int BLOCK_FLOATS = 1024;

  /** The square root of a half: mantissas from there on keep their exponent. */
  private static final int ROOT_OF_HALF = 0x3f35_04f3;

  private static final int EXPONENT = 23;

  /** 1.5 · 2²³: a small integer added to its bits is added to the float. */
  private static final float ROUND = 12582912f;

  /** ln 2 in two parts, the first short enough that its product with an exponent is exact. */
  private static final float LN_2_HIGH = 355f / 512;

  private static final float LN_2_LOW = -2.1219444e-4f;

  /** The polynomial of Cephes' {@code logf} (Moshier 1992), highest power first. */
  private static final float[] LOG = {
    7.0376836e-2f,
    -1.151461e-1f,
    1.16769984e-1f,
    -1.2420141e-1f,
    1.4249323e-1f,
    -1.6668057e-1f,
    2.0000714e-1f,
    -2.4999994e-1f,
    3.333333e-1f
  };

  private SoftmaxBlock() {}

  /**
   * Groups of {@code L} rows that are best computed together.
   *
   * @param classes values of a row
   * @return at least 1
   */
  public static int groups(int classes) {
    return Math.max(1, BLOCK_FLOATS / (classes * L));
  }

  /**
   * Computes {@link SoftmaxRow#run} or {@link SoftmaxRow#log} for some groups of {@code L} rows.
   *
   * @param log whether the logarithm is wanted
   * @param x input
   * @param y output, may be {@code x}; overwritten
   * @param at index of the first row in both
   * @param groups groups of {@code L} rows
   * @param classes values of a row
   * @param lanes {@code groups · L} floats to work in
   * @param block {@code groups · classes · L} floats to work in
   * @param exponentials as many, another array
   * @return false, and nothing computed, if a value may be NaN or infinite
   */
  public static boolean run(
      boolean log,
      float[] x,
      float[] y,
      int at,
      int groups,
      int classes,
      float[] lanes,
      float[] block,
      float[] exponentials) {
    int group = classes * L;
    for (int g = 0; g < groups; g++) {
      copyIn(x, at + g * group, classes, block, g * group);
    }
    boolean finite = true;
    for (int g = 0; g < groups; g++) {
      finite &= subtractMaxima(block, g * group, classes);
    }
    if (!finite) {
      return false;
    }
    SoftmaxRow.exponentials(block, 0, groups * group, 0, exponentials, 0);
    for (int g = 0; g < groups; g++) {
      SoftmaxRow.sums(exponentials, g * group, group, lanes, g * L);
    }
    if (log) {
      logarithms(groups, lanes);
      for (int g = 0; g < groups; g++) {
        subtract(block, g * group, classes, lanes, g * L);
      }
    } else {
      reciprocals(groups, lanes);
      for (int g = 0; g < groups; g++) {
        multiply(exponentials, g * group, classes, lanes, g * L);
      }
    }
    float[] result = log ? block : exponentials;
    for (int g = 0; g < groups; g++) {
      copyOut(result, g * group, classes, y, at + g * group);
    }
    return true;
  }

  // Loops of their own: C2 would compile the long method while it is in one of them, without having
  // seen the vectors that follow, and keep those as objects.

  private static void copyIn(float[] x, int at, int classes, float[] block, int to) {
    for (int c = 0; c < classes; c++) {
      int from = at + c;
      for (int row = 0; row < L; row++) {
        block[to + c * L + row] = x[from];
        from += classes;
      }
    }
  }

  private static void copyOut(float[] block, int from, int classes, float[] y, int at) {
    for (int c = 0; c < classes; c++) {
      int to = at + c;
      for (int row = 0; row < L; row++) {
        y[to] = block[from + c * L + row];
        to += classes;
      }
    }
  }

  /** What each row is multiplied by. */
  private static void reciprocals(int groups, float[] lanes) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    for (int at = 0; at < groups * L; at += L) {
      one.div(FloatVector.fromArray(FLOATS, lanes, at)).intoArray(lanes, at);
    }
  }

  /** What the logarithm of each row is less: that of its sum, which is scaled and at least 1. */
  private static void logarithms(int groups, float[] lanes) {
    for (int at = 0; at < groups * L; at += L) {
      IntVector bits = FloatVector.fromArray(FLOATS, lanes, at).reinterpretAsInts();
      IntVector power = bits.sub(ROOT_OF_HALF).lanewise(VectorOperators.ASHR, EXPONENT);
      FloatVector m =
          bits.sub(power.lanewise(VectorOperators.LSHL, EXPONENT)).reinterpretAsFloats().sub(1);
      FloatVector n =
          power
              .add(Float.floatToRawIntBits(ROUND) - SoftmaxRow.SCALE_BITS)
              .reinterpretAsFloats()
              .sub(ROUND);
      FloatVector p = FloatVector.broadcast(FLOATS, LOG[0]);
      for (int i = 1; i < LOG.length; i++) {
        p = p.fma(m, FloatVector.broadcast(FLOATS, LOG[i]));
      }
      FloatVector square = m.mul(m);
      FloatVector low = n.mul(LN_2_LOW).add(p.mul(m).mul(square)).sub(square.mul(0.5f));
      n.fma(FloatVector.broadcast(FLOATS, LN_2_HIGH), m.add(low)).intoArray(lanes, at);
    }
  }

  /** Subtracts the largest value of each row; false if one is no finite number. */
  private static boolean subtractMaxima(float[] block, int from, int classes) {
    FloatVector max = FloatVector.fromArray(FLOATS, block, from);
    FloatVector sum = max;
    int to = from + classes * L;
    for (int at = from + L; at < to; at += L) {
      FloatVector value = FloatVector.fromArray(FLOATS, block, at);
      sum = sum.add(value);
      max = max.blend(value, max.compare(VectorOperators.LT, value));
    }
    sum = sum.sub(sum);
    if (sum.compare(VectorOperators.NE, 0).anyTrue()) {
      return false;
    }
    for (int at = from; at < to; at += L) {
      FloatVector.fromArray(FLOATS, block, at).sub(max).intoArray(block, at);
    }
    return true;
  }

  private static void subtract(float[] block, int from, int classes, float[] lanes, int lanesAt) {
    FloatVector each = FloatVector.fromArray(FLOATS, lanes, lanesAt);
    for (int at = from; at < from + classes * L; at += L) {
      FloatVector.fromArray(FLOATS, block, at).sub(each).intoArray(block, at);
    }
  }

  private static void multiply(float[] block, int from, int classes, float[] lanes, int lanesAt) {
    FloatVector each = FloatVector.fromArray(FLOATS, lanes, lanesAt);
    for (int at = from; at < from + classes * L; at += L) {
      FloatVector.fromArray(FLOATS, block, at).mul(each).intoArray(block, at);
    }
  }
}
