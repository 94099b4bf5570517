package io.github.lanewise.bench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final Schedule SHORT =
      new Schedule(Duration.ofMillis(20), 5, Duration.ofMillis(2));

  private final float[] x = new float[1000];

  /** Where arrays escape to, so that C2 cannot leave them out. */
  private volatile byte[] escaped;

  @Test
  void countsWhatACallAllocates() {
    Measurement measured = new Measurement(() -> escaped = new byte[1000], SHORT);
    assertThat(measured.bytesPerCall()).isBetween(1000.0, 1100.0);
    assertThat(escaped).hasSize(1000);
  }

  @Test
  void whatAllocatesNothingCountsAsNothing() {
    assertThat(new Measurement(this::work, SHORT).bytesPerCall()).isZero();
  }

  @Test
  void theBestWindowIsNoLongerThanTheMedian() {
    Measurement measured = new Measurement(this::work, SHORT);
    assertThat(measured.best()).isPositive().isLessThanOrEqualTo(measured.median());
  }

  private void work() {
    for (int i = 0; i < x.length; i++) {
      x[i] = x[i] * 0.5f + 1;
    }
  }
}
