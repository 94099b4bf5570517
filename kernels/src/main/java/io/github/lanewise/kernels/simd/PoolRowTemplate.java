package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Windows of {@code ROWS} by {@code COLUMNS} taps at every pixel of a row, two vectors of channels
 * at a time. Each column of taps is summarised once and kept in registers for the two or three
 * windows that share it.
 *
 * <p>One source serves every size: {@link PoolRows} defines this class once for each as a hidden
 * class in which the fields of {@link Kind} are constants.
 *
 * <p>The vector maximum of the Vector API is six instructions on x86, for the sake of NaN and −0. A
 * compare and a blend are two, but lose NaN; so all inputs are added up, too, and a sum that is no
 * number says that there may have been one.
 */
final class PoolRowTemplate implements PoolRow {
  /**
   * What distinguishes one from another.
   *
   * @param rows rows of taps, 1 to 3
   * @param columns columns of taps, 2 or 3
   * @param max whether by the maximum, else by the average
   */
  record Kind(int rows, int columns, boolean max) {}

  private static final int ROWS;
  private static final int COLUMNS;
  private static final boolean MAX;

  static {
    Kind kind = Templates.kind(MethodHandles.lookup(), Kind.class);
    ROWS = kind.rows();
    COLUMNS = kind.columns();
    MAX = kind.max();
  }

  @Override
  public boolean run(
      int pixels,
      int channels,
      float[] x,
      int xAt,
      int rowStep,
      int columnStep,
      float divisor,
      float[] y,
      int yAt,
      int yStep) {
    boolean sure = true;
    int c = 0;
    for (; c <= channels - 2 * L; c += 2 * L) {
      sure &= two(pixels, x, xAt + c, rowStep, columnStep, divisor, y, yAt + c, yStep);
    }
    for (; c < channels; c += L) {
      int at = Math.min(c, channels - L); // the last vector ends with the channels
      sure &= one(pixels, x, xAt + at, rowStep, columnStep, divisor, y, yAt + at, yStep);
    }
    return sure;
  }

  /** Two vectors of channels. */
  private static boolean two(
      int pixels,
      float[] x,
      int xAt,
      int rowStep,
      int columnStep,
      float divisor,
      float[] y,
      int yAt,
      int yStep) {
    FloatVector uSum = FloatVector.zero(FLOATS);
    FloatVector u0 = uSum;
    FloatVector u1 = uSum;
    FloatVector vSum = FloatVector.zero(FLOATS);
    FloatVector v0 = vSum;
    FloatVector v1 = vSum;
    int at = xAt;
    // The columns that the first window shares with none before it, but its last.
    for (int column = 1; column < COLUMNS; column++) {
      FloatVector u2 = FloatVector.fromArray(FLOATS, x, at);
      if (MAX) {
        uSum = uSum.add(u2);
      }
      FloatVector v2 = FloatVector.fromArray(FLOATS, x, at + L);
      if (MAX) {
        vSum = vSum.add(v2);
      }
      if (ROWS > 1) {
        FloatVector uNext = FloatVector.fromArray(FLOATS, x, at + rowStep);
        if (MAX) {
          uSum = uSum.add(uNext);
          u2 = u2.blend(uNext, u2.compare(VectorOperators.LT, uNext));
        } else {
          u2 = u2.add(uNext);
        }
        FloatVector vNext = FloatVector.fromArray(FLOATS, x, at + rowStep + L);
        if (MAX) {
          vSum = vSum.add(vNext);
          v2 = v2.blend(vNext, v2.compare(VectorOperators.LT, vNext));
        } else {
          v2 = v2.add(vNext);
        }
      }
      if (ROWS > 2) {
        FloatVector uNext = FloatVector.fromArray(FLOATS, x, at + 2 * rowStep);
        if (MAX) {
          uSum = uSum.add(uNext);
          u2 = u2.blend(uNext, u2.compare(VectorOperators.LT, uNext));
        } else {
          u2 = u2.add(uNext);
        }
        FloatVector vNext = FloatVector.fromArray(FLOATS, x, at + 2 * rowStep + L);
        if (MAX) {
          vSum = vSum.add(vNext);
          v2 = v2.blend(vNext, v2.compare(VectorOperators.LT, vNext));
        } else {
          v2 = v2.add(vNext);
        }
      }
      u0 = u1;
      u1 = u2;
      v0 = v1;
      v1 = v2;
      at += columnStep;
    }
    for (int p = 0; p < pixels; p++) {
      FloatVector u2 = FloatVector.fromArray(FLOATS, x, at);
      if (MAX) {
        uSum = uSum.add(u2);
      }
      FloatVector v2 = FloatVector.fromArray(FLOATS, x, at + L);
      if (MAX) {
        vSum = vSum.add(v2);
      }
      if (ROWS > 1) {
        FloatVector uNext = FloatVector.fromArray(FLOATS, x, at + rowStep);
        if (MAX) {
          uSum = uSum.add(uNext);
          u2 = u2.blend(uNext, u2.compare(VectorOperators.LT, uNext));
        } else {
          u2 = u2.add(uNext);
        }
        FloatVector vNext = FloatVector.fromArray(FLOATS, x, at + rowStep + L);
        if (MAX) {
          vSum = vSum.add(vNext);
          v2 = v2.blend(vNext, v2.compare(VectorOperators.LT, vNext));
        } else {
          v2 = v2.add(vNext);
        }
      }
      if (ROWS > 2) {
        FloatVector uNext = FloatVector.fromArray(FLOATS, x, at + 2 * rowStep);
        if (MAX) {
          uSum = uSum.add(uNext);
          u2 = u2.blend(uNext, u2.compare(VectorOperators.LT, uNext));
        } else {
          u2 = u2.add(uNext);
        }
        FloatVector vNext = FloatVector.fromArray(FLOATS, x, at + 2 * rowStep + L);
        if (MAX) {
          vSum = vSum.add(vNext);
          v2 = v2.blend(vNext, v2.compare(VectorOperators.LT, vNext));
        } else {
          v2 = v2.add(vNext);
        }
      }
      FloatVector u = MAX ? u1.blend(u2, u1.compare(VectorOperators.LT, u2)) : u1.add(u2);
      if (COLUMNS == 3) {
        u = MAX ? u0.blend(u, u0.compare(VectorOperators.LT, u)) : u0.add(u);
      }
      u0 = u1;
      u1 = u2;
      FloatVector v = MAX ? v1.blend(v2, v1.compare(VectorOperators.LT, v2)) : v1.add(v2);
      if (COLUMNS == 3) {
        v = MAX ? v0.blend(v, v0.compare(VectorOperators.LT, v)) : v0.add(v);
      }
      v0 = v1;
      v1 = v2;
      u = MAX ? u : u.div(divisor);
      u.intoArray(y, yAt);
      v = MAX ? v : v.div(divisor);
      v.intoArray(y, yAt + L);
      at += columnStep;
      yAt += yStep;
    }
    FloatVector sum = uSum.add(vSum);
    return !sum.compare(VectorOperators.NE, sum).anyTrue();
  }

