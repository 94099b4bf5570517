package io.github.lanewise.bench.gate;

import com.sun.management.ThreadMXBean;
import io.github.lanewise.bench.statistics.Statistics;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Times a piece of work in this JVM, after warming it up, and counts what it allocates.
 *
 * <p>Times are those of the thread, not of the clock on the wall: the work waits for nothing, and
 * what other programs do to it on a shared machine is not its doing.
 */
final class Measurement {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** No more calls after this, however few; only the references are so slow. */
  private static final long PATIENCE_NANOS = 2_000_000_000;

  /** A call that takes less than this part of the fastest says that C2 is still at work. */
  private static final double FASTER = 0.9;

  private static final int ALLOCATION_CALLS = 20;
  private static final int ALLOCATION_TRIES = 5;

  private final List<Double> seconds;
  private final double bytesPerCall;

  /**
   * Measures.
   *
   * @param work called again and again
   * @param schedule how long
   */
  Measurement(Runnable work, Schedule schedule) {
    int calls = warmUp(work, schedule);
    seconds = time(work, schedule.windows(), calls);
    bytesPerCall = allocated(work);
  }

  /** Seconds of a call in the median window. */
  double median() {
    return Statistics.median(seconds);
  }

  /** Seconds of a call in the best window. */
  double best() {
    return Collections.min(seconds);
  }

  /**
   * Bytes that a call allocates. The least of some tries: compiled code allocates the same each
   * time, and what a JIT that is still at work makes of the first call is not the kernel's doing.
   */
  double bytesPerCall() {
    return bytesPerCall;
  }

  /**
   * Calls until none has been clearly faster for the time of the warm-up; returns how many of the
   * fastest fit into a window.
   */
  private static int warmUp(Runnable work, Schedule schedule) {
    long begin = now();
    long end = begin + schedule.warmup().toNanos();
    long fastest = Long.MAX_VALUE;
    long now;
    do {
      long start = now();
      work.run();
      now = now();
      if (now - start < FASTER * fastest) {
        end = now + schedule.warmup().toNanos();
      }
      fastest = Math.min(fastest, now - start);
    } while (now < end && now - begin < PATIENCE_NANOS);
    return (int) Math.max(1, schedule.window().toNanos() / Math.max(1, fastest));
  }

  private static List<Double> time(Runnable work, int windows, int calls) {
    List<Double> seconds = new ArrayList<>(windows);
    long begin = now();
    while (seconds.size() < windows && (seconds.isEmpty() || now() - begin < PATIENCE_NANOS)) {
      long start = now();
      for (int i = 0; i < calls; i++) {
        work.run();
      }
      seconds.add(1e-9 * (now() - start) / calls);
    }
    return seconds;
  }

  private static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }

  private static double allocated(Runnable work) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ALLOCATION_TRIES && least > 0; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int call = 0; call < ALLOCATION_CALLS; call++) {
        work.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return (double) least / ALLOCATION_CALLS;
  }
}
