package io.github.lanewise.bench.roofline;

/** How often a piece of work can be done: the best of repeated short windows. */
final class Rate {
  /** Long against the clock's resolution and the start of threads, short against disturbances. */
  private static final long WINDOW_NANOS = 4_000_000;

  /** Windows until C2 has compiled the loops and some window went undisturbed. */
  private static final int WINDOWS = 15;

  private Rate() {}

  /**
   * Calls the work again and again.
   *
   * @return calls a second in the best window
   */
  static double best(Runnable work) {
    double best = 0;
    for (int window = 0; window < WINDOWS; window++) {
      long calls = 0;
      long start = System.nanoTime();
      long elapsed;
      do {
        work.run();
        calls++;
        elapsed = System.nanoTime() - start;
      } while (elapsed < WINDOW_NANOS);
      best = Math.max(best, 1e9 * calls / elapsed);
    }
    return best;
  }
}
