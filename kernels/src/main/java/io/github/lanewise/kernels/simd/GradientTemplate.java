package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * The register tile under every weight gradient: {@code ROWS} neighbouring input values by {@code
 * VECTORS} vectors of output gradients, summed over pixels without touching memory.
 *
 * <p>One source serves every kind, as that of {@link TileTemplate} does; what is said there on
 * loops and on repeated code holds here, too. The distances between pixels are constants, and the
 * loop over them ends where an index is reached, not exceeded, which C2 does not count: it checks
 * the ranges of a pixel together, and makes no copies of the loop that spill accumulators
 * (docs/design-notes.md).
 */
final class GradientTemplate implements GradientTile {
  private static final int ROWS;
  private static final int VECTORS;

  /** Whether the sums are added to what is there. */
  private static final boolean ADD;

  /** Whether the output gradients themselves are summed, too. */
  private static final boolean BIAS;

  private static final int X_STEP;
  private static final int DY_STEP;

  static {
    GradientKind kind = Templates.kind(MethodHandles.lookup(), GradientKind.class);
    ROWS = kind.rows();
    VECTORS = kind.vectors();
    ADD = kind.add();
    BIAS = kind.bias();
    X_STEP = kind.xStep();
    DY_STEP = kind.dyStep();
  }

  @Override
  public void run(
      int tiles,
      int lines,
      int pixels,
      float[] x,
      int xAt,
      int xLine,
      float[] dy,
      int dyAt,
      int dyLine,
      float[] sums,
      int sumsAt,
      int sumsStep,
      float[] bias,
      int biasAt) {
    for (int tile = 0; tile < tiles; tile++) {
      FloatVector zero = FloatVector.zero(FLOATS);
      FloatVector a0_0 = zero;
      FloatVector a0_1 = zero;
      FloatVector a1_0 = zero;
      FloatVector a1_1 = zero;
      FloatVector a2_0 = zero;
      FloatVector a2_1 = zero;
      FloatVector a3_0 = zero;
      FloatVector a3_1 = zero;
      FloatVector a4_0 = zero;
      FloatVector a4_1 = zero;
      FloatVector a5_0 = zero;
      FloatVector a5_1 = zero;
      FloatVector a6_0 = zero;
      FloatVector a6_1 = zero;
      FloatVector a7_0 = zero;
      FloatVector a7_1 = zero;
      FloatVector a8_0 = zero;
      FloatVector a8_1 = zero;
      FloatVector a9_0 = zero;
      FloatVector a9_1 = zero;
      FloatVector a10_0 = zero;
      FloatVector a10_1 = zero;
      FloatVector a11_0 = zero;
      FloatVector a11_1 = zero;
      FloatVector a12_0 = zero;
      FloatVector a12_1 = zero;
      if (ADD && ROWS > 0) {
        int at = sumsAt;
        a0_0 = FloatVector.fromArray(FLOATS, sums, at);
        a0_1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, sums, at + L) : zero;
      }
      if (ADD && ROWS > 1) {
        int at = sumsAt + sumsStep;
        a1_0 = FloatVector.fromArray(FLOATS, sums, at);
        a1_1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, sums, at + L) : zero;
      }
      if (ADD && ROWS > 2) {
        int at = sumsAt + 2 * sumsStep;
        a2_0 = FloatVector.fromArray(FLOATS, sums, at);
        a2_1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, sums, at + L) : zero;
      }
      if (ADD && ROWS > 3) {
        int at = sumsAt + 3 * sumsStep;
        a3_0 = FloatVector.fromArray(FLOATS, sums, at);
        a3_1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, sums, at + L) : zero;
      }
      if (ADD && ROWS > 4) {
        int at = sumsAt + 4 * sumsStep;
        a4_0 = FloatVector.fromArray(FLOATS, sums, at);
        a4_1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, sums, at + L) : zero;
      }
      if (ADD && ROWS > 5) {
        int at = sumsAt + 5 * sumsStep;
        a5_0 = FloatVector.fromArray(FLOATS, sums, at);
        a5_1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, sums, at + L) : zero;
      }
      if (ADD && ROWS > 6) {
        int at = sumsAt + 6 * sumsStep;
        a6_0 = FloatVector.fromArray(FLOATS, sums, at);
        a6_1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, sums, at + L) : zero;
      }
      if (ADD && ROWS > 7) {
        int at = sumsAt + 7 * sumsStep;
        a7_0 = FloatVector.fromArray(FLOATS, sums, at);
        a7_1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, sums, at + L) : zero;
      }
      if (ADD && ROWS > 8) {
        int at = sumsAt + 8 * sumsStep;
        a8_0 = FloatVector.fromArray(FLOATS, sums, at);
        a8_1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, sums, at + L) : zero;
      }
      if (ADD && ROWS > 9) {
        int at = sumsAt + 9 * sumsStep;
        a9_0 = FloatVector.fromArray(FLOATS, sums, at);
        a9_1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, sums, at + L) : zero;
      }
      if (ADD && ROWS > 10) {
        int at = sumsAt + 10 * sumsStep;
        a10_0 = FloatVector.fromArray(FLOATS, sums, at);
        a10_1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, sums, at + L) : zero;
      }
      if (ADD && ROWS > 11) {
        int at = sumsAt + 11 * sumsStep;
        a11_0 = FloatVector.fromArray(FLOATS, sums, at);
        a11_1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, sums, at + L) : zero;
      }
      if (ADD && ROWS > 12) {
        int at = sumsAt + 12 * sumsStep;
        a12_0 = FloatVector.fromArray(FLOATS, sums, at);
        a12_1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, sums, at + L) : zero;
      }
      FloatVector s0 = BIAS ? FloatVector.fromArray(FLOATS, bias, biasAt) : zero;
      FloatVector s1 = BIAS && VECTORS > 1 ? FloatVector.fromArray(FLOATS, bias, biasAt + L) : zero;
      for (int line = 0; line < lines; line++) {
        int xNow = xAt + line * xLine - X_STEP;
        int dyFrom = dyAt + line * dyLine;
        int dyEnd = dyFrom + pixels * DY_STEP;
        for (int dyNow = dyFrom; dyNow != dyEnd; dyNow += DY_STEP) {
          xNow += X_STEP;
          FloatVector d0 = FloatVector.fromArray(FLOATS, dy, dyNow);
          FloatVector d1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, dy, dyNow + L) : d0;
          if (BIAS) {
            s0 = s0.add(d0);
            if (VECTORS > 1) {
              s1 = s1.add(d1);
            }
          }
          if (ROWS > 0) {
            FloatVector b = FloatVector.broadcast(FLOATS, x[xNow]);
            a0_0 = b.fma(d0, a0_0);
            if (VECTORS > 1) {
              a0_1 = b.fma(d1, a0_1);
            }
          }
          if (ROWS > 1) {
            FloatVector b = FloatVector.broadcast(FLOATS, x[xNow + 1]);
            a1_0 = b.fma(d0, a1_0);
            if (VECTORS > 1) {
              a1_1 = b.fma(d1, a1_1);
            }
          }
          if (ROWS > 2) {
            FloatVector b = FloatVector.broadcast(FLOATS, x[xNow + 2]);
            a2_0 = b.fma(d0, a2_0);
            if (VECTORS > 1) {
              a2_1 = b.fma(d1, a2_1);
            }
          }
          if (ROWS > 3) {
            FloatVector b = FloatVector.broadcast(FLOATS, x[xNow + 3]);
            a3_0 = b.fma(d0, a3_0);
            if (VECTORS > 1) {
              a3_1 = b.fma(d1, a3_1);
            }
          }
          if (ROWS > 4) {
            FloatVector b = FloatVector.broadcast(FLOATS, x[xNow + 4]);
            a4_0 = b.fma(d0, a4_0);
            if (VECTORS > 1) {
              a4_1 = b.fma(d1, a4_1);
            }
          }
          if (ROWS > 5) {
            FloatVector b = FloatVector.broadcast(FLOATS, x[xNow + 5]);
            a5_0 = b.fma(d0, a5_0);
            if (VECTORS > 1) {
              a5_1 = b.fma(d1, a5_1);
            }
          }
          if (ROWS > 6) {
            FloatVector b = FloatVector.broadcast(FLOATS, x[xNow + 6]);
            a6_0 = b.fma(d0, a6_0);
            if (VECTORS > 1) {
              a6_1 = b.fma(d1, a6_1);
            }
          }
          if (ROWS > 7) {
            FloatVector b = FloatVector.broadcast(FLOATS, x[xNow + 7]);
            a7_0 = b.fma(d0, a7_0);
            if (VECTORS > 1) {
              a7_1 = b.fma(d1, a7_1);
            }
          }
          if (ROWS > 8) {
            FloatVector b = FloatVector.broadcast(FLOATS, x[xNow + 8]);
            a8_0 = b.fma(d0, a8_0);
            if (VECTORS > 1) {
              a8_1 = b.fma(d1, a8_1);
            }
          }
          if (ROWS > 9) {
            FloatVector b = FloatVector.broadcast(FLOATS, x[xNow + 9]);
            a9_0 = b.fma(d0, a9_0);
            if (VECTORS > 1) {
              a9_1 = b.fma(d1, a9_1);
            }
          }
          if (ROWS > 10) {
            FloatVector b = FloatVector.broadcast(FLOATS, x[xNow + 10]);
            a10_0 = b.fma(d0, a10_0);
            if (VECTORS > 1) {
              a10_1 = b.fma(d1, a10_1);
            }
          }
          if (ROWS > 11) {
            FloatVector b = FloatVector.broadcast(FLOATS, x[xNow + 11]);
            a11_0 = b.fma(d0, a11_0);
            if (VECTORS > 1) {
              a11_1 = b.fma(d1, a11_1);
            }
          }
          if (ROWS > 12) {
            FloatVector b = FloatVector.broadcast(FLOATS, x[xNow + 12]);
            a12_0 = b.fma(d0, a12_0);
            if (VECTORS > 1) {
              a12_1 = b.fma(d1, a12_1);
            }
          }
        }
      }
      if (ROWS > 0) {
        int at = sumsAt;
        a0_0.intoArray(sums, at);
        if (VECTORS > 1) {
          a0_1.intoArray(sums, at + L);
        }
      }
      if (ROWS > 1) {
        int at = sumsAt + sumsStep;
        a1_0.intoArray(sums, at);
        if (VECTORS > 1) {
          a1_1.intoArray(sums, at + L);
        }
      }
      if (ROWS > 2) {
        int at = sumsAt + 2 * sumsStep;
        a2_0.intoArray(sums, at);
        if (VECTORS > 1) {
          a2_1.intoArray(sums, at + L);
        }
      }
      if (ROWS > 3) {
        int at = sumsAt + 3 * sumsStep;
        a3_0.intoArray(sums, at);
        if (VECTORS > 1) {
          a3_1.intoArray(sums, at + L);
        }
      }
      if (ROWS > 4) {
        int at = sumsAt + 4 * sumsStep;
        a4_0.intoArray(sums, at);
        if (VECTORS > 1) {
          a4_1.intoArray(sums, at + L);
        }
      }
      if (ROWS > 5) {
        int at = sumsAt + 5 * sumsStep;
        a5_0.intoArray(sums, at);
        if (VECTORS > 1) {
          a5_1.intoArray(sums, at + L);
        }
      }
      if (ROWS > 6) {
        int at = sumsAt + 6 * sumsStep;
        a6_0.intoArray(sums, at);
        if (VECTORS > 1) {
          a6_1.intoArray(sums, at + L);
        }
      }
      if (ROWS > 7) {
        int at = sumsAt + 7 * sumsStep;
        a7_0.intoArray(sums, at);
        if (VECTORS > 1) {
          a7_1.intoArray(sums, at + L);
        }
      }
      if (ROWS > 8) {
        int at = sumsAt + 8 * sumsStep;
        a8_0.intoArray(sums, at);
        if (VECTORS > 1) {
          a8_1.intoArray(sums, at + L);
        }
      }
      if (ROWS > 9) {
        int at = sumsAt + 9 * sumsStep;
        a9_0.intoArray(sums, at);
        if (VECTORS > 1) {
          a9_1.intoArray(sums, at + L);
        }
      }
      if (ROWS > 10) {
        int at = sumsAt + 10 * sumsStep;
        a10_0.intoArray(sums, at);
        if (VECTORS > 1) {
          a10_1.intoArray(sums, at + L);
        }
      }
      if (ROWS > 11) {
        int at = sumsAt + 11 * sumsStep;
        a11_0.intoArray(sums, at);
        if (VECTORS > 1) {
          a11_1.intoArray(sums, at + L);
        }
      }
      if (ROWS > 12) {
        int at = sumsAt + 12 * sumsStep;
        a12_0.intoArray(sums, at);
        if (VECTORS > 1) {
          a12_1.intoArray(sums, at + L);
        }
      }
      if (BIAS) {
        s0.intoArray(bias, biasAt);
        if (VECTORS > 1) {
          s1.intoArray(bias, biasAt + L);
        }
      }
      xAt += ROWS;
      sumsAt += ROWS * sumsStep;
    }
  }
}
