package io.github.lanewise.bench.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void medians() {
    assertThat(Statistics.median(List.of(3.0, 1.0, 9.0))).isEqualTo(3);
    assertThat(Statistics.median(List.of(3.0, 1.0, 9.0, 4.0))).isEqualTo(3.5);
    assertThatThrownBy(() -> Statistics.median(List.of())).hasMessageContaining("no values");
  }

  @Test
  void geometricMean() {
    assertThat(Statistics.geometricMean(List.of(0.5, 2.0, 8.0))).isCloseTo(2, within(1e-12));
  }

  @Test
  void spread() {
    assertThat(Statistics.spread(List.of(2.0, 1.0, 3.0))).isEqualTo(1);
  }
}
