package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The register tile under every convolution and matrix product: {@code ROWS} neighbouring output
 * pixels by {@code VECTORS} vectors of output channels, summed over all taps and input channels
 * without touching memory, then put through the ReLU and stored.
 *
 * <p>One source serves every kind of tile: {@link RegisterTiles} defines this class once for each
 * as a hidden class, and the fields of {@link TileKind} are constants there, so that the JIT
 * compilers drop what a kind does not have. {@link RegisterTiles} picks the sizes by measurement
 * (docs/design-notes.md).
 *
 * <p>Two loops are all that C2 keeps accumulators in registers across. The outer one runs over taps
 * (or whole kernel rows, where those are contiguous), the inner one over channels. With {@code
 * FLAT} there is one loop over a table of offsets instead, for kernel rows too short to pay for a
 * loop of their own; where the distance between pixels is built in, the outer loop runs over
 * neighbouring tiles. With {@code LINE} the one loop counts the places of the weights and the
 * input's index follows by itself: C2 then checks the range of the lowest and the highest row in
 * each step, instead of that of every row before the loop, at the price of copies of the loop and
 * spilled accumulators. The code is repeated rather than put into helper methods because a vector
 * that crosses a call which C2 does not inline is boxed.
 *
 * <p>What a kind has no use for is null or 0: were it a copy of the bias or a row's index, C2 would
 * keep that alive all through the loops, as the interpreter would need it should a range check fail
 * there, and with 16 registers spill accumulators for it.
 */
final class TileTemplate implements RegisterTile {
  private static final int ROWS;
  private static final int VECTORS;
  private static final boolean FLAT;
  private static final boolean LISTED;
  private static final boolean LINE;
  private static final boolean RELU;
  private static final boolean PARTIAL;

  /** Distance between neighbouring rows in the input, or 0 where it is an argument. */
  private static final int STEP;

  /** Whether one call computes neighbouring tiles. */
  private static final boolean LOOPED;

  static {
    TileKind kind = Templates.kind(MethodHandles.lookup());
    ROWS = kind.rows();
    VECTORS = kind.vectors();
    FLAT = kind.walk() != Taps.Walk.RUNS;
    LISTED = kind.walk() == Taps.Walk.LISTED;
    LINE = kind.walk() == Taps.Walk.LINE;
    RELU = kind.relu();
    PARTIAL = kind.partial();
    STEP = kind.step();
    LOOPED = STEP > 0 && !PARTIAL;
  }

  @Override
  public void run(
      int tiles,
      float[] x,
      int xAt,
      int xStep,
      Taps taps,
      int from,
      int to,
      float[] w,
      int wAt,
      float[] y,
      int yAt,
      int yStep,
      int width,
      float[] bias,
      int biasAt) {
    if (!LOOPED && tiles > 0) {
      for (int tile = 0; tile < tiles; tile++) {
        run(
            1,
            x,
            xAt + tile * ROWS * xStep,
            xStep,
            taps.x,
            taps.w,
            taps.length,
            from,
            to,
            w,
            wAt,
            y,
            yAt + tile * ROWS * yStep,
            yStep,
            width,
            bias,
            biasAt);
      }
      return;
    }
    run(
        tiles,
        x,
        xAt,
        xStep,
        taps.x,
        taps.w,
        taps.length,
        from,
        to,
        w,
        wAt,
        y,
        yAt,
        yStep,
        width,
        bias,
        biasAt);
  }

