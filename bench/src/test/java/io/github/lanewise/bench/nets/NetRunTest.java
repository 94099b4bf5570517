package io.github.lanewise.bench.nets;

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
import io.github.lanewise.nn.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetRunTest {
  private static final Effort TINY = new Effort(1, 20, 2, 5);

  @Test
  void forksMeasureTrainingAndInference(@TempDir Path folder) throws IOException {
    NetPlan plan = new NetPlan(List.of(Net.LENET), List.of(2), List.of(1), List.of(1));
    List<NetResult> results = new ArrayList<>();
    new NetRun(List.of(), TINY, List.of(), "a test").measure(plan, Progress.NONE, results::add);

    assertThat(results).extracting(NetResult::use).containsExactly(Use.TRAINING, Use.INFERENCE);
    NetResult training = results.getFirst();
    assertThat(training.net()).isEqualTo("lenet");
    assertThat(training.parameters()).isEqualTo(61_706);
    assertThat(training.batch()).isEqualTo(2);
    assertThat(training.imagesPerSecond(training.seconds())).isEqualTo(2 / training.seconds());
    assertThat(training.ratioToBestPeer()).isNull();

    Path file = folder.resolve("results.json");
    Json.write(file, results);
    assertThat(Json.read(file, NetResult[].class)).containsExactlyElementsOf(results);
  }

  /** With a batch that is learned from again and again, the loss falls. */
  @Test
  void stepsLearn() {
    NetData data = NetData.of(Net.LENET.network(), 4);
    try (TrainingContender contender = new TrainingContender(data, 1)) {
      float before = contender.outputs().get("loss")[0];
      for (int step = 0; step < 30; step++) {
        contender.run();
      }
      try (TrainingContender after = new TrainingContender(data, 1)) {
        assertThat(after.outputs().get("loss")[0]).isLessThan(0.9f * before);
      }
    }
  }

  @Test
  void gradientsOfTheSameLengthThatPointElsewhereAreTold() {
    FirstStep step = new FirstStep(1, Map.of("weight", new float[] {3, 4}));
    step.requireNear(step, "itself");
    new FirstStep(1, Map.of("weight", new float[] {3.1f, 4.1f})).requireNear(step, "a neighbour");
    assertThatThrownBy(
            () ->
                new FirstStep(1, Map.of("weight", new float[] {4, 3})).requireNear(step, "another"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("dweight by another is 0.283");
    assertThatThrownBy(() -> new FirstStep(1, Map.of()).requireNear(step, "another"))
        .hasMessageContaining("dweight");
  }

  @Test
  void everyNetworkHasTheSizeThatItIsKnownBy() {
    assertThat(Net.named(List.of()))
        .extracting(net -> Parameters.zeros(net.network()).learnedCount())
        .containsExactly(61_706L, 1_199_882L, 11_173_962L);
  }

  @Test
  void theTableAndTheChapterHoldAStepAgainstEachPeer() {
    NetResult result =
        new NetResult(
            "lenet",
            61_706,
            Use.TRAINING,
            64,
            2,
            2e-3,
            0,
            Map.of("peer", new PeerTime(8e-3), "other", new PeerTime(6e-3)),
            3.0,
            0.05,
            3,
            Map.of(),
            new RunInfo(
                "2030-01-01T00:00:00Z",
                "./lanewise bench nets",
                new Machine("cpu", 2, 1L << 30, "os", "Java", 512),
                new Roofline(2, 20, List.of())));
    Table<NetResult> table = NetTable.of(Table.Style.MARKDOWN, List.of(), List.of("peer", "other"));
    assertThat(table.row(result))
        .isEqualTo(
            "| lenet | 32,000 | 2.000 | 5 | 8,000 | 10,667 | 4.00 | 3.00 | 3.00 | 0 | 61,706 |");
    assertThat(NetTable.CHAPTER.markdown(List.of(result)))
        .contains(
            "## Networks",
            "- 2030-01-01: `./lanewise bench nets`, JVMs for each network: 3",
            "### Training, batch 64, 2 threads")
        .anyMatch(line -> line.startsWith("| lenet | 32,000 |") && line.contains("| 4.00 |"))
        .anyMatch(line -> line.contains("over 1 network: 3.00"));
  }

  @Test
  void anUnknownNetworkIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Net.named(List.of("nosuch")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nosuch'")
        .hasMessageContaining("mnist-example");
  }
}
