package io.github.lanewise.bench.costtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepRunTest {

  @TempDir Path folder;

  @Test
  void measuresEveryColumnAtEverySize() throws IOException {
    Schedule once = new Schedule(1, 0, 1, Duration.ofMillis(10), Duration.ofDays(1));
    List<String> told = new ArrayList<>();
    Sweep sweep =
        new SweepRun(Pictures.of(20, 20), 16, 32, true, 1, Optional.of(folder), once)
            .run((task, done, total) -> told.add(task));

    assertThat(sweep.series()).extracting(Sweep.Series::column).containsExactly(Column.values());
    for (Sweep.Series series : sweep.series()) {
      assertThat(series.times()).extracting(Sweep.Time::side).containsExactly(16, 32);
      assertThat(series.times()).allMatch(time -> time.seconds() > 0 && !time.extrapolated());
    }
    assertThat(sweep.series())
        .extracting(Sweep.Series::countedExponent)
        .satisfiesExactly(
            dense -> assertThat(dense).isCloseTo(2, within(0.05)),
            sparse -> assertThat(sparse).isCloseTo(1, within(0.05)),
            convolution -> assertThat(convolution).isCloseTo(1, within(0.05)));
    assertThat(told).contains("Dense matrix, 32×32", "Convolution, 16×16");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"1,8", "8,8", "9,8", "50000,60000"})
  void sizesOutOfRangeAreRefused(int from, int to) {
    assertThatThrownBy(
            () -> new SweepRun(Pictures.of(4, 4), from, to, true, 1, Optional.of(folder)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
