package io.github.lanewise.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.lanewise.bench.costtable.Column;
import io.github.lanewise.bench.costtable.Cost;
import io.github.lanewise.bench.costtable.CostTable;
import io.github.lanewise.bench.costtable.Result;
import io.github.lanewise.bench.machine.Machine;
import io.github.lanewise.bench.roofline.MemoryLevel;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableReportTest {

  private static final CostTable TABLE =
      new CostTable(
          320,
          280,
          1,
          List.of(
              result(
                  Column.DENSE,
                  new Cost(8_003_072_000L, 16_006_054_680L, 0, 32_012_288_000L, 32_013_003_680L),
                  2.5,
                  true),
              result(
                  Column.SPARSE,
                  new Cost(178_640, 267_960, 1_071_844, 1_786_404, 2_502_084),
                  40e-6,
                  false),
              result(Column.CONVOLUTION, new Cost(2, 267_960, 0, 8, 715_688), 5e-6, false)),
          0,
          "all three at full size",
          List.of(new CostTable.DenseSize(10, 10, 1e-3), new CostTable.DenseSize(20, 10, 4e-3)),
          new Machine("Test CPU", 2, 24L << 30, "TestOS", "Java 25", 512));

  private static Result result(Column column, Cost cost, double seconds, boolean extrapolated) {
    return new Result(
        column,
        cost,
        extrapolated ? "extrapolated" : "measured",
        extrapolated,
        3,
        seconds,
        0.9 * seconds,
        1.1 * seconds,
        200,
        new MemoryLevel("L2", 1 << 20, 150, 100),
        column != Column.CONVOLUTION);
  }

  @Test
  void textHasEveryFigureOfTheSlideAndItsCheck() {
    String text = new TableReport(TABLE).as(Format.TEXT);
    assertThat(text.lines())
        .contains(
            "Picture 320×280, kernel 2×1 (−1 1), output 319×280, on 1 thread",
            "Slide: stored floats, dense: 8,003,072,000 > 8e9: agrees",
            "Slide: stored floats, sparse: 178,640 = 178,640: agrees",
            "Slide: stored floats, convolution: 2 = 2: agrees",
            "Slide: multiplies or adds, dense: 16,006,054,680 > 16e9: agrees",
            "Slide: multiplies or adds, sparse: 267,960 = 267,960: agrees",
            "Slide: multiplies or adds, convolution: 267,960 = 267,960: agrees",
            "Largest difference between the outputs: 0 (all three at full size)",
            "Dense matrix: extrapolated")
        .anyMatch(line -> line.matches("Index storage, bytes +0 +1,071,844 +0"))
        .anyMatch(line -> line.matches("Time, median over the forks +~2.50 s +40.0 µs +5.00 µs"))
        .anyMatch(line -> line.matches(" +times the convolution's +~500,000 +8.00 +1.00"))
        .anyMatch(line -> line.contains("the time grows with the area to the power of 2.00"));
    assertThat(text).contains("143 % of 100 L2, copied".replace("143", "143.1"));
  }

  @Test
  void markdownIsATable() {
    assertThat(new TableReport(TABLE).as(Format.MARKDOWN))
        .contains("|  | Dense matrix | Sparse matrix | Convolution |\n|---|---:|---:|---:|\n")
        .contains("| Stored floats | 8,003,072,000 | 178,640 | 2 |");
  }

  @Test
  void csvHasALineForEachColumn() {
    assertThat(new TableReport(TABLE).as(Format.CSV).lines())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("column,storedFloats,flops,indexBytes,bytes,"))
        .anyMatch(line -> line.startsWith("convolution,2,267960,0,8,715688,5.00000000e-06,"));
  }

  @Test
  void jsonHasTheFieldsThatProgramsRead() throws IOException {
    JsonNode json = JsonMapper.builder().build().readTree(new TableReport(TABLE).as(Format.JSON));
    for (String column : List.of("dense", "sparse", "convolution")) {
      assertThat(json.get(column).fieldNames())
          .toIterable()
          .contains("storedFloats", "flops", "bytes", "medianSeconds", "gflops");
    }
    assertThat(json.get("dense").get("storedFloats").longValue()).isEqualTo(8_003_072_000L);
    assertThat(json.get("dense").get("extrapolated").booleanValue()).isTrue();
    assertThat(json.get("convolution").get("medianSeconds").doubleValue()).isEqualTo(5e-6);
    assertThat(json.get("maxDifference").doubleValue()).isZero();
    assertThat(json.get("machine").get("cpu").textValue()).isEqualTo("Test CPU");
    assertThat(json.get("slide")).hasSize(6);
  }
}
