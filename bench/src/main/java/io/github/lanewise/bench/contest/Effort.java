package io.github.lanewise.bench.contest;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param forks JVMs for each figure
 * @param warmUpMillis time for C2 to compile each of Lanewise's contenders, milliseconds
 * @param rounds iterations of each contender in a fork
 * @param iterationMillis length of an iteration, milliseconds; at least one call
 */
public record Effort(int forks, int warmUpMillis, int rounds, int iterationMillis) {
  /** For figures that are to be believed. */
  public static final Effort FULL = new Effort(3, 2500, 6, 100);

  /** For a first impression. */
  public static final Effort QUICK = new Effort(1, 1500, 4, 60);

  /** A JVM's start, the native libraries' and the probe of the machine, seconds (measured). */
  private static final double START = 2.2;

  /**
   * This with another number of forks.
   *
   * @param count JVMs for each figure
   * @return the effort
   */
  public Effort withForks(int count) {
    return new Effort(count, warmUpMillis, rounds, iterationMillis);
  }

  /**
   * This with another warm-up.
   *
   * @param millis time for C2 to compile each of Lanewise's contenders, milliseconds
   * @return the effort
   */
  public Effort withWarmUp(int millis) {
    return new Effort(forks, millis, rounds, iterationMillis);
  }

  /**
   * About how long contests take, one after the other.
   *
   * @param contests the contests
   * @return the time
   */
  public Duration estimate(List<? extends Contest> contests) {
    return contests.stream().map(this::estimate).reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * About how long a contest takes.
   *
   * @param measured the contest
   * @return the time
   */
  public Duration estimate(Contest measured) {
    int ours = measured.ours().size();
    int peers = measured.peers().size();
    double call = measured.slowCall();
    double iteration =
        Math.max(1e-3 * iterationMillis, call)
            + Math.max(1e-3 * ContestBenchmark.LEAD_IN_MILLIS, call);
    double fork =
        START
            + ours * Math.max(1e-3 * warmUpMillis, call)
            + (rounds + 1) * (ours + peers) * iteration
            + (measured.threads() > 1 && peers > 0 ? 0.05 * (rounds + 1) * (ours + peers) : 0);
    return Duration.ofMillis((long) (1000 * forks * fork));
  }
}
