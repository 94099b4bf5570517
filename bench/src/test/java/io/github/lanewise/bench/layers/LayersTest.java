package io.github.lanewise.bench.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lanewise.kernels.conv.ConvShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayersTest {

  @Test
  void publishedLayersAreThere() {
    List<Layer> layers = Layers.published();

    assertThat(layers).hasSize(29);
    ConvShape first = layers.getFirst().shape(16);
    assertThat(first.outHeight()).isEqualTo(112);
    assertThat(first.multiplyAdds()).isEqualTo(16L * 112 * 112 * 64 * 7 * 7 * 3);
    assertThat(Layers.named(layers, List.of("mob_dw2")).getFirst().shape(1).depthwise()).isTrue();
  }

  @Test
  void aListIsReadBack(@TempDir Path folder) throws IOException {
    Layer layer = new Layer("mine", 4, 9, 8, 3, 2, 1, 2);
    Path file = folder.resolve("list.csv");
    Files.writeString(file, "# mine\n" + Layer.HEADER + "\n\n" + layer.line() + "\n");

    assertThat(Layers.read(file)).containsExactly(layer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "a,1,2;has 3 fields",
        "a,x,9,8,3,2,1,2;inChannels of a is 'x'",
        "a,4,9,8,3,2,1,3;groups",
        ",4,9,8,3,2,1,2;empty name"
      })
  void aWrongLineIsNamed(String line, String reason) {
    assertThatThrownBy(() -> Layers.parse("list.csv", List.of(Layer.HEADER, "", line)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("list.csv:3: ")
        .hasMessageContaining(reason);
  }

  @Test
  void aListNeedsAHeaderAndLayersOfDifferentNames() {
    String line = "a,4,9,8,3,2,1,2";
    assertThatThrownBy(() -> Layers.parse("l", List.of(line))).hasMessageContaining("header");
    assertThatThrownBy(() -> Layers.parse("l", List.of(Layer.HEADER)))
        .hasMessageContaining("no layer");
    assertThatThrownBy(() -> Layers.parse("l", List.of(Layer.HEADER, line, line)))
        .hasMessageContaining("l:3: a second layer is named a");
  }

  @Test
  void anUnknownNameIsToldTheKnownOnes() {
    assertThatThrownBy(() -> Layers.named(Layers.published(), List.of("res9")))
        .hasMessageContaining("'res9'")
        .hasMessageContaining("resnet_conv1");
  }
}