  /** One vector of channels. */
  private static boolean one(
      int pixels,
      float[] x,
      int xAt,
      int rowStep,
      int columnStep,
      float divisor,
      float[] y,
      int yAt,
      int yStep) {
    FloatVector uSum = FloatVector.zero(FLOATS);
    FloatVector u0 = uSum;
    FloatVector u1 = uSum;
    int at = xAt;
    // The columns that the first window shares with none before it, but its last.
    for (int column = 1; column < COLUMNS; column++) {
      FloatVector u2 = FloatVector.fromArray(FLOATS, x, at);
      if (MAX) {
        uSum = uSum.add(u2);
      }
      if (ROWS > 1) {
        FloatVector uNext = FloatVector.fromArray(FLOATS, x, at + rowStep);
        if (MAX) {
          uSum = uSum.add(uNext);
          u2 = u2.blend(uNext, u2.compare(VectorOperators.LT, uNext));
        } else {
          u2 = u2.add(uNext);
        }
      }
      if (ROWS > 2) {
        FloatVector uNext = FloatVector.fromArray(FLOATS, x, at + 2 * rowStep);
        if (MAX) {
          uSum = uSum.add(uNext);
          u2 = u2.blend(uNext, u2.compare(VectorOperators.LT, uNext));
        } else {
          u2 = u2.add(uNext);
        }
      }
      u0 = u1;
      u1 = u2;
      at += columnStep;
    }
    for (int p = 0; p < pixels; p++) {
      FloatVector u2 = FloatVector.fromArray(FLOATS, x, at);
      if (MAX) {
        uSum = uSum.add(u2);
      }
      if (ROWS > 1) {
        FloatVector uNext = FloatVector.fromArray(FLOATS, x, at + rowStep);
        if (MAX) {
          uSum = uSum.add(uNext);
          u2 = u2.blend(uNext, u2.compare(VectorOperators.LT, uNext));
        } else {
          u2 = u2.add(uNext);
        }
      }
      if (ROWS > 2) {
        FloatVector uNext = FloatVector.fromArray(FLOATS, x, at + 2 * rowStep);
        if (MAX) {
          uSum = uSum.add(uNext);
          u2 = u2.blend(uNext, u2.compare(VectorOperators.LT, uNext));
        } else {
          u2 = u2.add(uNext);
        }
      }
      FloatVector u = MAX ? u1.blend(u2, u1.compare(VectorOperators.LT, u2)) : u1.add(u2);
      if (COLUMNS == 3) {
        u = MAX ? u0.blend(u, u0.compare(VectorOperators.LT, u)) : u0.add(u);
      }
      u0 = u1;
      u1 = u2;
      u = MAX ? u : u.div(divisor);
      u.intoArray(y, yAt);
      at += columnStep;
      yAt += yStep;
    }
    FloatVector sum = uSum;
    return !sum.compare(VectorOperators.NE, sum).anyTrue();
  }
}
