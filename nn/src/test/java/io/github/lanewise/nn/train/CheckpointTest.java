package io.github.lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.data.Digits;
import io.github.lanewise.nn.files.ModelFile;
import io.github.lanewise.nn.files.SafetensorsWriter;
import io.github.lanewise.nn.files.StoredModel;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.optimize.Adam;
import io.github.lanewise.nn.optimize.Schedule;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir Path folder;

  private static Model model() {
    return Network.builder(8, 8, 1)
        .add("conv", Conv2d.of(4, 3))
        .add(new ReLU())
        .add(MaxPool2d.of(2))
        .add(new Dropout(0.2))
        .add("out", Dense.of(10))
        .build()
        .initialise(1);
  }

  private static Trainer trainer(Model model) {
    return Trainer.of(model)
        .optimizer(Adam.of(0.004))
        .schedule(Schedule.oneCycle())
        .epochs(5)
        .batch(20)
        .validation(Digits.test())
        .earlyStopping(2);
  }

  private static List<Epoch> train(Trainer trainer) throws InterruptedException, IOException {
    return trainer.train(Digits.train().range(0, 230));
  }

  /** A training in a process of its own: arguments are the checkpoint and the result. */
  static final class InAProcess {
    private InAProcess() {}

    public static void main(String[] args) throws InterruptedException, IOException {
      Model model = model();
      Trainer trainer =
          trainer(model)
              .checkpoint(Path.of(args[0]), 2)
              .resume()
              .listener(
                  new TrainingListener() {
                    @Override
                    public void step(Progress progress) {
                      System.out.println(progress.epoch() + " " + progress.step());
                      System.out.flush();
                    }
                  });
      train(trainer);
      ModelFile.STANDARD.write(Path.of(args[1]), new StoredModel(model, Map.of()));
    }
  }

  /** Killed by SIGKILL again and again, in the end it has the bits of a training left alone. */
  @Test
  void aKilledTrainingEndsWithTheSameBits() throws Exception {
    Model expected = model();
    train(trainer(expected));
    Path checkpoint = folder.resolve("c.safetensors");
    Path result = folder.resolve("r.safetensors");
    int kills = 0;
    while (!Files.exists(result)) {
      Process process = start(checkpoint, result);
      // Each life is killed a few lines after it began to train, at a point nobody chooses.
      int lines = 15 + 10 * kills;
      try (var output = process.inputReader()) {
        while (lines > 0 && output.readLine() != null) {
          lines--;
        }
        if (lines == 0) {
          process.destroyForcibly();
          kills++;
        }
      }
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(kills).isLessThan(30);
    }
    assertThat(kills).isGreaterThan(1);
    Model resumed = ModelFile.STANDARD.read(result).model();
    expected
        .parameters()
        .forEach(
            p -> assertThat(resumed.parameters().get(p.name())).as(p.name()).isEqualTo(p.values()));
  }

  private static Process start(Path checkpoint, Path result) throws IOException {
    String classPath =
        Stream.of(
                InAProcess.class,
                Trainer.class,
                Workers.class,
                JsonMapper.class,
                JsonFactory.class,
                JsonInclude.class)
            .map(c -> Path.of(location(c)).toString())
            .distinct()
            .collect(Collectors.joining(File.pathSeparator));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            classPath,
            InAProcess.class.getName(),
            checkpoint.toString(),
            result.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static URI location(Class<?> type) {
    try {
      return type.getProtectionDomain().getCodeSource().getLocation().toURI();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFinishedTrainingIsNotMadeAgain() throws Exception {
    Path checkpoint = folder.resolve("c.safetensors");
    Model first = model();
    List<Epoch> history = train(trainer(first).checkpoint(checkpoint, 5));
    Model second = model();
    List<Epoch> again = train(trainer(second).checkpoint(checkpoint, 5).resume());
    assertThat(again).isEqualTo(history);
    assertThat(second.parameters().get("out.weight"))
        .isEqualTo(first.parameters().get("out.weight"));
  }

  @Test
  void anotherTrainingIsRefused() throws Exception {
    Path checkpoint = folder.resolve("c.safetensors");
    train(trainer(model()).checkpoint(checkpoint, 5));
    assertThatThrownBy(() -> train(trainer(model()).seed(2).checkpoint(checkpoint, 5).resume()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is of another training")
        .hasMessageContaining("seed 1")
        .hasMessageContaining("seed 2");
    new SafetensorsWriter().tensor("a", List.of(1), new float[1]).write(checkpoint);
    assertThatThrownBy(() -> train(trainer(model()).checkpoint(checkpoint, 5).resume()))
        .hasMessageContaining("it is no checkpoint");
    Files.write(checkpoint, Arrays.copyOf(Files.readAllBytes(checkpoint), 20));
    assertThatThrownBy(() -> train(trainer(model()).checkpoint(checkpoint, 5).resume()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("c.safetensors: ");
  }

  @Test
  void withoutACheckpointItBeginsAnew() throws Exception {
    Model model = model();
    assertThat(train(trainer(model).checkpoint(folder.resolve("none"), 5).resume())).isNotEmpty();
  }
}
