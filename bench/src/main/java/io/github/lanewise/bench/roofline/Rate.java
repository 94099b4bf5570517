package io.github.lanewise.bench.roofline;

import io.github.lanewise.kernels.lanes.Workers;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * How often some threads can do a piece of work at the same time: the best of repeated short
 * windows, by the time that each thread really ran. By the clock on the wall, a limit measured
 * while other programs ran would be too low, and kernels would reach more than all of it.
 */
final class Rate {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Long against the clock's resolution and the start of threads, short against disturbances. */
  private static final long WINDOW_NANOS = 4_000_000;

  /** Windows until C2 has compiled the loops and some window went undisturbed. */
  private static final int WINDOWS = 15;

  private Rate() {}

  /**
   * Has every thread call the work again and again.
   *
   * @param workers the threads, all of their own
   * @param work is given the number of the thread; a call takes long against reading a clock, which
   *     is half a microsecond
   * @return calls a second of all threads together in the best window
   */
  static double best(Workers workers, IntConsumer work) {
    double[] rates = new double[workers.threads()];
    double best = 0;
    for (int window = 0; window < WINDOWS; window++) {
      AtomicInteger missing = new AtomicInteger(rates.length);
      workers.run(
          rates.length,
          (thread, scratch) -> {
            missing.decrementAndGet();
            while (missing.get() > 0) { // one that ran alone would have all of a shared cache
              Thread.onSpinWait();
            }
            rates[thread] = window(() -> work.accept(thread));
          });
      best = Math.max(best, Arrays.stream(rates).sum());
    }
    return best;
  }

  private static double window(Runnable work) {
    long calls = 0;
    long start = THREADS.getCurrentThreadCpuTime();
    long elapsed;
    do {
      work.run();
      calls++;
      elapsed = THREADS.getCurrentThreadCpuTime() - start;
    } while (elapsed < WINDOW_NANOS);
    return 1e9 * calls / elapsed;
  }
}
