package io.github.lanewise.bench.roofline;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.probe.Probe;
import java.util.List;

/**
 * The limits of this machine for a number of threads, measured in this JVM.
 *
 * @param threads threads that ran at the same time
 * @param gigaflops multiply-adds in registers, each counted as two operations, GFLOP/s of all
 *     threads together
 * @param levels L1, L2, L3 and memory; bandwidths of all threads together
 */
public record Roofline(int threads, double gigaflops, List<MemoryLevel> levels) {

  /** Names of the levels, nearest first. */
  static final List<String> LEVELS = List.of("L1", "L2", "L3", "memory");

  /** Rounds of a call: about 100 µs, so that reading the clock does not count. */
  private static final int ROUNDS = 1 << 16;

  /** Bytes that a thread moves in a call at least, for the same reason. */
  private static final long BYTES_PER_CALL = 16 << 20;

  private static final long WARM_UP_NANOS = 400_000_000;

  private static final long WARM_UP_NANOS_AT_MOST = 3_000_000_000L;

  private static final int WARM_UP_CALLS = 50_000;

  /** What keeps the compiler from leaving out the probes' results. */
  private static volatile float sink;

  /** Keeps the levels. */
  public Roofline {
    levels = List.copyOf(levels);
  }

  /**
   * Measures the limits; takes about a second.
   *
   * @param workers threads to measure with, of {@link Workers#of}: an executor might run one after
   *     the other what has to run at the same time
   * @return the limits
   */
  public static Roofline measure(Workers workers) {
    warmUp();
    Caches caches = Caches.ofThisMachine();
    int threads = workers.threads();
    // Half of a level, so that it holds the data and the level above does not.
    long heap = Runtime.getRuntime().maxMemory();
    long memory = Math.min(Math.max(4 * caches.l3(), 64 << 20), heap / 4);
    return new Roofline(
        threads,
        multiplyAdds(workers),
        List.of(
            level(0, caches.l1() * threads, caches.l1() / 2, workers),
            level(1, caches.l2() * threads, caches.l2() / 2, workers),
            level(2, caches.l3(), caches.l3() / 2 / threads, workers),
            level(3, Long.MAX_VALUE, memory / threads, workers)));
  }

  /**
   * The level that feeds a computation.
   *
   * @param workingSet bytes that it reads and writes again and again
   * @return the smallest level that holds them
   */
  public MemoryLevel levelOf(long workingSet) {
    return levels.stream()
        .filter(level -> workingSet <= level.capacity())
        .findFirst()
        .orElseThrow();
  }

  /**
   * A level by its name.
   *
   * @param name one of {@code L1}, {@code L2}, {@code L3}, {@code memory}
   * @return the level
   */
  public MemoryLevel level(String name) {
    return levels.stream().filter(level -> level.name().equals(name)).findFirst().orElseThrow();
  }

  /**
   * Has the probes compiled. C2 wants many calls rather than long ones, and takes its time where
   * processors are few.
   */
  private static void warmUp() {
    float[] from = new float[1 << 10];
    float[] to = new float[from.length];
    long start = System.nanoTime();
    long elapsed = 0;
    for (int calls = 0;
        elapsed < WARM_UP_NANOS || (calls < WARM_UP_CALLS && elapsed < WARM_UP_NANOS_AT_MOST);
        calls++) {
      Probe.copy(from, to);
      sink = Probe.multiplyAdd(1 << 6) + Probe.read(to);
      elapsed = System.nanoTime() - start;
    }
  }

  private static double multiplyAdds(Workers workers) {
    double calls = Rate.best(workers, thread -> sink = Probe.multiplyAdd(ROUNDS));
    return 1e-9 * calls * ROUNDS * Probe.operationsPerRound();
  }

  private static MemoryLevel level(int number, long capacity, long bytesOfThread, Workers workers) {
    // Two arrays for each thread: one is copied to the other, each by itself is read.
    int length = (int) (bytesOfThread / 2 / Float.BYTES);
    float[][] from = new float[workers.threads()][length];
    float[][] to = new float[workers.threads()][length];
    int repeats = (int) Math.max(1, BYTES_PER_CALL / bytesOfThread);
    double bytesOfCall = (double) repeats * 2 * length * Float.BYTES;
    double copies =
        Rate.best(
            workers,
            thread -> {
              for (int i = 0; i < repeats; i++) {
                Probe.copy(from[thread], to[thread]);
              }
            });
    double reads =
        Rate.best(
            workers,
            thread -> {
              float sum = 0;
              for (int i = 0; i < repeats; i++) {
                sum += Probe.read(from[thread]) + Probe.read(to[thread]);
              }
              sink = sum;
            });
    return new MemoryLevel(
        LEVELS.get(number), capacity, 1e-9 * reads * bytesOfCall, 1e-9 * copies * bytesOfCall);
  }
}
