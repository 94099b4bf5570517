package io.github.lanewise.bench.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.bench.contest.Effort;
import io.github.lanewise.bench.json.Json;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.bench.roofline.MemoryLevel;
import io.github.lanewise.bench.roofline.Roofline;
import io.github.lanewise.kernels.lanes.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpRunTest {
  private static final Effort TINY = new Effort(1, 20, 2, 5);

  /** 100 GFLOP/s; a cache of 1 MB with 100 GB/s read and 80 copied, and a tenth from memory. */
  private static final Roofline MACHINE =
      new Roofline(
          1,
          100,
          List.of(
              new MemoryLevel("L1", 1_000_000, 100, 80),
              new MemoryLevel("memory", Long.MAX_VALUE, 10, 8)));

  @Test
  void aForkMeasuresAnOperator(@TempDir Path folder) throws IOException {
    Op op = Ops.named(List.of("gemm_1x400x120")).getFirst();
    List<OpResult> results = new ArrayList<>();
    new OpRun(List.of("nosuch"), TINY, List.of(), "a test")
        .measure(List.of(op), List.of(1), Progress.NONE, results::add);

    assertThat(results).hasSize(1);
    OpResult result = results.getFirst();
    assertThat(result.op()).isEqualTo("gemm_1x400x120");
    assertThat(result.gflops()).isEqualTo(1e-9 * 2 * 400 * 120 / result.seconds());
    assertThat(result.percentOfBound())
        .isEqualTo(100 * Bound.of(op, result.run().roofline()).seconds() / result.seconds());
    assertThat(result.peers()).isEmpty();
    assertThat(result.ratioToBestPeer()).isNull();

    Path file = folder.resolve("results.json");
    Json.write(file, results);
    assertThat(Json.read(file, OpResult[].class)).containsExactly(result);
  }

  @Test
  void theBoundIsWhateverTakesLonger() {
    Bound vector = Bound.of(new GemmOp("v", 1, 100, 100, true), MACHINE);
    assertThat(vector.name()).isEqualTo("L1 read");
    assertThat(vector.seconds()).isEqualTo(1e-9 * 4 * (100 + 10_000 + 100) / 100);

    Bound square = Bound.of(new GemmOp("s", 100, 100, 100, true), MACHINE);
    assertThat(square.name()).isEqualTo("FMA peak");
    assertThat(square.seconds()).isEqualTo(1e-9 * 2e6 / 100);

    Bound added = Bound.of(new ElementOp("a", ElementOp.Kind.ADD, 1_000_000), MACHINE);
    assertThat(added.name()).isEqualTo("memory copy");
    assertThat(added.seconds()).isEqualTo(1e-9 * 12e6 / 8);
  }

  @Test
  void everyOperatorComputesWhatItSays() {
    for (Op op : Ops.all()) {
      if (op.bytes() < 8_000_000) {
        float[] y = new float[op.outputLength()];
        op.computation(op.inputs(), y, Workers.serial()).run();
        assertThat(y).as(op.name()).doesNotContain(Float.NaN);
        assertThat(y).as(op.name()).isNotEqualTo(new float[y.length]);
      }
    }
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Ops.named(List.of("nosuch")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nosuch'")
        .hasMessageContaining("gemm_512");
  }
}
