package io.github.lanewise.onnx.verify;

import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.ParameterSpec.Role;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.AvgPool2d;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Concat;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.ConvTranspose2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.DepthwiseConv2d;
import io.github.lanewise.nn.layers.GlobalAvgPool;
import io.github.lanewise.nn.layers.GroupNorm;
import io.github.lanewise.nn.layers.LayerNorm;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.layers.SiLU;
import io.github.lanewise.nn.layers.Sigmoid;
import io.github.lanewise.nn.layers.Softmax;
import io.github.lanewise.nn.layers.Tanh;
import io.github.lanewise.nn.layers.Upsample;
import io.github.lanewise.nn.zoo.Zoo;
import io.github.lanewise.onnx.OnnxModel;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorFile;
import io.github.lanewise.onnx.testing.OnnxRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** The networks of src-test-data/onnx, and the program that has written the files there. */
final class OwnCases {
  /** Where the files are, seen from a module. */
  static final Path FOLDER = Path.of("..", "src-test-data", "onnx");

  private static final int BATCH = 2;

  private OwnCases() {}

  /** Networks by the names of their folders. */
  static Map<String, Network> networks() {
    Map<String, Network> networks = new LinkedHashMap<>();
    networks.put("small_lenet", Zoo.small(new Shape(8, 8, 1), 10));
    networks.put(
        "residual",
        Network.builder(9, 9, 3)
            .add("stem", Conv2d.of(8, 3).padding(1), Network.INPUT)
            .add("before", new ReLU(), "stem")
            .add("conv", Conv2d.of(8, 3).padding(1).withoutBias(), "before")
            .add("norm", new BatchNorm(), "conv")
            .add("sum", new Add(), "norm", "before")
            .add(new ReLU())
            .add(new GlobalAvgPool())
            .add(Dense.of(5))
            .add(new Softmax())
            .build());
    networks.put(
        "separable",
        Network.builder(11, 10, 3)
            .add(Conv2d.of(16, 3).stride(2).padding(1))
            .add(new ReLU())
            .add(DepthwiseConv2d.of(3).padding(1))
            .add(new BatchNorm())
            .add(new ReLU())
            .add(Conv2d.of(24, 1))
            .add(new SiLU())
            .build());
    networks.put(
        "up_and_down",
        Network.builder(6, 5, 2)
            .add("down", AvgPool2d.of(2), Network.INPUT)
            .add("transposed", ConvTranspose2d.of(4, 3), "down")
            .add("up", Upsample.nearest(2), "transposed")
            .build());
    networks.put(
        "normalised",
        Network.builder(5, 4, 6)
            .add("a", Conv2d.of(6, 3).padding(1), Network.INPUT)
            .add("groups", new GroupNorm(3), "a")
            .add("gate", new Sigmoid(), "groups")
            .add("b", Conv2d.of(4, 1), Network.INPUT)
            .add("rows", new LayerNorm(LayerNorm.Over.CHANNELS), "b")
            .add("shape", new Tanh(), "rows")
            .add("both", new Concat(), "gate", "shape")
            .build());
    return networks;
  }

  /** With parameters that none leaves without effect. */
  private static Model model(Network network) {
    Model model = network.initialise(1);
    Random random = new Random(2);
    for (Parameter parameter : model.parameters()) {
      float[] values = parameter.values();
      for (int i = 0; i < values.length; i++) {
        if (parameter.spec().role() == Role.VARIANCE) {
          values[i] = 0.5f + random.nextFloat();
        } else if (parameter.spec().role() != Role.WEIGHT) {
          values[i] = random.nextFloat() * 2 - 1;
        }
      }
    }
    return model;
  }

  /** Writes all cases; the outputs are ONNX Runtime's. */
  public static void main(String[] folder) throws Exception {
    for (Map.Entry<String, Network> entry : networks().entrySet()) {
      Path target = Path.of(folder[0]).resolve(entry.getKey());
      Path data = Files.createDirectories(target.resolve("test_data_set_0"));
      Path file = target.resolve("model.onnx");
      OnnxModel.save(model(entry.getValue()), file);
      Shape shape = entry.getValue().inputShape();
      Random random = new Random(3);
      float[] x = new float[BATCH * shape.length()];
      for (int i = 0; i < x.length; i++) {
        x[i] = (float) random.nextGaussian();
      }
      Tensor input = Tensor.of(x, BATCH, shape.channels(), shape.height(), shape.width());
      TensorFile.write(data.resolve("input_0.pb"), "input", input);
      Tensor output = OnnxRuntime.run(Files.readAllBytes(file), input).getFirst();
      TensorFile.write(data.resolve("output_0.pb"), "output", output);
    }
  }
}
