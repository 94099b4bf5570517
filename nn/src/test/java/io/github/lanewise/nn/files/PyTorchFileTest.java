package io.github.lanewise.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.Flatten;
import io.github.lanewise.nn.layers.LayerNorm;
import io.github.lanewise.nn.layers.ReLU;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files as safetensors.torch.save_model writes them, put together byte by byte, and what PyTorch
 * would compute with them, worked out channels first.
 */
class PyTorchFileTest {
  private static final int HEIGHT = 3;
  private static final int WIDTH = 4;
  private static final int IN = 2;
  private static final int OUT = 5;

  @TempDir Path folder;
  private Path file;
  private final List<String> header = new ArrayList<>();
  private final ByteBuffer data = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

  @BeforeEach
  void name() {
    file = folder.resolve("m.safetensors");
  }

  private float[] tensor(String name, int... sizes) {
    float[] values = new float[Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
    int begin = data.position();
    for (int i = 0; i < values.length; i++) {
      values[i] = ((i * 31 + name.length() * 17) % 23 - 11) / 10f;
      if (name.endsWith("var")) {
        values[i] = Math.abs(values[i]) + 0.5f;
      }
      data.putFloat(values[i]);
    }
    entry(name, "F32", Arrays.toString(sizes), begin);
    return values;
  }

  private void entry(String name, String type, String sizes, int begin) {
    header.add(
        String.format(
            Locale.ROOT,
            "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
            name,
            type,
            sizes,
            begin,
            data.position()));
  }

  private void counter(String name) {
    int begin = data.position();
    data.putLong(7);
    entry(name, "I64", "[]", begin);
  }

  private void write() throws IOException {
    String json = "{\"__metadata__\":{\"format\":\"pt\"}," + String.join(",", header) + "}";
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer whole = ByteBuffer.allocate(8 + text.length + data.position());
    whole.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text);
    whole.put(data.array(), 0, data.position());
    Files.write(file, whole.array());
  }

  /** A picture {@code [channel][row][column]} with channels last. */
  private static float[] channelsLast(float[] x, int channels) {
    float[] y = new float[x.length];
    int pixels = x.length / channels;
    for (int i = 0; i < x.length; i++) {
      y[i % pixels * channels + i / pixels] = x[i];
    }
    return y;
  }

  private static void computes(Model model, float[] x, double[] expected) {
    float[] y = new Workspace(model.network(), 1).forward(model.parameters(), x, Workers.serial());
    assertThat(y).hasSameSizeAs(expected);
    for (int i = 0; i < y.length; i++) {
      assertThat((double) y[i]).isCloseTo(expected[i], within(1e-4));
    }
  }

  private static Network network() {
    return Network.builder(HEIGHT, WIDTH, IN)
        .add("features/0", Conv2d.of(OUT, 3).padding(1))
        .add("features/1", new BatchNorm())
        .add("relu", new ReLU())
        .add("flatten", new Flatten())
        .add("drop", new Dropout(0.5))
        .add("classifier", Dense.of(3))
        .build();
  }

  @Test
  void weightsAreTurned() throws IOException {
    float[] w = tensor("features.0.weight", OUT, IN, 3, 3);
    float[] b = tensor("features.0.bias", OUT);
    float[] gamma = tensor("features.1.weight", OUT);
    float[] beta = tensor("features.1.bias", OUT);
    float[] mean = tensor("features.1.running_mean", OUT);
    float[] variance = tensor("features.1.running_var", OUT);
    counter("features.1.num_batches_tracked");
    float[] dense = tensor("classifier.weight", 3, OUT * HEIGHT * WIDTH);
    float[] bias = tensor("classifier.bias", 3);
    write();
    float[] x = new float[IN * HEIGHT * WIDTH];
    for (int i = 0; i < x.length; i++) {
      x[i] = (i * 7 % 13 - 6) / 5f;
    }
    double[] hidden = convolve(x, w, b);
    double[] expected = new double[3];
    for (int i = 0; i < hidden.length; i++) {
      int c = i / (HEIGHT * WIDTH);
      double normal = (hidden[i] - mean[c]) / Math.sqrt(variance[c] + 1e-5);
      hidden[i] = Math.max(0, normal * gamma[c] + beta[c]);
    }
    for (int o = 0; o < 3; o++) {
      expected[o] = bias[o];
      for (int i = 0; i < hidden.length; i++) {
        expected[o] += dense[o * hidden.length + i] * hidden[i];
      }
    }
    computes(PyTorchFile.read(file, network()), channelsLast(x, IN), expected);
  }

  /** The definition, channels first: 3×3 kernels, padding 1. */
  private static double[] convolve(float[] x, float[] w, float[] b) {
    double[] y = new double[OUT * HEIGHT * WIDTH];
    for (int at = 0; at < y.length; at++) {
      int o = at / (HEIGHT * WIDTH);
      int row = at / WIDTH % HEIGHT;
      int column = at % WIDTH;
      y[at] = b[o];
      for (int tap = 0; tap < 9 * IN; tap++) {
        int r = row + tap / 3 % 3 - 1;
        int c = column + tap % 3 - 1;
        if (r >= 0 && r < HEIGHT && c >= 0 && c < WIDTH) {
          y[at] += (double) w[o * 9 * IN + tap] * x[(tap / 9 * HEIGHT + r) * WIDTH + c];
        }
      }
    }
    return y;
  }

  /** A normalisation of flattened values and one of whole pictures keep an order, too. */
  @Test
  void normalisationsOfPicturesAreTurned() throws IOException {
    float[] scale = tensor("layer.weight", IN, HEIGHT, WIDTH);
    float[] shift = tensor("layer.bias", IN, HEIGHT, WIDTH);
    float[] gamma = tensor("batch.weight", IN * HEIGHT * WIDTH);
    for (String name : new String[] {"bias", "running_mean", "running_var"}) {
      tensor("batch." + name, IN * HEIGHT * WIDTH);
    }
    write();
    Network network =
        Network.builder(HEIGHT, WIDTH, IN)
            .add("norm1", new LayerNorm())
            .add("flatten", new Flatten())
            .add("norm2", new BatchNorm())
            .build();
    Model model = PyTorchFile.read(file, network, name -> name.equals("norm1") ? "layer" : "batch");
    assertThat(model.parameters().get("norm1.weight")).isEqualTo(channelsLast(scale, IN));
    assertThat(model.parameters().get("norm1.bias")).isEqualTo(channelsLast(shift, IN));
    assertThat(model.parameters().get("norm2.weight")).isEqualTo(channelsLast(gamma, IN));
  }

  @Test
  void whatDoesNotFitIsNamed() throws IOException {
    Network dense = Network.builder(1, 1, 4).add("fc", Dense.of(3)).build();
    tensor("fc.weight", 3, 4);
    tensor("head.bias", 3);
    write();
    assertThatThrownBy(() -> PyTorchFile.read(file, dense))
        .isInstanceOf(FileFormatException.class)
        .hasMessageContaining("has no tensor fc.bias for bias of fc")
        .hasMessageContaining("does not use: [head.bias]");
    Network without = Network.builder(1, 1, 4).add("fc", Dense.of(3).withoutBias()).build();
    assertThatThrownBy(() -> PyTorchFile.read(file, without))
        .hasMessageContaining("has tensors that the network has no use for: [head.bias]");
    Network other = Network.builder(1, 1, 3).add("fc", Dense.of(4).withoutBias()).build();
    assertThatThrownBy(() -> PyTorchFile.read(file, other))
        .hasMessageContaining("tensor fc.weight has sizes [3, 4]")
        .hasMessageContaining("has [4, 3] in PyTorch");
  }
}
