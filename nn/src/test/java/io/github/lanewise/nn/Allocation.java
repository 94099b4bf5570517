package io.github.lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Checks that a call allocates nothing once it is compiled. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Calls of a round, the last of which must allocate nothing. */
  private static final int CALLS = 50;

  /**
   * Warm-up takes as long as the compiler does, on a busy machine many seconds: rounds may still
   * allocate, the last not. Counted is the time that this thread really runs.
   */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private Allocation() {}

  /** Repeats a call until {@value #CALLS} in a row allocate nothing on this thread. */
  public static void none(Runnable call) {
    long least = Long.MAX_VALUE;
    for (long start = THREADS.getCurrentThreadCpuTime();
        least > 0 && THREADS.getCurrentThreadCpuTime() - start < PATIENCE_NANOS; ) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS; i++) {
        call.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("least bytes of %d calls", CALLS).isZero();
  }
}
