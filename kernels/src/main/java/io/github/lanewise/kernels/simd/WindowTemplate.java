package io.github.lanewise.kernels.simd;

import static io.github.lanewise.kernels.simd.Simd.FLOATS;
import static io.github.lanewise.kernels.simd.Simd.INTS;
import static io.github.lanewise.kernels.simd.Simd.L;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Adds up overlapping windows. The sums under a window stay in registers and are moved on by lanes
 * to the next window, each stored when the last window has been added to it. Loaded again instead,
 * they would wait for the store before, which covers only some of them, to leave for the cache.
 *
 * <p>One source serves every size, as that of {@link TileTemplate} does.
 */
final class WindowTemplate implements WindowRun {
  private static final int COUNT;
  private static final int STEP;
  private static final int WINDOW_STEP;

  static {
    WindowSums.Kind kind = Templates.kind(MethodHandles.lookup(), WindowSums.Kind.class);
    COUNT = kind.count();
    STEP = kind.step();
    WINDOW_STEP = kind.windowStep();
  }

  private static final int VECTORS = Simd.vectors(COUNT);

  /** Whether the next window begins within the first vector, and few registers hold one. */
  private static final boolean SLIDES = STEP <= L && VECTORS <= 4;

  @Override
  public void add(int count, float[] windows, int from, float[] sums, int at) {
    if (SLIDES) {
      slide(count, windows, from, sums, at);
    } else {
      addEach(count, windows, from, sums, at);
    }
  }

  private static void slide(int count, float[] windows, int from, float[] sums, int at) {
    IntVector moved = IntVector.zero(INTS).addIndex(1).add(STEP);
    IntVector own = own();
    IntVector a0 = bits(sums, at);
    IntVector a1 = VECTORS > 1 ? bits(sums, at + L) : a0;
    IntVector a2 = VECTORS > 2 ? bits(sums, at + 2 * L) : a0;
    IntVector a3 = VECTORS > 3 ? bits(sums, at + 3 * L) : a0;
    int end = at + count * STEP;
    int window = from;
    for (int now = at; now != end; now += STEP, window += WINDOW_STEP) {
      IntVector next = bits(sums, now + VECTORS * L);
      a0 = add(a0, windows, window, 0, own);
      a0.reinterpretAsFloats().intoArray(sums, now);
      if (VECTORS > 1) {
        a1 = add(a1, windows, window, 1, own);
      }
      a0 = moved.selectFrom(a0, VECTORS > 1 ? a1 : next);
      if (VECTORS > 2) {
        a2 = add(a2, windows, window, 2, own);
      }
      if (VECTORS > 1) {
        a1 = moved.selectFrom(a1, VECTORS > 2 ? a2 : next);
      }
      if (VECTORS > 3) {
        a3 = add(a3, windows, window, 3, own);
      }
      if (VECTORS > 2) {
        a2 = moved.selectFrom(a2, VECTORS > 3 ? a3 : next);
      }
      if (VECTORS > 3) {
        a3 = moved.selectFrom(a3, next);
      }
    }
    a0.reinterpretAsFloats().intoArray(sums, end);
    if (VECTORS > 1) {
      a1.reinterpretAsFloats().intoArray(sums, end + L);
    }
    if (VECTORS > 2) {
      a2.reinterpretAsFloats().intoArray(sums, end + 2 * L);
    }
    if (VECTORS > 3) {
      a3.reinterpretAsFloats().intoArray(sums, end + 3 * L);
    }
  }

  /** Windows that lie too far apart to share vectors, or have many. */
  private static void addEach(int count, float[] windows, int from, float[] sums, int at) {
    IntVector own = own();
    for (int p = 0; p < count; p++) {
      for (int v = 0; v < VECTORS; v++) {
        int to = at + p * STEP + v * L;
        IntVector sum = bits(sums, to);
        add(sum, windows, from + p * WINDOW_STEP, v, own).reinterpretAsFloats().intoArray(sums, to);
      }
    }
  }

  /** All bits of the lanes in which a window's last vector has floats of its own. */
  private static IntVector own() {
    int end = COUNT - (VECTORS - 1) * L;
    IntVector below = IntVector.zero(INTS).addIndex(1).sub(end); // negative in those lanes
    return below.lanewise(VectorOperators.ASHR, Integer.SIZE - 1);
  }

  private static IntVector bits(float[] from, int at) {
    return FloatVector.fromArray(FLOATS, from, at).reinterpretAsInts();
  }

  /** Adds a vector of a window, of the last one what belongs to it. */
  private static IntVector add(IntVector sum, float[] windows, int window, int v, IntVector own) {
    IntVector more = bits(windows, window + v * L);
    boolean whole = v < VECTORS - 1 || COUNT % L == 0;
    return (whole ? more : more.and(own))
        .reinterpretAsFloats()
        .add(sum.reinterpretAsFloats())
        .reinterpretAsInts();
  }
}
