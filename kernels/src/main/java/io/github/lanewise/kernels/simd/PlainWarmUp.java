package io.github.lanewise.kernels.simd;

import java.util.concurrent.locks.LockSupport;

/**
 * Has the JVM compile the few methods with vectors that first calls are made of.
 *
 * <p>What counts for the JVM are calls, while each vector is an object made by an interpreter until
 * then: so a round is many calls that make no vector, which also leave the compiler's queue to what
 * is wanted instead of what makes those objects, and one that shows the compiler the loops and us
 * their speed.
 */
public final class PlainWarmUp {
  /** Calls of a round that make no vector. */
  static final int EMPTY_CALLS = 600;

  /** What a step with a vector may take where that is no object, several times over. */
  private static final double COMPILED_NANOS = 40;

  /** Time for the compiler, which may have no other processor than the one that waits for it. */
  private static final long PAUSE_NANOS = 200_000;

  private static final long GIVE_UP_NANOS = 1_500_000_000;

  private PlainWarmUp() {}

  /** Runs the methods until they are compiled; returns at once if they are. */
  public static void run() {
    long end = System.nanoTime() + GIVE_UP_NANOS;
    float[] rows = new float[Math.max(PlainTiles.WARM_UP_FLOATS, PlainRows.WARM_UP_FLOATS)];
    float[] weights = rows.clone();
    while (!(PlainTiles.ready() && PlainRows.ready()) && System.nanoTime() < end) {
      PlainTiles.warmUp(rows, weights);
      PlainRows.warmUp(rows, weights);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Whether steps that began at some time have been too fast to make objects. */
  static boolean compiled(long before, int steps) {
    return System.nanoTime() - before < COMPILED_NANOS * steps;
  }
}
