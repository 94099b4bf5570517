package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * The register tile of the weight gradient of one input channel: some neighbouring taps by one
 * vector of output gradients, summed over pixels without touching memory.
 *
 * <p>One source serves every kind, as that of {@link GradientTemplate} does. Where the taps lie is
 * constant, so that a pixel is one index in each array.
 */
final class TapGradientTemplate implements TapGradientTile {
  private static final int FIRST;
  private static final int TAPS;
  private static final int KERNEL_WIDTH;
  private static final int ROW_STEP;
  private static final int PLANE_STEP;
  private static final int DY_STEP;

  static {
    TapGradientKind kind = Templates.kind(MethodHandles.lookup(), TapGradientKind.class);
    FIRST = kind.first();
    TAPS = kind.taps();
    KERNEL_WIDTH = kind.kernelWidth();
    ROW_STEP = kind.rowStep();
    PLANE_STEP = kind.planeStep();
    DY_STEP = kind.dyStep();
  }

  /** Offset of a tap from the pixel. */
  private static int at(int i) {
    int tap = FIRST + i;
    return tap / KERNEL_WIDTH * ROW_STEP + tap % KERNEL_WIDTH * PLANE_STEP;
  }

  @Override
  public void run(
      int pixels,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] sums,
      int sumsAt,
      int sumsStep) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector a0 = FloatVector.fromArray(FLOATS, sums, sumsAt);
    FloatVector a1 = TAPS > 1 ? FloatVector.fromArray(FLOATS, sums, sumsAt + sumsStep) : zero;
    FloatVector a2 = TAPS > 2 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 2 * sumsStep) : zero;
    FloatVector a3 = TAPS > 3 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 3 * sumsStep) : zero;
    FloatVector a4 = TAPS > 4 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 4 * sumsStep) : zero;
    FloatVector a5 = TAPS > 5 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 5 * sumsStep) : zero;
    FloatVector a6 = TAPS > 6 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 6 * sumsStep) : zero;
    FloatVector a7 = TAPS > 7 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 7 * sumsStep) : zero;
    FloatVector a8 = TAPS > 8 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 8 * sumsStep) : zero;
    FloatVector a9 = TAPS > 9 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 9 * sumsStep) : zero;
    FloatVector a10 =
        TAPS > 10 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 10 * sumsStep) : zero;
    FloatVector a11 =
        TAPS > 11 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 11 * sumsStep) : zero;
    for (int p = 0; p < pixels; p++) {
      int xNow = xAt + p;
      FloatVector d = FloatVector.fromArray(FLOATS, dy, dyAt + p * DY_STEP);
      a0 = FloatVector.broadcast(FLOATS, x[xNow + at(0)]).fma(d, a0);
      if (TAPS > 1) {
        a1 = FloatVector.broadcast(FLOATS, x[xNow + at(1)]).fma(d, a1);
      }
      if (TAPS > 2) {
        a2 = FloatVector.broadcast(FLOATS, x[xNow + at(2)]).fma(d, a2);
      }
      if (TAPS > 3) {
        a3 = FloatVector.broadcast(FLOATS, x[xNow + at(3)]).fma(d, a3);
      }
      if (TAPS > 4) {
        a4 = FloatVector.broadcast(FLOATS, x[xNow + at(4)]).fma(d, a4);
      }
      if (TAPS > 5) {
        a5 = FloatVector.broadcast(FLOATS, x[xNow + at(5)]).fma(d, a5);
      }
      if (TAPS > 6) {
        a6 = FloatVector.broadcast(FLOATS, x[xNow + at(6)]).fma(d, a6);
      }
      if (TAPS > 7) {
        a7 = FloatVector.broadcast(FLOATS, x[xNow + at(7)]).fma(d, a7);
      }
      if (TAPS > 8) {
        a8 = FloatVector.broadcast(FLOATS, x[xNow + at(8)]).fma(d, a8);
      }
      if (TAPS > 9) {
        a9 = FloatVector.broadcast(FLOATS, x[xNow + at(9)]).fma(d, a9);
      }
      if (TAPS > 10) {
        a10 = FloatVector.broadcast(FLOATS, x[xNow + at(10)]).fma(d, a10);
      }
      if (TAPS > 11) {
        a11 = FloatVector.broadcast(FLOATS, x[xNow + at(11)]).fma(d, a11);
      }
    }
    a0.intoArray(sums, sumsAt);
    if (TAPS > 1) {
      a1.intoArray(sums, sumsAt + sumsStep);
    }
    if (TAPS > 2) {
      a2.intoArray(sums, sumsAt + 2 * sumsStep);
    }
    if (TAPS > 3) {
      a3.intoArray(sums, sumsAt + 3 * sumsStep);
    }
    if (TAPS > 4) {
      a4.intoArray(sums, sumsAt + 4 * sumsStep);
    }
    if (TAPS > 5) {
      a5.intoArray(sums, sumsAt + 5 * sumsStep);
    }
    if (TAPS > 6) {
      a6.intoArray(sums, sumsAt + 6 * sumsStep);
    }
    if (TAPS > 7) {
      a7.intoArray(sums, sumsAt + 7 * sumsStep);
    }
    if (TAPS > 8) {
      a8.intoArray(sums, sumsAt + 8 * sumsStep);
    }
    if (TAPS > 9) {
      a9.intoArray(sums, sumsAt + 9 * sumsStep);
    }
    if (TAPS > 10) {
      a10.intoArray(sums, sumsAt + 10 * sumsStep);
    }
    if (TAPS > 11) {
      a11.intoArray(sums, sumsAt + 11 * sumsStep);
    }
  }
}
