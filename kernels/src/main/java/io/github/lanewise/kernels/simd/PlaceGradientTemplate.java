package io.github.lanewise.kernels.simd;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The register tile of {@link PlaceGradientTiles}: one output channel, some kernel rows by some
 * vectors of what lies under each, summed over gradients without touching memory.
 *
 * <p>One source serves every kind, as that of {@link GradientTemplate} does. Vectors may be shorter
 * than elsewhere: a kernel row of few channels would leave most of a long one unused, and loads of
 * long vectors, which begin anywhere, cross cache lines twice as often.
 */
final class PlaceGradientTemplate implements PlaceGradientTile {
  private static final int LANES;
  private static final int VECTORS;
  private static final int COUNT;
  private static final int ROW_STEP;
  private static final VectorSpecies<Float> SHORT;

  static {
    PlaceGradientKind kind = Templates.kind(MethodHandles.lookup(), PlaceGradientKind.class);
    LANES = kind.lanes();
    VECTORS = kind.vectors();
    COUNT = kind.rows() * VECTORS;
    ROW_STEP = kind.rowStep();
    SHORT = VectorSpecies.of(float.class, VectorShape.forBitSize(LANES * Float.SIZE));
  }

  /** Where in a window a vector lies. */
  private static int at(int vector) {
    return vector / VECTORS * ROW_STEP + vector % VECTORS * LANES;
  }

  @Override
  public void copy(int count, float[] from, int at, int step, float[] to, int toAt) {
    for (int i = 0; i < count; i++) {
      int now = at + i * step;
      int there = toAt + i * VECTORS * LANES;
      FloatVector.fromArray(SHORT, from, now).intoArray(to, there);
      if (VECTORS > 1) {
        FloatVector.fromArray(SHORT, from, now + LANES).intoArray(to, there + LANES);
      }
      for (int v = 2; v < VECTORS; v++) {
        FloatVector.fromArray(SHORT, from, now + v * LANES).intoArray(to, there + v * LANES);
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
    FloatVector zero = FloatVector.zero(SHORT);
    FloatVector a0 = FloatVector.fromArray(SHORT, sums, sumsAt);
    FloatVector a1 = COUNT > 1 ? FloatVector.fromArray(SHORT, sums, sumsAt + 1 * LANES) : zero;
    FloatVector a2 = COUNT > 2 ? FloatVector.fromArray(SHORT, sums, sumsAt + 2 * LANES) : zero;
    FloatVector a3 = COUNT > 3 ? FloatVector.fromArray(SHORT, sums, sumsAt + 3 * LANES) : zero;
    FloatVector a4 = COUNT > 4 ? FloatVector.fromArray(SHORT, sums, sumsAt + 4 * LANES) : zero;
    FloatVector a5 = COUNT > 5 ? FloatVector.fromArray(SHORT, sums, sumsAt + 5 * LANES) : zero;
    FloatVector a6 = COUNT > 6 ? FloatVector.fromArray(SHORT, sums, sumsAt + 6 * LANES) : zero;
    FloatVector a7 = COUNT > 7 ? FloatVector.fromArray(SHORT, sums, sumsAt + 7 * LANES) : zero;
    FloatVector a8 = COUNT > 8 ? FloatVector.fromArray(SHORT, sums, sumsAt + 8 * LANES) : zero;
    FloatVector a9 = COUNT > 9 ? FloatVector.fromArray(SHORT, sums, sumsAt + 9 * LANES) : zero;
    FloatVector a10 = COUNT > 10 ? FloatVector.fromArray(SHORT, sums, sumsAt + 10 * LANES) : zero;
    FloatVector a11 = COUNT > 11 ? FloatVector.fromArray(SHORT, sums, sumsAt + 11 * LANES) : zero;
    float total = 0;
    int end = from + count * step;
    for (int i = from; i != end; i += step) {
      float gradient = dy[i];
      int now = at[i] + row;
      FloatVector d = FloatVector.broadcast(SHORT, gradient);
      a0 = FloatVector.fromArray(SHORT, x, now).fma(d, a0);
      if (COUNT > 1) {
        a1 = FloatVector.fromArray(SHORT, x, now + at(1)).fma(d, a1);
      }
      if (COUNT > 2) {
        a2 = FloatVector.fromArray(SHORT, x, now + at(2)).fma(d, a2);
      }
      if (COUNT > 3) {
        a3 = FloatVector.fromArray(SHORT, x, now + at(3)).fma(d, a3);
      }
      if (COUNT > 4) {
        a4 = FloatVector.fromArray(SHORT, x, now + at(4)).fma(d, a4);
      }
      if (COUNT > 5) {
        a5 = FloatVector.fromArray(SHORT, x, now + at(5)).fma(d, a5);
      }
      if (COUNT > 6) {
        a6 = FloatVector.fromArray(SHORT, x, now + at(6)).fma(d, a6);
      }
      if (COUNT > 7) {
        a7 = FloatVector.fromArray(SHORT, x, now + at(7)).fma(d, a7);
      }
      if (COUNT > 8) {
        a8 = FloatVector.fromArray(SHORT, x, now + at(8)).fma(d, a8);
      }
      if (COUNT > 9) {
        a9 = FloatVector.fromArray(SHORT, x, now + at(9)).fma(d, a9);
      }
      if (COUNT > 10) {
        a10 = FloatVector.fromArray(SHORT, x, now + at(10)).fma(d, a10);
      }
      if (COUNT > 11) {
        a11 = FloatVector.fromArray(SHORT, x, now + at(11)).fma(d, a11);
      }
      total += gradient;
    }
    a0.intoArray(sums, sumsAt);
    if (COUNT > 1) {
      a1.intoArray(sums, sumsAt + 1 * LANES);
    }
    if (COUNT > 2) {
      a2.intoArray(sums, sumsAt + 2 * LANES);
    }
    if (COUNT > 3) {
      a3.intoArray(sums, sumsAt + 3 * LANES);
    }
    if (COUNT > 4) {
      a4.intoArray(sums, sumsAt + 4 * LANES);
    }
    if (COUNT > 5) {
      a5.intoArray(sums, sumsAt + 5 * LANES);
    }
    if (COUNT > 6) {
      a6.intoArray(sums, sumsAt + 6 * LANES);
    }
    if (COUNT > 7) {
      a7.intoArray(sums, sumsAt + 7 * LANES);
    }
    if (COUNT > 8) {
      a8.intoArray(sums, sumsAt + 8 * LANES);
    }
    if (COUNT > 9) {
      a9.intoArray(sums, sumsAt + 9 * LANES);
    }
    if (COUNT > 10) {
      a10.intoArray(sums, sumsAt + 10 * LANES);
    }
    if (COUNT > 11) {
      a11.intoArray(sums, sumsAt + 11 * LANES);
    }
    return total;
  }
}