  private static void run(
      int tiles,
      float[] x,
      int xAt,
      int xStep,
      int[] xTaps,
      int[] wTaps,
      int length,
      int from,
      int to,
      float[] w,
      int wAt,
      float[] y,
      int yAt,
      int yStep,
      int width,
      float[] bias,
      int biasAt) {
    if (tiles == 0) {
      return; // a call that counts and makes no vector
    }
    VectorMask<Float> last = FLOATS.maskAll(true);
    if (PARTIAL) {
      last = FLOATS.indexInRange((VECTORS - 1) * L, width);
    }
    FloatVector zero = FloatVector.zero(FLOATS);
    int tile = 0;
    do {
      FloatVector b0 = zero;
      FloatVector b1 = VECTORS > 1 ? zero : null;
      FloatVector b2 = VECTORS > 2 ? zero : null;
      FloatVector b3 = VECTORS > 3 ? zero : null;
      if (bias != null) {
        b0 =
            PARTIAL && VECTORS == 1
                ? FloatVector.fromArray(FLOATS, bias, biasAt, last)
                : FloatVector.fromArray(FLOATS, bias, biasAt);
        if (VECTORS > 1) {
          b1 =
              PARTIAL && VECTORS == 2
                  ? FloatVector.fromArray(FLOATS, bias, biasAt + L, last)
                  : FloatVector.fromArray(FLOATS, bias, biasAt + L);
        }
        if (VECTORS > 2) {
          b2 =
              PARTIAL && VECTORS == 3
                  ? FloatVector.fromArray(FLOATS, bias, biasAt + 2 * L, last)
                  : FloatVector.fromArray(FLOATS, bias, biasAt + 2 * L);
        }
        if (VECTORS > 3) {
          b3 =
              PARTIAL && VECTORS == 4
                  ? FloatVector.fromArray(FLOATS, bias, biasAt + 3 * L, last)
                  : FloatVector.fromArray(FLOATS, bias, biasAt + 3 * L);
        }
      }
      FloatVector a00 = b0;
      FloatVector a01 = VECTORS > 1 ? b1 : null;
      FloatVector a02 = VECTORS > 2 ? b2 : null;
      FloatVector a03 = VECTORS > 3 ? b3 : null;
      FloatVector a10 = ROWS > 1 ? b0 : null;
      FloatVector a11 = ROWS > 1 && VECTORS > 1 ? b1 : null;
      FloatVector a12 = ROWS > 1 && VECTORS > 2 ? b2 : null;
      FloatVector a13 = ROWS > 1 && VECTORS > 3 ? b3 : null;
      FloatVector a20 = ROWS > 2 ? b0 : null;
      FloatVector a21 = ROWS > 2 && VECTORS > 1 ? b1 : null;
      FloatVector a22 = ROWS > 2 && VECTORS > 2 ? b2 : null;
      FloatVector a23 = ROWS > 2 && VECTORS > 3 ? b3 : null;
      FloatVector a30 = ROWS > 3 ? b0 : null;
      FloatVector a31 = ROWS > 3 && VECTORS > 1 ? b1 : null;
      FloatVector a32 = ROWS > 3 && VECTORS > 2 ? b2 : null;
      FloatVector a33 = ROWS > 3 && VECTORS > 3 ? b3 : null;
      FloatVector a40 = ROWS > 4 ? b0 : null;
      FloatVector a41 = ROWS > 4 && VECTORS > 1 ? b1 : null;
      FloatVector a42 = ROWS > 4 && VECTORS > 2 ? b2 : null;
      FloatVector a43 = ROWS > 4 && VECTORS > 3 ? b3 : null;
      FloatVector a50 = ROWS > 5 ? b0 : null;
      FloatVector a51 = ROWS > 5 && VECTORS > 1 ? b1 : null;
      FloatVector a52 = ROWS > 5 && VECTORS > 2 ? b2 : null;
      FloatVector a53 = ROWS > 5 && VECTORS > 3 ? b3 : null;
      FloatVector a60 = ROWS > 6 ? b0 : null;
      FloatVector a61 = ROWS > 6 && VECTORS > 1 ? b1 : null;
      FloatVector a62 = ROWS > 6 && VECTORS > 2 ? b2 : null;
      FloatVector a70 = ROWS > 7 ? b0 : null;
      FloatVector a71 = ROWS > 7 && VECTORS > 1 ? b1 : null;
      FloatVector a80 = ROWS > 8 ? b0 : null;
      FloatVector a81 = ROWS > 8 && VECTORS > 1 ? b1 : null;
      FloatVector a90 = ROWS > 9 ? b0 : null;
      FloatVector a91 = ROWS > 9 && VECTORS > 1 ? b1 : null;
      int next = STEP > 0 ? STEP : xStep;
      int outerFrom = FLAT ? 0 : from;
      int outerTo = FLAT ? 1 : to;
      for (int tap = outerFrom; tap < outerTo; tap++) {
        int x0 = FLAT ? xAt : xAt + xTaps[tap];
        int x1 = ROWS > 1 ? x0 + next : 0;
        int x2 = ROWS > 2 ? x1 + next : 0;
        int x3 = ROWS > 3 ? x2 + next : 0;
        int x4 = ROWS > 4 ? x3 + next : 0;
        int x5 = ROWS > 5 ? x4 + next : 0;
        int x6 = ROWS > 6 ? x5 + next : 0;
        int x7 = ROWS > 7 ? x6 + next : 0;
        int x8 = ROWS > 8 ? x7 + next : 0;
        int x9 = ROWS > 9 ? x8 + next : 0;
        int wNow = FLAT ? wAt : wAt + wTaps[tap];
        int innerFrom = LINE ? wAt : FLAT ? from : 0;
        int innerTo = LINE ? wAt + length * VECTORS * L : FLAT ? to : length;
        int value = 0;
        for (int i = innerFrom; i < innerTo; i += LINE ? VECTORS * L : 1) {
          int c = LINE ? value++ : FLAT ? xTaps[i] : i;
          int k = LINE ? i : wNow + (LISTED ? wTaps[i] : i * VECTORS * L);
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
          if (ROWS > 6) {
            FloatVector p = FloatVector.broadcast(FLOATS, x[x6 + c]);
            a60 = p.fma(w0, a60);
            if (VECTORS > 1) {
              a61 = p.fma(w1, a61);
            }
            if (VECTORS > 2) {
              a62 = p.fma(w2, a62);
            }
          }
          if (ROWS > 7) {
            FloatVector p = FloatVector.broadcast(FLOATS, x[x7 + c]);
            a70 = p.fma(w0, a70);
            if (VECTORS > 1) {
              a71 = p.fma(w1, a71);
            }
          }
          if (ROWS > 8) {
            FloatVector p = FloatVector.broadcast(FLOATS, x[x8 + c]);
            a80 = p.fma(w0, a80);
            if (VECTORS > 1) {
              a81 = p.fma(w1, a81);
            }
          }
          if (ROWS > 9) {
            FloatVector p = FloatVector.broadcast(FLOATS, x[x9 + c]);
            a90 = p.fma(w0, a90);
            if (VECTORS > 1) {
              a91 = p.fma(w1, a91);
            }
          }
        }
      }
      if (ROWS > 0) {
        if (RELU) {
          a00 = a00.blend(zero, a00.lt(0));
          a01 = VECTORS > 1 ? a01.blend(zero, a01.lt(0)) : zero;
          a02 = VECTORS > 2 ? a02.blend(zero, a02.lt(0)) : zero;
          a03 = VECTORS > 3 ? a03.blend(zero, a03.lt(0)) : zero;
        }
        if (PARTIAL && VECTORS == 1) {
          a00.intoArray(y, yAt, last);
        } else {
          a00.intoArray(y, yAt);
        }
        if (PARTIAL && VECTORS == 2) {
          a01.intoArray(y, yAt + L, last);
        } else if (VECTORS > 1) {
          a01.intoArray(y, yAt + L);
        }
        if (PARTIAL && VECTORS == 3) {
          a02.intoArray(y, yAt + 2 * L, last);
        } else if (VECTORS > 2) {
          a02.intoArray(y, yAt + 2 * L);
        }
        if (PARTIAL && VECTORS == 4) {
          a03.intoArray(y, yAt + 3 * L, last);
        } else if (VECTORS > 3) {
          a03.intoArray(y, yAt + 3 * L);
        }
        yAt += yStep;
      }
      if (ROWS > 1) {
        if (RELU) {
          a10 = a10.blend(zero, a10.lt(0));
          a11 = VECTORS > 1 ? a11.blend(zero, a11.lt(0)) : zero;
          a12 = VECTORS > 2 ? a12.blend(zero, a12.lt(0)) : zero;
          a13 = VECTORS > 3 ? a13.blend(zero, a13.lt(0)) : zero;
        }
        if (PARTIAL && VECTORS == 1) {
          a10.intoArray(y, yAt, last);
        } else {
          a10.intoArray(y, yAt);
        }
        if (PARTIAL && VECTORS == 2) {
          a11.intoArray(y, yAt + L, last);
        } else if (VECTORS > 1) {
          a11.intoArray(y, yAt + L);
        }
        if (PARTIAL && VECTORS == 3) {
          a12.intoArray(y, yAt + 2 * L, last);
        } else if (VECTORS > 2) {
          a12.intoArray(y, yAt + 2 * L);
        }
        if (PARTIAL && VECTORS == 4) {
          a13.intoArray(y, yAt + 3 * L, last);
        } else if (VECTORS > 3) {
          a13.intoArray(y, yAt + 3 * L);
        }
        yAt += yStep;
      }
      if (ROWS > 2) {
        if (RELU) {
          a20 = a20.blend(zero, a20.lt(0));
          a21 = VECTORS > 1 ? a21.blend(zero, a21.lt(0)) : zero;
          a22 = VECTORS > 2 ? a22.blend(zero, a22.lt(0)) : zero;
          a23 = VECTORS > 3 ? a23.blend(zero, a23.lt(0)) : zero;
        }
        if (PARTIAL && VECTORS == 1) {
          a20.intoArray(y, yAt, last);
        } else {
          a20.intoArray(y, yAt);
        }
        if (PARTIAL && VECTORS == 2) {
          a21.intoArray(y, yAt + L, last);
        } else if (VECTORS > 1) {
          a21.intoArray(y, yAt + L);
        }
        if (PARTIAL && VECTORS == 3) {
          a22.intoArray(y, yAt + 2 * L, last);
        } else if (VECTORS > 2) {
          a22.intoArray(y, yAt + 2 * L);
        }
        if (PARTIAL && VECTORS == 4) {
          a23.intoArray(y, yAt + 3 * L, last);
        } else if (VECTORS > 3) {
          a23.intoArray(y, yAt + 3 * L);
        }
        yAt += yStep;
      }
      if (ROWS > 3) {
        if (RELU) {
          a30 = a30.blend(zero, a30.lt(0));
          a31 = VECTORS > 1 ? a31.blend(zero, a31.lt(0)) : zero;
          a32 = VECTORS > 2 ? a32.blend(zero, a32.lt(0)) : zero;
          a33 = VECTORS > 3 ? a33.blend(zero, a33.lt(0)) : zero;
        }
        if (PARTIAL && VECTORS == 1) {
          a30.intoArray(y, yAt, last);
        } else {
          a30.intoArray(y, yAt);
        }
        if (PARTIAL && VECTORS == 2) {
          a31.intoArray(y, yAt + L, last);
        } else if (VECTORS > 1) {
          a31.intoArray(y, yAt + L);
        }
        if (PARTIAL && VECTORS == 3) {
          a32.intoArray(y, yAt + 2 * L, last);
        } else if (VECTORS > 2) {
          a32.intoArray(y, yAt + 2 * L);
        }
        if (PARTIAL && VECTORS == 4) {
          a33.intoArray(y, yAt + 3 * L, last);
        } else if (VECTORS > 3) {
          a33.intoArray(y, yAt + 3 * L);
        }
        yAt += yStep;
      }
      if (ROWS > 4) {
        if (RELU) {
          a40 = a40.blend(zero, a40.lt(0));
          a41 = VECTORS > 1 ? a41.blend(zero, a41.lt(0)) : zero;
          a42 = VECTORS > 2 ? a42.blend(zero, a42.lt(0)) : zero;
          a43 = VECTORS > 3 ? a43.blend(zero, a43.lt(0)) : zero;
        }
        if (PARTIAL && VECTORS == 1) {
          a40.intoArray(y, yAt, last);
        } else {
          a40.intoArray(y, yAt);
        }
        if (PARTIAL && VECTORS == 2) {
          a41.intoArray(y, yAt + L, last);
        } else if (VECTORS > 1) {
          a41.intoArray(y, yAt + L);
        }
        if (PARTIAL && VECTORS == 3) {
          a42.intoArray(y, yAt + 2 * L, last);
        } else if (VECTORS > 2) {
          a42.intoArray(y, yAt + 2 * L);
        }
        if (PARTIAL && VECTORS == 4) {
          a43.intoArray(y, yAt + 3 * L, last);
        } else if (VECTORS > 3) {
          a43.intoArray(y, yAt + 3 * L);
        }
        yAt += yStep;
      }
      if (ROWS > 5) {
        if (RELU) {
          a50 = a50.blend(zero, a50.lt(0));
          a51 = VECTORS > 1 ? a51.blend(zero, a51.lt(0)) : zero;
          a52 = VECTORS > 2 ? a52.blend(zero, a52.lt(0)) : zero;
          a53 = VECTORS > 3 ? a53.blend(zero, a53.lt(0)) : zero;
        }
        if (PARTIAL && VECTORS == 1) {
          a50.intoArray(y, yAt, last);
        } else {
          a50.intoArray(y, yAt);
        }
        if (PARTIAL && VECTORS == 2) {
          a51.intoArray(y, yAt + L, last);
        } else if (VECTORS > 1) {
          a51.intoArray(y, yAt + L);
        }
        if (PARTIAL && VECTORS == 3) {
          a52.intoArray(y, yAt + 2 * L, last);
        } else if (VECTORS > 2) {
          a52.intoArray(y, yAt + 2 * L);
        }
        if (PARTIAL && VECTORS == 4) {
          a53.intoArray(y, yAt + 3 * L, last);
        } else if (VECTORS > 3) {
          a53.intoArray(y, yAt + 3 * L);
        }
        yAt += yStep;
      }
      if (ROWS > 6) {
        if (RELU) {
          a60 = a60.blend(zero, a60.lt(0));
          a61 = VECTORS > 1 ? a61.blend(zero, a61.lt(0)) : zero;
          a62 = VECTORS > 2 ? a62.blend(zero, a62.lt(0)) : zero;
        }
        if (PARTIAL && VECTORS == 1) {
          a60.intoArray(y, yAt, last);
        } else {
          a60.intoArray(y, yAt);
        }
        if (PARTIAL && VECTORS == 2) {
          a61.intoArray(y, yAt + L, last);
        } else if (VECTORS > 1) {
          a61.intoArray(y, yAt + L);
        }
        if (PARTIAL && VECTORS == 3) {
          a62.intoArray(y, yAt + 2 * L, last);
        } else if (VECTORS > 2) {
          a62.intoArray(y, yAt + 2 * L);
        }
        yAt += yStep;
      }
      if (ROWS > 7) {
        if (RELU) {
          a70 = a70.blend(zero, a70.lt(0));
          a71 = VECTORS > 1 ? a71.blend(zero, a71.lt(0)) : zero;
        }
        if (PARTIAL && VECTORS == 1) {
          a70.intoArray(y, yAt, last);
        } else {
          a70.intoArray(y, yAt);
        }
        if (PARTIAL && VECTORS == 2) {
          a71.intoArray(y, yAt + L, last);
        } else if (VECTORS > 1) {
          a71.intoArray(y, yAt + L);
        }
        yAt += yStep;
      }
      if (ROWS > 8) {
        if (RELU) {
          a80 = a80.blend(zero, a80.lt(0));
          a81 = VECTORS > 1 ? a81.blend(zero, a81.lt(0)) : zero;
        }
        if (PARTIAL && VECTORS == 1) {
          a80.intoArray(y, yAt, last);
        } else {
          a80.intoArray(y, yAt);
        }
        if (PARTIAL && VECTORS == 2) {
          a81.intoArray(y, yAt + L, last);
        } else if (VECTORS > 1) {
          a81.intoArray(y, yAt + L);
        }
        yAt += yStep;
      }
      if (ROWS > 9) {
        if (RELU) {
          a90 = a90.blend(zero, a90.lt(0));
          a91 = VECTORS > 1 ? a91.blend(zero, a91.lt(0)) : zero;
        }
        if (PARTIAL && VECTORS == 1) {
          a90.intoArray(y, yAt, last);
        } else {
          a90.intoArray(y, yAt);
        }
        if (PARTIAL && VECTORS == 2) {
          a91.intoArray(y, yAt + L, last);
        } else if (VECTORS > 1) {
          a91.intoArray(y, yAt + L);
        }
        yAt += yStep;
      }
      xAt += ROWS * xStep;
      tile++;
    } while (LOOPED && tile < tiles);
  }
}
