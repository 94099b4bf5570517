package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.roofline.MemoryLevel;
import io.github.lanewise.bench.roofline.Roofline;

/**
 * The least that a call can take on a machine, and what says so.
 *
 * @param name the limit: {@code FMA peak}, or a level of the memory and whether its bandwidth of
 *     reading or of copying counts
 * @param seconds the time
 */
public record Bound(String name, double seconds) {
  /** Bytes of output for each byte moved from which on the bandwidth is that of copying. */
  private static final double COPIES_FROM = 0.15;

  /**
   * What bounds an operator: the multiply-adds of its result, or the bytes that it moves, within
   * the smallest level of the memory that holds all of them; whichever takes longer.
   *
   * @param op the operator
   * @param roofline the machine
   * @return the bound
   */
  public static Bound of(Op op, Roofline roofline) {
    Bound arithmetic = new Bound("FMA peak", 1e-9 * op.operations() / roofline.gigaflops());
    long bytes = op.bytes();
    MemoryLevel level = roofline.levelOf(bytes);
    boolean copies = (double) Float.BYTES * op.outputLength() > COPIES_FROM * bytes;
    Bound memory =
        copies
            ? new Bound(level.name() + " copy", 1e-9 * bytes / level.copyGigabytes())
            : new Bound(level.name() + " read", 1e-9 * bytes / level.readGigabytes());
    return arithmetic.seconds() > memory.seconds() ? arithmetic : memory;
  }
}
