package io.github.lanewise.kernels.simd;

/**
 * Brings data into the L2 cache before it is multiplied, in place of the prefetch instruction that
 * Java lacks. A register tile does so much with each cache line that few loads are under way at a
 * time; a loop that does nothing else keeps enough of them to use the memory's bandwidth.
 *
 * <p>It goes through four parts of the data at once: processors look ahead within a page of memory
 * alone, so that the beginning of each page is waited for, and of four pages at a time instead of
 * one after the other.
 */
public final class CacheLines {
  /** Floats of a cache line. */
  private static final int LINE = 16;

  /** Parts that are read at once. */
  private static final int PARTS = 4;

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
    int part = (to - from) / (PARTS * LINE) * LINE;
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    for (int i = from; i < from + part; i += LINE) {
      s0 += x[i];
      s1 += x[i + part];
      s2 += x[i + 2 * part];
      s3 += x[i + 3 * part];
    }
    return s0 + s1 + s2 + s3;
  }
}
