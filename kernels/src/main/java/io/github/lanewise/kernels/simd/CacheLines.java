package io.github.lanewise.kernels.simd;

/**
 * Brings data into the L2 cache before it is multiplied, in place of the prefetch instruction that
 * Java lacks. A register tile does so much with each cache line that few loads are under way at a
 * time; a loop that does nothing else keeps enough of them to use the memory's bandwidth.
 */
public final class CacheLines {
  /** Floats of a cache line. */
  private static final int LINE = 16;

  private static final int STEP = 4 * LINE;

  private CacheLines() {}

  /**
   * Reads a value of each line.
   *
   * @param x the array
   * @param from first index
   * @param to one past the last; less than four lines before it are left out
   * @return a sum that means nothing, to be stored where it will be overwritten: without a use the
   *     JIT compiler would drop the loads
   */
  public static float read(float[] x, int from, int to) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    for (int i = from; i <= to - STEP; i += STEP) {
      s0 += x[i];
      s1 += x[i + LINE];
      s2 += x[i + 2 * LINE];
      s3 += x[i + 3 * LINE];
    }
    return s0 + s1 + s2 + s3;
  }
}
