package io.github.lanewise.bench.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.bench.contest.Effort;
import io.github.lanewise.bench.contest.PeerTime;
import io.github.lanewise.bench.contest.RunInfo;
import io.github.lanewise.bench.contest.Table;
import io.github.lanewise.bench.json.Json;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.bench.layers.LayerPlan;
import io.github.lanewise.bench.machine.Machine;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.bench.roofline.MemoryLevel;
import io.github.lanewise.bench.roofline.Roofline;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainRunTest {
  private static final Effort TINY = new Effort(1, 20, 2, 5);
  private static final Layer SMALL = new Layer("small", 4, 6, 8, 3, 1, 1, 1);

  @Test
  void aForkMeasuresALayerForwardAndBackward(@TempDir Path folder) throws IOException {
    List<TrainResult> results = new ArrayList<>();
    new TrainRun(List.of(), TINY, List.of(), "a test")
        .measure(
            new LayerPlan(List.of(SMALL), List.of(2), List.of(1)), Progress.NONE, results::add);

    assertThat(results).hasSize(1);
    TrainResult result = results.getFirst();
    assertThat(result.layer()).isEqualTo("small");
    double operations = 2e-9 * SMALL.shape(2).multiplyAdds();
    for (PassTime pass :
        List.of(result.forward(), result.backwardInput(), result.backwardWeights())) {
      assertThat(pass.gflops()).isEqualTo(operations / pass.seconds());
      assertThat(pass.percentOfPeak())
          .isEqualTo(100 * pass.gflops() / result.run().roofline().gigaflops());
      assertThat(pass.seconds()).isPositive();
    }
    assertThat(result.total().gflops()).isEqualTo(3 * operations / result.total().seconds());
    assertThat(result.packSeconds()).isPositive();
    assertThat(result.ratioToBestPeer()).isNull();

    Path file = folder.resolve("results.json");
    Json.write(file, results);
    assertThat(Json.read(file, TrainResult[].class)).containsExactly(result);
  }

  @Test
  void theTableAndTheChapterHoldTheTotalAgainstThePeer() {
    PassTime pass = new PassTime(1e-3, 10, 50);
    TrainResult result =
        new TrainResult(
            "small",
            2,
            1,
            pass,
            pass,
            pass,
            new PassTime(3e-3, 10, 50),
            1e-3,
            0,
            Map.of("pytorch", new PeerTime(6e-3)),
            2.0,
            0.01,
            1,
            ConvAlgorithm.DIRECT,
            ConvAlgorithm.DIRECT,
            ConvAlgorithm.DIRECT,
            Map.of(),
            SMALL,
            new RunInfo(
                "2030-01-01T00:00:00Z",
                "a test",
                Machine.here(),
                new Roofline(1, 20, List.of(new MemoryLevel("memory", Long.MAX_VALUE, 30, 30)))));
    Table<TrainResult> table =
        TrainTable.of(Table.Style.MARKDOWN, List.of("small"), List.of("pytorch"));

    assertThat(table.header(result)).contains("### Batch 2, 1 thread");
    assertThat(table.row(result))
        .startsWith("| small | 1.000 | 50.0 |")
        .contains("| 6.000 | 2.00 |");
    assertThat(table.footer(List.of(result)))
        .anyMatch(line -> line.startsWith("- Geometric mean") && line.contains("layer: 2.00"));
    assertThat(TrainTable.CHAPTER.markdown(List.of(result)))
        .contains("## Forward and backward", table.row(result))
        .anyMatch(line -> line.startsWith("- 2030-01-01: `a test`"));
  }
}
