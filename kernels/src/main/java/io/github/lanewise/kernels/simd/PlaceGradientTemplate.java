package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * The register tile of {@link PlaceGradientTiles}: one output channel, some kernel rows by some
 * vectors of what lies under each, summed over gradients without touching memory.
 *
 * <p>One source serves every kind, as that of {@link GradientTemplate} does. Vectors are as long as
 * everywhere, though a kernel row of few channels leaves most of one unused: once a JVM has met
 * vectors of another length, C2 may leave those of other kernels on the heap
 * (docs/design-notes.md).
 */
final class PlaceGradientTemplate implements PlaceGradientTile {
  private static final int VECTORS;
  private static final int COUNT;
  private static final int ROW_STEP;

  static {
    PlaceGradientKind kind = Templates.kind(MethodHandles.lookup(), PlaceGradientKind.class);
    VECTORS = kind.vectors();
    COUNT = kind.rows() * VECTORS;
    ROW_STEP = kind.rowStep();
  }

  /** Where in a window a vector lies. */
  private static int at(int vector) {
    return vector / VECTORS * ROW_STEP + vector % VECTORS * L;
  }

  @Override
  public void copy(int count, float[] from, int at, int step, float[] to, int toAt) {
    for (int i = 0; i < count; i++) {
      int now = at + i * step;
      int there = toAt + i * VECTORS * L;
      FloatVector.fromArray(FLOATS, from, now).intoArray(to, there);
      if (VECTORS > 1) {
        FloatVector.fromArray(FLOATS, from, now + L).intoArray(to, there + L);
      }
      for (int v = 2; v < VECTORS; v++) {
        FloatVector.fromArray(FLOATS, from, now + v * L).intoArray(to, there + v * L);
      }
    }
  }

  @Override
  public float run(
      int count,
      int[] at,
      float[] dy,
      int from,
      int step,
      float[] x,
      int row,
      float[] sums,
      int sumsAt) {
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector a0 = FloatVector.fromArray(FLOATS, sums, sumsAt);
    FloatVector a1 = COUNT > 1 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 1 * L) : zero;
    FloatVector a2 = COUNT > 2 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 2 * L) : zero;
    FloatVector a3 = COUNT > 3 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 3 * L) : zero;
    FloatVector a4 = COUNT > 4 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 4 * L) : zero;
    FloatVector a5 = COUNT > 5 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 5 * L) : zero;
    FloatVector a6 = COUNT > 6 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 6 * L) : zero;
    FloatVector a7 = COUNT > 7 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 7 * L) : zero;
    FloatVector a8 = COUNT > 8 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 8 * L) : zero;
    FloatVector a9 = COUNT > 9 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 9 * L) : zero;
    FloatVector a10 = COUNT > 10 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 10 * L) : zero;
    FloatVector a11 = COUNT > 11 ? FloatVector.fromArray(FLOATS, sums, sumsAt + 11 * L) : zero;
    float total = 0;
    int end = from + count * step;
    for (int i = from; i != end; i += step) {
      float gradient = dy[i];
      int now = at[i] + row;
      FloatVector d = FloatVector.broadcast(FLOATS, gradient);
      a0 = FloatVector.fromArray(FLOATS, x, now).fma(d, a0);
      if (COUNT > 1) {
        a1 = FloatVector.fromArray(FLOATS, x, now + at(1)).fma(d, a1);
      }
      if (COUNT > 2) {
        a2 = FloatVector.fromArray(FLOATS, x, now + at(2)).fma(d, a2);
      }
      if (COUNT > 3) {
        a3 = FloatVector.fromArray(FLOATS, x, now + at(3)).fma(d, a3);
      }
      if (COUNT > 4) {
        a4 = FloatVector.fromArray(FLOATS, x, now + at(4)).fma(d, a4);
      }
      if (COUNT > 5) {
        a5 = FloatVector.fromArray(FLOATS, x, now + at(5)).fma(d, a5);
      }
      if (COUNT > 6) {
        a6 = FloatVector.fromArray(FLOATS, x, now + at(6)).fma(d, a6);
      }
      if (COUNT > 7) {
        a7 = FloatVector.fromArray(FLOATS, x, now + at(7)).fma(d, a7);
      }
      if (COUNT > 8) {
        a8 = FloatVector.fromArray(FLOATS, x, now + at(8)).fma(d, a8);
      }
      if (COUNT > 9) {
        a9 = FloatVector.fromArray(FLOATS, x, now + at(9)).fma(d, a9);
      }
      if (COUNT > 10) {
        a10 = FloatVector.fromArray(FLOATS, x, now + at(10)).fma(d, a10);
      }
      if (COUNT > 11) {
        a11 = FloatVector.fromArray(FLOATS, x, now + at(11)).fma(d, a11);
      }
      total += gradient;
    }
    a0.intoArray(sums, sumsAt);
    if (COUNT > 1) {
      a1.intoArray(sums, sumsAt + 1 * L);
    }
    if (COUNT > 2) {
      a2.intoArray(sums, sumsAt + 2 * L);
    }
    if (COUNT > 3) {
      a3.intoArray(sums, sumsAt + 3 * L);
    }
    if (COUNT > 4) {
      a4.intoArray(sums, sumsAt + 4 * L);
    }
    if (COUNT > 5) {
      a5.intoArray(sums, sumsAt + 5 * L);
    }
    if (COUNT > 6) {
      a6.intoArray(sums, sumsAt + 6 * L);
    }
    if (COUNT > 7) {
      a7.intoArray(sums, sumsAt + 7 * L);
    }
    if (COUNT > 8) {
      a8.intoArray(sums, sumsAt + 8 * L);
    }
    if (COUNT > 9) {
      a9.intoArray(sums, sumsAt + 9 * L);
    }
    if (COUNT > 10) {
      a10.intoArray(sums, sumsAt + 10 * L);
    }
    if (COUNT > 11) {
      a11.intoArray(sums, sumsAt + 11 * L);
    }
    return total;
  }
}
