package io.github.lanewise.bench.costtable;

import java.time.Duration;

/**
 * How often something is measured.
 *
 * @param forks JVMs at most, each one sample
 * @param warmups iterations of a fork that do not count
 * @param iterations iterations of a fork that count; the fork's figure is their median
 * @param iteration length of an iteration; zero for one product, however long it takes
 * @param budget no further fork is started that would likely end later than this
 */
record Schedule(int forks, int warmups, int iterations, Duration iteration, Duration budget) {

  private static final Duration NO_LIMIT = Duration.ofDays(1);

  /** For products that take up to some tenths of a second. */
  static Schedule repeated(int forks) {
    return new Schedule(forks, 4, 7, Duration.ofMillis(150), NO_LIMIT);
  }

  /**
   * For a first impression of products that take up to some hundredths of a second. The smallest
   * take a microsecond, but whatever the size, compilers need most of a second.
   */
  static Schedule brief() {
    return new Schedule(1, 8, 3, Duration.ofMillis(100), NO_LIMIT);
  }

  /** For products that take seconds: the first brings the file into the cache, if it fits. */
  static Schedule single(int forks) {
    return new Schedule(forks, 1, 3, Duration.ZERO, Duration.ofMinutes(2));
  }
}
