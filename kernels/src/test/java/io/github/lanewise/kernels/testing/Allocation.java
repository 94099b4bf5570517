package io.github.lanewise.kernels.testing;

import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Checks that a call allocates nothing once it is compiled. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Calls in a row that must allocate nothing. */
  private static final int CALLS = 20;

  /**
   * The compiler works in the background, and vectors live on the heap until it is done. Counted is
   * the time that this thread really runs: a JVM that is kept from running compiles nothing either.
   */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private Allocation() {}

  /** Repeats a call until {@value #CALLS} in a row allocate nothing on this thread. */
  public static void none(String what, Runnable call) {
    long start = THREADS.getCurrentThreadCpuTime();
    for (int quiet = 0; quiet < CALLS; ) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      call.run();
      long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
      quiet = bytes == 0 ? quiet + 1 : 0;
      if (bytes > 0 && THREADS.getCurrentThreadCpuTime() - start > PATIENCE_NANOS) {
        fail("%s still allocates %d bytes in a call", what, bytes);
      }
    }
  }
}
