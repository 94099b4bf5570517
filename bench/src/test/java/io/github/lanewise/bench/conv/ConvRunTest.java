package io.github.lanewise.bench.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.bench.contest.Effort;
import io.github.lanewise.bench.json.Json;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.bench.layers.LayerPlan;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvRunTest {
  private static final Effort TINY = new Effort(1, 20, 2, 5);
  private static final Layer SMALL = new Layer("small", 4, 6, 8, 3, 1, 1, 1);

  private static ConvRun run(ConvAlgorithm algorithm) {
    return new ConvRun(List.of(), Optional.of(algorithm), TINY, List.of(), "a test");
  }

  private static LayerPlan plan(Layer layer) {
    return new LayerPlan(List.of(layer), List.of(2), List.of(1));
  }

  @Test
  void aForkMeasuresALayer(@TempDir Path folder) throws IOException {
    List<ConvResult> results = new ArrayList<>();
    run(ConvAlgorithm.DIRECT).measure(plan(SMALL), Progress.NONE, results::add);

    assertThat(results).hasSize(1);
    ConvResult result = results.getFirst();
    assertThat(result.layer()).isEqualTo("small");
    assertThat(result.algorithm()).isEqualTo(ConvAlgorithm.DIRECT);
    assertThat(result.gflops()).isEqualTo(2e-9 * SMALL.shape(2).multiplyAdds() / result.seconds());
    assertThat(result.percentOfPeak())
        .isEqualTo(100 * result.gflops() / result.run().roofline().gigaflops());
    assertThat(result.ratioToBestPeer()).isNull();
    assertThat(result.errors().get(ConvAlgorithm.DIRECT)).isBetween(0.0, 1e-5);

    Path file = folder.resolve("results.json");
    Json.write(file, results);
    assertThat(Json.read(file, ConvResult[].class)).containsExactly(result);
  }

  @Test
  void anAlgorithmThatDoesNotFitIsRefusedBeforeAnythingRuns() {
    assertThatThrownBy(() -> run(ConvAlgorithm.DEPTHWISE).estimate(plan(SMALL)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DEPTHWISE does not support")
        .hasMessageContaining("AUTO takes");
  }

  @Test
  void anErrorIsAShareOfTheLargestResult() {
    assertThat(Accuracy.error(new float[] {1, -3.5f}, new float[] {1, -4})).isEqualTo(0.125);
  }
}
