package io.github.lanewise.bench.roofline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import java.util.List;
import org.junit.jupiter.api.Test;

class RooflineTest {

  @Test
  void measuresEveryLevel() {
    Roofline roofline;
    try (Workers workers = Workers.of(2)) {
      roofline = Roofline.measure(workers);
    }
    assertThat(roofline.threads()).isEqualTo(2);
    assertThat(roofline.gigaflops()).isPositive();
    assertThat(roofline.levels())
        .extracting(MemoryLevel::name)
        .containsExactly("L1", "L2", "L3", "memory");
    assertThat(roofline.levels())
        .allMatch(level -> level.readGigabytes() > 0 && level.copyGigabytes() > 0)
        .isSortedAccordingTo((a, b) -> Long.compare(a.capacity(), b.capacity()));
  }

  @Test
  void theSmallestLevelThatHoldsTheDataFeedsIt() {
    Roofline roofline =
        new Roofline(
            1,
            1,
            List.of(
                new MemoryLevel("L1", 100, 4, 4),
                new MemoryLevel("L2", 1000, 3, 3),
                new MemoryLevel("memory", Long.MAX_VALUE, 1, 1)));
    assertThat(roofline.levelOf(100).name()).isEqualTo("L1");
    assertThat(roofline.levelOf(101).name()).isEqualTo("L2");
    assertThat(roofline.levelOf(1L << 40).name()).isEqualTo("memory");
  }
}
