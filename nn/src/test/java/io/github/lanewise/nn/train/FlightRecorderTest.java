package io.github.lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.data.Digits;
import io.github.lanewise.nn.layers.Dense;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderTest {
  @TempDir Path folder;

  @Test
  void layersAndStepsAreRecorded() throws Exception {
    Model model =
        Network.builder(8, 8, 1)
            .add("hidden", Dense.of(5))
            .add("out", Dense.of(10))
            .build()
            .initialise(1);
    Path file = folder.resolve("r.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("io.github.lanewise.LayerPass").withoutThreshold();
      recording.enable("io.github.lanewise.TrainingStep").withoutThreshold();
      recording.start();
      Trainer.of(model).epochs(2).batch(50).train(Digits.train().range(0, 100));
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    List<RecordedEvent> steps = of("TrainingStep", events);
    assertThat(steps).hasSize(4);
    assertThat(steps.getLast().getInt("epoch")).isEqualTo(2);
    assertThat(steps.getLast().getInt("step")).isEqualTo(2);
    assertThat(steps.getLast().getInt("examples")).isEqualTo(50);
    assertThat(steps.getLast().getDouble("loss")).isPositive();
    assertThat(of("LayerPass", events))
        .extracting(e -> e.getString("layer") + " " + e.getString("pass"))
        .startsWith("hidden forward", "out forward", "out backward", "hidden backward")
        .hasSize(16);
  }

  private static List<RecordedEvent> of(String name, List<RecordedEvent> events) {
    return events.stream()
        .filter(e -> e.getEventType().getName().equals("io.github.lanewise." + name))
        .sorted((a, b) -> a.getStartTime().compareTo(b.getStartTime()))
        .toList();
  }
}
