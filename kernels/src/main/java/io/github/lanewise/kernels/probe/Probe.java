package io.github.lanewise.kernels.probe;

import io.github.lanewise.kernels.lanes.Lanes;
import io.github.lanewise.kernels.simd.ProbeLoops;

/**
 * Loops that measure the machine rather than compute: the most multiply-adds, the most bytes read,
 * the most bytes copied. They run on the lanes that the kernels run on, so a kernel's share of them
 * says how good the kernel is.
 */
public final class Probe {
  /** Sums that {@link #multiplyAdd} keeps in registers: over 8, what hides the latency of 4. */
  private static final int SUMS = 12;

  private Probe() {}

  /**
   * Multiplies and adds in registers only.
   *
   * @param rounds rounds of {@link #operationsPerRound} operations
   * @return a number that depends on all of them
   */
  public static float multiplyAdd(int rounds) {
    return Lanes.vectorised()
        ? ProbeLoops.multiplyAdd(rounds, 1e-3f)
        : ScalarLoops.multiplyAdd(rounds, 1e-3f);
  }

  /**
   * Multiplies and adds in a round of {@link #multiplyAdd}, each counted as one.
   *
   * @return float operations
   */
  public static int operationsPerRound() {
    return 2 * SUMS * Lanes.floats();
  }

  /**
   * Reads an array: adds it up.
   *
   * @param x any length
   * @return the sum, in some order
   */
  public static float read(float[] x) {
    return Lanes.vectorised() ? ProbeLoops.read(x) : ScalarLoops.read(x);
  }

  /**
   * Copies an array by loads and stores, as kernels do.
   *
   * @param from the values
   * @param to overwritten; at least as long as {@code from}
   * @throws IndexOutOfBoundsException if {@code to} is shorter
   */
  public static void copy(float[] from, float[] to) {
    if (Lanes.vectorised()) {
      ProbeLoops.copy(from, to);
    } else {
      ScalarLoops.copy(from, to);
    }
  }
}
