package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * A register tile whose sums start from a matrix in memory instead of zero, for products that are
 * added up: {@code ROWS} rows by {@code VECTORS} vectors of columns, over one run of contiguous
 * values. Like {@link TileTemplate}, whose loops it has, a hidden class for each {@link SumKind}.
 */
final class SumTemplate implements SumTile {
  private static final int ROWS;
  private static final int VECTORS;
  private static final boolean RELU;

  /** Distance between neighbouring rows in the input, or 0 where it is an argument. */
  private static final int STEP;

  /** Whether the one loop counts the places of the weights, and a call computes several tiles. */
  private static final boolean LINE;

  static {
    SumKind kind = Templates.kind(MethodHandles.lookup(), SumKind.class);
    ROWS = kind.rows();
    VECTORS = kind.vectors();
    RELU = kind.relu();
    STEP = kind.step();
    LINE = STEP > 0;
  }

  @Override
  public void run(
      int tiles,
      float[] x,
      int xAt,
      int xStep,
      int length,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float[] s,
      int sAt,
      int sStep,
      float[] y,
      int yAt,
      int yStep) {
    int next = LINE ? STEP : xStep;
    for (int tile = 0; tile < tiles; tile++) {
      int sRow = sAt + tile * ROWS * sStep;
      FloatVector b0 = FloatVector.fromArray(FLOATS, bias, biasAt);
      FloatVector b1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, bias, biasAt + 1 * L) : null;
      FloatVector b2 = VECTORS > 2 ? FloatVector.fromArray(FLOATS, bias, biasAt + 2 * L) : null;
      FloatVector b3 = VECTORS > 3 ? FloatVector.fromArray(FLOATS, bias, biasAt + 3 * L) : null;
      FloatVector a00 = FloatVector.fromArray(FLOATS, s, sRow).add(b0);
      FloatVector a01 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, s, sRow + L).add(b1) : null;
      FloatVector a02 = VECTORS > 2 ? FloatVector.fromArray(FLOATS, s, sRow + 2 * L).add(b2) : null;
      FloatVector a03 = VECTORS > 3 ? FloatVector.fromArray(FLOATS, s, sRow + 3 * L).add(b3) : null;
      sRow += ROWS > 1 ? sStep : 0;
      FloatVector a10 = ROWS > 1 ? FloatVector.fromArray(FLOATS, s, sRow).add(b0) : null;
      FloatVector a11 =
          ROWS > 1 && VECTORS > 1 ? FloatVector.fromArray(FLOATS, s, sRow + L).add(b1) : null;
      FloatVector a12 =
          ROWS > 1 && VECTORS > 2 ? FloatVector.fromArray(FLOATS, s, sRow + 2 * L).add(b2) : null;
      FloatVector a13 =
          ROWS > 1 && VECTORS > 3 ? FloatVector.fromArray(FLOATS, s, sRow + 3 * L).add(b3) : null;
      sRow += ROWS > 2 ? sStep : 0;
      FloatVector a20 = ROWS > 2 ? FloatVector.fromArray(FLOATS, s, sRow).add(b0) : null;
      FloatVector a21 =
          ROWS > 2 && VECTORS > 1 ? FloatVector.fromArray(FLOATS, s, sRow + L).add(b1) : null;
      FloatVector a22 =
          ROWS > 2 && VECTORS > 2 ? FloatVector.fromArray(FLOATS, s, sRow + 2 * L).add(b2) : null;
      FloatVector a23 =
          ROWS > 2 && VECTORS > 3 ? FloatVector.fromArray(FLOATS, s, sRow + 3 * L).add(b3) : null;
      sRow += ROWS > 3 ? sStep : 0;
      FloatVector a30 = ROWS > 3 ? FloatVector.fromArray(FLOATS, s, sRow).add(b0) : null;
      FloatVector a31 =
          ROWS > 3 && VECTORS > 1 ? FloatVector.fromArray(FLOATS, s, sRow + L).add(b1) : null;
      FloatVector a32 =
          ROWS > 3 && VECTORS > 2 ? FloatVector.fromArray(FLOATS, s, sRow + 2 * L).add(b2) : null;
      FloatVector a33 =
          ROWS > 3 && VECTORS > 3 ? FloatVector.fromArray(FLOATS, s, sRow + 3 * L).add(b3) : null;
      sRow += ROWS > 4 ? sStep : 0;
      FloatVector a40 = ROWS > 4 ? FloatVector.fromArray(FLOATS, s, sRow).add(b0) : null;
      FloatVector a41 =
          ROWS > 4 && VECTORS > 1 ? FloatVector.fromArray(FLOATS, s, sRow + L).add(b1) : null;
      FloatVector a42 =
          ROWS > 4 && VECTORS > 2 ? FloatVector.fromArray(FLOATS, s, sRow + 2 * L).add(b2) : null;
      FloatVector a43 =
          ROWS > 4 && VECTORS > 3 ? FloatVector.fromArray(FLOATS, s, sRow + 3 * L).add(b3) : null;
      sRow += ROWS > 5 ? sStep : 0;
      FloatVector a50 = ROWS > 5 ? FloatVector.fromArray(FLOATS, s, sRow).add(b0) : null;
      FloatVector a51 =
          ROWS > 5 && VECTORS > 1 ? FloatVector.fromArray(FLOATS, s, sRow + L).add(b1) : null;
      FloatVector a52 =
          ROWS > 5 && VECTORS > 2 ? FloatVector.fromArray(FLOATS, s, sRow + 2 * L).add(b2) : null;
      FloatVector a53 =
          ROWS > 5 && VECTORS > 3 ? FloatVector.fromArray(FLOATS, s, sRow + 3 * L).add(b3) : null;
      int x0 = xAt + tile * ROWS * next;
      int x1 = ROWS > 1 ? x0 + next : 0;
      int x2 = ROWS > 2 ? x1 + next : 0;
      int x3 = ROWS > 3 ? x2 + next : 0;
      int x4 = ROWS > 4 ? x3 + next : 0;
      int x5 = ROWS > 5 ? x4 + next : 0;
      int innerFrom = LINE ? wAt : 0;
      int innerTo = LINE ? wAt + length * VECTORS * L : length;
      int value = 0;
      for (int i = innerFrom; i < innerTo; i += LINE ? VECTORS * L : 1) {
        int c = LINE ? value++ : i;
        int k = LINE ? i : wAt + i * VECTORS * L;
        FloatVector w0 = FloatVector.fromArray(FLOATS, w, k);
        FloatVector w1 = VECTORS > 1 ? FloatVector.fromArray(FLOATS, w, k + L) : null;
        FloatVector w2 = VECTORS > 2 ? FloatVector.fromArray(FLOATS, w, k + 2 * L) : null;
        FloatVector w3 = VECTORS > 3 ? FloatVector.fromArray(FLOATS, w, k + 3 * L) : null;
        if (ROWS > 0) {
          FloatVector p = FloatVector.broadcast(FLOATS, x[x0 + c]);
          a00 = p.fma(w0, a00);
          if (VECTORS > 1) {
            a01 = p.fma(w1, a01);
          }
          if (VECTORS > 2) {
            a02 = p.fma(w2, a02);
          }
          if (VECTORS > 3) {
            a03 = p.fma(w3, a03);
          }
        }
        if (ROWS > 1) {
          FloatVector p = FloatVector.broadcast(FLOATS, x[x1 + c]);
          a10 = p.fma(w0, a10);
          if (VECTORS > 1) {
            a11 = p.fma(w1, a11);
          }
          if (VECTORS > 2) {
            a12 = p.fma(w2, a12);
          }
          if (VECTORS > 3) {
            a13 = p.fma(w3, a13);
          }
        }
        if (ROWS > 2) {
          FloatVector p = FloatVector.broadcast(FLOATS, x[x2 + c]);
          a20 = p.fma(w0, a20);
          if (VECTORS > 1) {
            a21 = p.fma(w1, a21);
          }
          if (VECTORS > 2) {
            a22 = p.fma(w2, a22);
          }
          if (VECTORS > 3) {
            a23 = p.fma(w3, a23);
          }
        }
        if (ROWS > 3) {
          FloatVector p = FloatVector.broadcast(FLOATS, x[x3 + c]);
          a30 = p.fma(w0, a30);
          if (VECTORS > 1) {
            a31 = p.fma(w1, a31);
          }
          if (VECTORS > 2) {
            a32 = p.fma(w2, a32);
          }
          if (VECTORS > 3) {
            a33 = p.fma(w3, a33);
          }
        }
        if (ROWS > 4) {
          FloatVector p = FloatVector.broadcast(FLOATS, x[x4 + c]);
          a40 = p.fma(w0, a40);
          if (VECTORS > 1) {
            a41 = p.fma(w1, a41);
          }
          if (VECTORS > 2) {
            a42 = p.fma(w2, a42);
          }
          if (VECTORS > 3) {
            a43 = p.fma(w3, a43);
          }
        }
        if (ROWS > 5) {
          FloatVector p = FloatVector.broadcast(FLOATS, x[x5 + c]);
          a50 = p.fma(w0, a50);
          if (VECTORS > 1) {
            a51 = p.fma(w1, a51);
          }
          if (VECTORS > 2) {
            a52 = p.fma(w2, a52);
          }
          if (VECTORS > 3) {
            a53 = p.fma(w3, a53);
          }
        }
      }
      FloatVector zero = FloatVector.zero(FLOATS);
      int yRow = yAt + tile * ROWS * yStep;
      if (ROWS > 0) {
        if (RELU) {
          a00 = a00.blend(zero, a00.lt(0));
          a01 = VECTORS > 1 ? a01.blend(zero, a01.lt(0)) : zero;
          a02 = VECTORS > 2 ? a02.blend(zero, a02.lt(0)) : zero;
          a03 = VECTORS > 3 ? a03.blend(zero, a03.lt(0)) : zero;
        }
        a00.intoArray(y, yRow);
        if (VECTORS > 1) {
          a01.intoArray(y, yRow + L);
        }
        if (VECTORS > 2) {
          a02.intoArray(y, yRow + 2 * L);
        }
        if (VECTORS > 3) {
          a03.intoArray(y, yRow + 3 * L);
        }
        yRow += yStep;
      }
      if (ROWS > 1) {
        if (RELU) {
          a10 = a10.blend(zero, a10.lt(0));
          a11 = VECTORS > 1 ? a11.blend(zero, a11.lt(0)) : zero;
          a12 = VECTORS > 2 ? a12.blend(zero, a12.lt(0)) : zero;
          a13 = VECTORS > 3 ? a13.blend(zero, a13.lt(0)) : zero;
        }
        a10.intoArray(y, yRow);
        if (VECTORS > 1) {
          a11.intoArray(y, yRow + L);
        }
        if (VECTORS > 2) {
          a12.intoArray(y, yRow + 2 * L);
        }
        if (VECTORS > 3) {
          a13.intoArray(y, yRow + 3 * L);
        }
        yRow += yStep;
      }
      if (ROWS > 2) {
        if (RELU) {
          a20 = a20.blend(zero, a20.lt(0));
          a21 = VECTORS > 1 ? a21.blend(zero, a21.lt(0)) : zero;
          a22 = VECTORS > 2 ? a22.blend(zero, a22.lt(0)) : zero;
          a23 = VECTORS > 3 ? a23.blend(zero, a23.lt(0)) : zero;
        }
        a20.intoArray(y, yRow);
        if (VECTORS > 1) {
          a21.intoArray(y, yRow + L);
        }
        if (VECTORS > 2) {
          a22.intoArray(y, yRow + 2 * L);
        }
        if (VECTORS > 3) {
          a23.intoArray(y, yRow + 3 * L);
        }
        yRow += yStep;
      }
      if (ROWS > 3) {
        if (RELU) {
          a30 = a30.blend(zero, a30.lt(0));
          a31 = VECTORS > 1 ? a31.blend(zero, a31.lt(0)) : zero;
          a32 = VECTORS > 2 ? a32.blend(zero, a32.lt(0)) : zero;
          a33 = VECTORS > 3 ? a33.blend(zero, a33.lt(0)) : zero;
        }
        a30.intoArray(y, yRow);
        if (VECTORS > 1) {
          a31.intoArray(y, yRow + L);
        }
        if (VECTORS > 2) {
          a32.intoArray(y, yRow + 2 * L);
        }
        if (VECTORS > 3) {
          a33.intoArray(y, yRow + 3 * L);
        }
        yRow += yStep;
      }
      if (ROWS > 4) {
        if (RELU) {
          a40 = a40.blend(zero, a40.lt(0));
          a41 = VECTORS > 1 ? a41.blend(zero, a41.lt(0)) : zero;
          a42 = VECTORS > 2 ? a42.blend(zero, a42.lt(0)) : zero;
          a43 = VECTORS > 3 ? a43.blend(zero, a43.lt(0)) : zero;
        }
        a40.intoArray(y, yRow);
        if (VECTORS > 1) {
          a41.intoArray(y, yRow + L);
        }
        if (VECTORS > 2) {
          a42.intoArray(y, yRow + 2 * L);
        }
        if (VECTORS > 3) {
          a43.intoArray(y, yRow + 3 * L);
        }
        yRow += yStep;
      }
      if (ROWS > 5) {
        if (RELU) {
          a50 = a50.blend(zero, a50.lt(0));
          a51 = VECTORS > 1 ? a51.blend(zero, a51.lt(0)) : zero;
          a52 = VECTORS > 2 ? a52.blend(zero, a52.lt(0)) : zero;
          a53 = VECTORS > 3 ? a53.blend(zero, a53.lt(0)) : zero;
        }
        a50.intoArray(y, yRow);
        if (VECTORS > 1) {
          a51.intoArray(y, yRow + L);
        }
        if (VECTORS > 2) {
          a52.intoArray(y, yRow + 2 * L);
        }
        if (VECTORS > 3) {
          a53.intoArray(y, yRow + 3 * L);
        }
        yRow += yStep;
      }
    }
  }
}
