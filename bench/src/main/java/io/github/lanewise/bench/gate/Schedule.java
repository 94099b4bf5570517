package io.github.lanewise.bench.gate;

import java.time.Duration;

/**
 * How long a fork measures each subject.
 *
 * @param warmup time without a faster call after which C2 counts as done; no call of it counts
 * @param windows stretches of calls that are timed
 * @param window length of one
 */
record Schedule(Duration warmup, int windows, Duration window) {
  /** About half a second each: a fork takes some 8 s for all subjects. */
  static final Schedule USUAL = new Schedule(Duration.ofMillis(350), 25, Duration.ofMillis(8));
}
