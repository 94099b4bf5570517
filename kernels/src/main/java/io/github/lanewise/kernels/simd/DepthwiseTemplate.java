package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * The register tile of depthwise convolution: {@code ROWS} neighbouring output pixels by one vector
 * of channels after the other, summed over all taps without touching memory, then put through the
 * ReLU and stored. Each tap loads its weights once for all pixels.
 *
 * <p>Defined once for each {@link TileKind}, as {@link TileTemplate} is.
 */
final class DepthwiseTemplate implements DepthwiseTile {
  private static final int ROWS;
  private static final boolean RELU;

  static {
    TileKind kind = Templates.kind(MethodHandles.lookup());
    ROWS = kind.rows();
    RELU = kind.relu();
  }

  @Override
  public void run(
      float[] x,
      int xAt,
      int xStep,
      Taps taps,
      int from,
      int to,
      float[] w,
      float[] y,
      int yAt,
      int yStep,
      int channels,
      float[] bias) {
    int[] xTaps = taps.x;
    int[] wTaps = taps.w;
    for (int block = 0; block < channels; block += L) {
      int c = Math.min(block, channels - L);
      FloatVector zero = FloatVector.zero(FLOATS);
      FloatVector b = zero;
      if (bias != null) {
        b = FloatVector.fromArray(FLOATS, bias, c);
      }
      FloatVector a0 = b;
      FloatVector a1 = b;
      FloatVector a2 = b;
      FloatVector a3 = b;
      FloatVector a4 = b;
      FloatVector a5 = b;
      FloatVector a6 = b;
      FloatVector a7 = b;
      for (int tap = from; tap < to; tap++) {
        FloatVector weight = FloatVector.fromArray(FLOATS, w, c + wTaps[tap]);
        int at = xAt + c + xTaps[tap];
        if (ROWS > 0) {
          FloatVector p = FloatVector.fromArray(FLOATS, x, at);
          a0 = p.fma(weight, a0);
          at += xStep;
        }
        if (ROWS > 1) {
          FloatVector p = FloatVector.fromArray(FLOATS, x, at);
          a1 = p.fma(weight, a1);
          at += xStep;
        }
        if (ROWS > 2) {
          FloatVector p = FloatVector.fromArray(FLOATS, x, at);
          a2 = p.fma(weight, a2);
          at += xStep;
        }
        if (ROWS > 3) {
          FloatVector p = FloatVector.fromArray(FLOATS, x, at);
          a3 = p.fma(weight, a3);
          at += xStep;
        }
        if (ROWS > 4) {
          FloatVector p = FloatVector.fromArray(FLOATS, x, at);
          a4 = p.fma(weight, a4);
          at += xStep;
        }
        if (ROWS > 5) {
          FloatVector p = FloatVector.fromArray(FLOATS, x, at);
          a5 = p.fma(weight, a5);
          at += xStep;
        }
        if (ROWS > 6) {
          FloatVector p = FloatVector.fromArray(FLOATS, x, at);
          a6 = p.fma(weight, a6);
          at += xStep;
        }
        if (ROWS > 7) {
          FloatVector p = FloatVector.fromArray(FLOATS, x, at);
          a7 = p.fma(weight, a7);
        }
      }
      int yNow = yAt + c;
      if (ROWS > 0) {
        if (RELU) {
          a0 = a0.blend(zero, a0.lt(0));
        }
        a0.intoArray(y, yNow);
        yNow += yStep;
      }
      if (ROWS > 1) {
        if (RELU) {
          a1 = a1.blend(zero, a1.lt(0));
        }
        a1.intoArray(y, yNow);
        yNow += yStep;
      }
      if (ROWS > 2) {
        if (RELU) {
          a2 = a2.blend(zero, a2.lt(0));
        }
        a2.intoArray(y, yNow);
        yNow += yStep;
      }
      if (ROWS > 3) {
        if (RELU) {
          a3 = a3.blend(zero, a3.lt(0));
        }
        a3.intoArray(y, yNow);
        yNow += yStep;
      }
      if (ROWS > 4) {
        if (RELU) {
          a4 = a4.blend(zero, a4.lt(0));
        }
        a4.intoArray(y, yNow);
        yNow += yStep;
      }
      if (ROWS > 5) {
        if (RELU) {
          a5 = a5.blend(zero, a5.lt(0));
        }
        a5.intoArray(y, yNow);
        yNow += yStep;
      }
      if (ROWS > 6) {
        if (RELU) {
          a6 = a6.blend(zero, a6.lt(0));
        }
        a6.intoArray(y, yNow);
        yNow += yStep;
      }
      if (ROWS > 7) {
        if (RELU) {
          a7 = a7.blend(zero, a7.lt(0));
        }
        a7.intoArray(y, yNow);
      }
    }
  }
}
