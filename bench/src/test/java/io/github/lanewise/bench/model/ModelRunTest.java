package io.github.lanewise.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.bench.contest.Effort;
import io.github.lanewise.bench.contest.PeerTime;
import io.github.lanewise.bench.contest.RunInfo;
import io.github.lanewise.bench.contest.Table;
import io.github.lanewise.bench.json.Json;
import io.github.lanewise.bench.machine.Machine;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.bench.roofline.Roofline;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.zoo.Zoo;
import io.github.lanewise.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRunTest {
  private static final Effort TINY = new Effort(1, 20, 2, 5);

  @Test
  void jvmsMeasureAModelAndItsFirstAnswer(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("lenet.onnx");
    Network network = Zoo.lenet(new Shape(28, 28, 1), 10);
    OnnxModel.save(network.initialise(1), file);
    long multiplyAdds = OnnxModel.load(file).multiplyAdds(2);
    List<ModelResult> results = new ArrayList<>();
    new ModelRun(List.of(), TINY, List.of(), "a test")
        .measure(
            new ModelPlan(List.of(ModelPlan.Entry.of("lenet", file, 2)), 2, List.of(1)),
            Progress.NONE,
            results::add);

    assertThat(results).hasSize(1);
    ModelResult result = results.getFirst();
    assertThat(result.model()).isEqualTo("lenet");
    assertThat(multiplyAdds).isEqualTo(2 * network.summary().multiplyAdds());
    assertThat(result.gflops()).isEqualTo(2e-9 * multiplyAdds / result.seconds());
    assertThat(result.firstAnswers()).containsOnlyKeys("lanewise");
    assertThat(result.firstAnswers().get("lanewise").seconds()).isBetween(result.seconds(), 60.0);
    assertThat(result.ratioToBestPeer()).isNull();

    Path json = folder.resolve("results.json");
    Json.write(json, results);
    assertThat(Json.read(json, ModelResult[].class)).containsExactly(result);
  }

  @Test
  void librariesThatCannotShareAJvmAreRefused() {
    assertThatThrownBy(() -> new ModelRun(List.of("djl", "onnxruntime"), TINY, List.of(), "a test"))
        .hasMessageContaining("expected onnxruntime or djl");
  }

  @Test
  void aModelThatCannotBeLoadedIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("no.onnx"), "no model");

    assertThatThrownBy(() -> ModelPlan.Entry.of("no", file, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no.onnx");
  }

  @Test
  void theTableAndTheChapterHoldTheRunAgainstThePeer() {
    ModelResult result =
        new ModelResult(
            "small",
            2,
            1,
            1e-3,
            10,
            50,
            0,
            Map.of("onnxruntime", new PeerTime(2e-3)),
            2.0,
            0.01,
            Map.of(
                "lanewise", new FirstAnswer(0.25, 0.1), "onnxruntime", new FirstAnswer(0.5, 0.1)),
            1,
            Map.of(),
            new RunInfo(
                "2030-01-01T00:00:00Z", "a test", Machine.here(), new Roofline(1, 20, List.of())));
    Table<ModelResult> table =
        ModelTable.of(Table.Style.MARKDOWN, List.of("small"), List.of("onnxruntime"));

    assertThat(table.header(result)).contains("### Batch 2, 1 thread");
    assertThat(table.row(result))
        .isEqualTo("| small | 1.000 | 1 | 50.0 | 2.000 | 2.00 | 0 | 250 | 500 |");
    assertThat(table.footer(List.of(result)))
        .anyMatch(line -> line.startsWith("- Geometric mean") && line.contains("model: 2.00"));
    assertThat(ModelTable.CHAPTER.markdown(List.of(result)))
        .contains("## Whole models", table.row(result))
        .anyMatch(line -> line.startsWith("- 2030-01-01: `a test`"));
  }
}
