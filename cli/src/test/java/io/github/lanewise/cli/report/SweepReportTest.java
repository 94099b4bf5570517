package io.github.lanewise.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.lanewise.bench.costtable.Column;
import io.github.lanewise.bench.costtable.Sweep;
import io.github.lanewise.bench.machine.Machine;
import io.github.lanewise.cli.picture.PictureReader;
import io.github.lanewise.cli.plot.Plots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepReportTest {

  private static final Sweep SWEEP =
      new Sweep(
          1,
          List.of(
              series(Column.DENSE, 2.04, 2),
              series(Column.SPARSE, 1.1, 1),
              series(Column.CONVOLUTION, 0.98, 1)),
          new Machine("Test CPU", 2, 24L << 30, "TestOS", "Java 25", 512));

  private static Sweep.Series series(Column column, double exponent, double counted) {
    return new Sweep.Series(
        column,
        List.of(new Sweep.Time(32, 1000, 1e-6, false), new Sweep.Time(64, 4000, 1e-3, true)),
        exponent,
        counted);
  }

  @TempDir Path folder;

  @Test
  void textEndsWithTheExponents() {
    assertThat(new SweepReport(SWEEP).as(Format.TEXT).lines())
        .anyMatch(line -> line.matches("32×32 +1.00 µs +1.00 µs +1.00 µs"))
        .anyMatch(line -> line.matches("64×64 +~1.00 ms +~1.00 ms +~1.00 ms"))
        .anyMatch(line -> line.matches("Time grows with area .* +2.04 +1.10 +0.98"))
        .anyMatch(line -> line.matches("Operations, by formula +2.00 +1.00 +1.00"));
  }

  @Test
  void everyFormatHasEveryPoint() throws IOException {
    assertThat(new SweepReport(SWEEP).as(Format.CSV).lines()).hasSize(7);
    assertThat(new SweepReport(SWEEP).as(Format.MARKDOWN)).contains("| 32×32 | 1.00 µs |");
    JsonNode json = JsonMapper.builder().build().readTree(new SweepReport(SWEEP).as(Format.JSON));
    assertThat(json.get("sparse").get("exponent").doubleValue()).isEqualTo(1.1);
    assertThat(json.get("dense").get("times")).hasSize(2);
  }

  @Test
  void theSweepCanBeDrawn() throws IOException {
    Path file = folder.resolve("sweep.png");
    Plots.draw(SWEEP, file);
    assertThat(PictureReader.read(file).width()).isEqualTo(900);
  }
}
