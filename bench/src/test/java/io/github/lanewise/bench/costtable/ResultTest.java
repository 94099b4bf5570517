package io.github.lanewise.bench.costtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.bench.roofline.MemoryLevel;
import io.github.lanewise.bench.roofline.Roofline;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTest {

  private static final Cost COST = new Cost(10, 4_000_000_000L, 0, 40, 2_000_000_000);

  @Test
  void figuresAreMediansOverTheForks() {
    Result result =
        Result.measured(
            Column.DENSE,
            COST,
            "measured",
            List.of(sample(3, 100, 8), sample(2, 400, 10), sample(9, 200, 40)));

    assertThat(result.medianSeconds()).isEqualTo(3);
    assertThat(result.minSeconds()).isEqualTo(2);
    assertThat(result.maxSeconds()).isEqualTo(9);
    assertThat(result.forks()).isEqualTo(3);
    assertThat(result.gigaflops()).isCloseTo(4 / 3., within(1e-12));
    assertThat(result.percentOfPeak()).isCloseTo(100 * 4 / 3. / 200, within(1e-12));
    assertThat(result.gigabytesPerSecond()).isCloseTo(2 / 3., within(1e-12));
    assertThat(result.bandwidth()).isEqualTo(10);
    assertThat(result.percentOfBandwidth()).isCloseTo(100 * 2 / 3. / 10, within(1e-12));
    assertThat(result.extrapolated()).isFalse();
  }

  @Test
  void aConvolutionIsHeldAgainstCopying() {
    assertThat(Result.measured(Column.CONVOLUTION, COST, "", List.of(sample(1, 1, 10))).bandwidth())
        .isEqualTo(5);
  }

  @Test
  void extrapolationGoesByOperations() {
    Cost quarter = new Cost(5, 1_000_000_000L, 0, 20, 500_000_000);
    Result result =
        Result.extrapolated(
            Column.DENSE, COST, "extrapolated", List.of(sample(0.5, 100, 10)), quarter);
    assertThat(result.medianSeconds()).isEqualTo(2);
    assertThat(result.extrapolated()).isTrue();
  }

  private static Sample sample(double seconds, double gigaflops, double read) {
    return new Sample(
        seconds,
        new Roofline(
            1, gigaflops, List.of(new MemoryLevel("memory", Long.MAX_VALUE, read, read / 2))));
  }
}
