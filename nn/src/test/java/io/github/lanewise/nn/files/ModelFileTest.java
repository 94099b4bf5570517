package io.github.lanewise.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.nn.Frame;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.Passes;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.AdaptiveAvgPool2d;
import io.github.lanewise.nn.layers.AdaptiveMaxPool2d;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.AvgPool2d;
import io.github.lanewise.nn.layers.Concat;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.Flatten;
import io.github.lanewise.nn.layers.GlobalAvgPool;
import io.github.lanewise.nn.layers.GlobalMaxPool;
import io.github.lanewise.nn.layers.GroupNorm;
import io.github.lanewise.nn.layers.InstanceNorm;
import io.github.lanewise.nn.layers.LayerNorm;
import io.github.lanewise.nn.layers.LocalResponseNorm;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.Pad2d;
import io.github.lanewise.nn.layers.Padding;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.layers.Size;
import io.github.lanewise.nn.layers.Upsample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("m.safetensors");
  }

  private static Model model() {
    return Network.builder(8, 8, 4)
        .add("conv", Conv2d.of(8, 3).padding(1).stride(1, 2).groups(2).dilation(1))
        .add("relu", new ReLU())
        .add("max", MaxPool2d.of(2).ceil())
        .add("avg", AvgPool2d.of(2).excludingPadding(), "relu")
        .add("sum", new Add(), "max", "avg")
        .add("all", new Concat(), "sum", "max")
        .add("drop", new Dropout(0.125))
        .add("mean", new GlobalAvgPool())
        .add("flat", new Flatten())
        .add("out", Dense.of(3).withoutBias())
        .build()
        .initialise(5);
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Model model = model();
    ModelFile.STANDARD.write(file, new StoredModel(model, Map.of("classes", "a,b,c")));
    StoredModel stored = ModelFile.STANDARD.read(file);
    assertThat(stored.model().network()).hasToString(model.network().toString());
    assertThat(stored.notes()).isEqualTo(Map.of("classes", "a,b,c"));
    for (Parameter parameter : model.parameters()) {
      assertThat(stored.model().parameters().get(parameter.name())).isEqualTo(parameter.values());
    }
  }

  /** Every layer that comes along, with options that are not its defaults. */
  @Test
  void everyLayerIsReadAsItWas() throws IOException {
    Model model =
        Network.builder(8, 8, 4)
            .add(Conv2d.of(8, 3).padding(1).paddingMode(PaddingMode.CIRCULAR))
            .add(new GroupNorm(2, 1e-3, false))
            .add(new LayerNorm(LayerNorm.Over.CHANNELS))
            .add(new InstanceNorm(1e-3, true))
            .add(new LocalResponseNorm(5, 1e-3, 0.5, 2))
            .add(Upsample.bilinear(2).aligned())
            .add(new Pad2d(Padding.of(1), PaddingMode.REFLECT))
            .add(new AdaptiveAvgPool2d(5))
            .add(new AdaptiveMaxPool2d(new Size(3, 2)))
            .add(new GlobalMaxPool())
            .build()
            .initialise(5);
    ModelFile.STANDARD.write(file, new StoredModel(model, Map.of()));
    assertThat(ModelFile.STANDARD.read(file).model().network())
        .hasToString(model.network().toString());
  }

  /** A layer of a user's own. */
  public record Twice(int unused) implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.getFirst();
    }

    @Override
    public Passes bind(List<Shape> inputs, int batch) {
      return new Passes() {
        @Override
        public void forward(Frame frame) {
          for (int i = 0; i < frame.y().length; i++) {
            frame.y()[i] = 2 * frame.x()[i];
          }
        }

        @Override
        public void backward(Frame frame) {
          for (int i = 0; i < frame.dx().length; i++) {
            frame.dx()[i] = 2 * frame.dy()[i];
          }
        }

        @Override
        public void tangent(Frame frame) {
          for (int i = 0; i < frame.ty().length; i++) {
            frame.ty()[i] = 2 * frame.tx()[i];
          }
        }
      };
    }
  }

  @Test
  void layersOfOnesOwnHaveToBeNamed() throws IOException {
    Model model = Network.builder(1, 1, 2).add(new Twice(7)).build().initialise(1);
    assertThatThrownBy(() -> ModelFile.STANDARD.write(file, new StoredModel(model, Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice_1 is a")
        .hasMessageContaining("ModelFile.with");
    assertThat(file).doesNotExist();
    ModelFile withTwice = ModelFile.STANDARD.with(Twice.class);
    withTwice.write(file, new StoredModel(model, Map.of()));
    assertThat(withTwice.read(file).model().network().nodes().get(1).layer())
        .isEqualTo(new Twice(7));
    assertThatThrownBy(() -> ModelFile.STANDARD.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("twice_1 is a Twice, expected one of [");
  }

  private void writeWith(String network, String version) throws IOException {
    new SafetensorsWriter()
        .text(ModelFile.FORMAT, version)
        .text(ModelFile.NETWORK, network)
        .tensor("d.weight", List.of(2, 3), new float[6])
        .write(file);
  }

  private static String dense(String layer) {
    return """
        {"input":{"height":1,"width":1,"channels":2},
         "nodes":[{"name":"d","type":"Dense","inputs":["input"],"layer":%s}]}
        """
        .formatted(layer);
  }

  private void refused(String network, String message) throws IOException {
    writeWith(network, "1");
    assertThatThrownBy(() -> ModelFile.STANDARD.read(file))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void networksThatLieAreRefusedBeforeMemoryIsTaken() throws IOException {
    writeWith(dense("{\"units\":3,\"bias\":false}"), "1");
    assertThat(ModelFile.STANDARD.read(file).model().network().outputShape().length()).isEqualTo(3);
    refused(dense("{\"units\":3,\"bias\":true}"), "has no tensor d.bias");
    refused(
        dense("{\"units\":2000000000,\"bias\":false}"), "has sizes [2, 3], the network expects");
    refused(dense("{\"units\":0,\"bias\":false}"), "units is 0, expected at least 1");
    refused(dense("{\"units\":3.5,\"bias\":false}"), "the network is wrong");
    refused(dense("{\"bias\":false}"), "the network is wrong");
    refused(dense("{\"units\":3,\"bias\":false,\"extra\":1}"), "the network is wrong");
    refused(dense("null"), "the network is wrong");
    refused("{}", "the network is wrong");
    refused("[", "the network is wrong");
    refused("{\"input\":{\"height\":1,\"width\":1,\"channels\":2},\"nodes\":[]}", "needs a layer");
    refused(
        dense("{\"units\":3,\"bias\":false}").replace("[\"input\"]", "[\"other\"]"),
        "reads other, which is not there yet");
  }

  @Test
  void otherFilesAndVersionsAreNamed() throws IOException {
    writeWith(dense("{\"units\":3,\"bias\":false}"), "2");
    assertThatThrownBy(() -> ModelFile.STANDARD.read(file))
        .hasMessageContaining("has format 2, expected 1; use a newer Lanewise");
    new SafetensorsWriter().tensor("t", List.of(1), new float[1]).write(file);
    assertThatThrownBy(() -> ModelFile.STANDARD.read(file))
        .hasMessageContaining("it was not written by Lanewise");
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    ModelFile.STANDARD.write(file, new StoredModel(model(), Map.of()));
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 5, 8, 100, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ModelFile.STANDARD.read(file))
          .as("%d bytes", length)
          .isInstanceOf(FileFormatException.class);
    }
  }
}
