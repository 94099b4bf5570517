package io.github.lanewise.onnx.operators;

import static io.github.lanewise.onnx.testing.Models.attribute;
import static io.github.lanewise.onnx.testing.Models.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.onnx.OnnxModel;
import io.github.lanewise.onnx.proto.GraphProto;
import io.github.lanewise.onnx.proto.NodeProto;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import io.github.lanewise.onnx.tensor.TensorWriter;
import io.github.lanewise.onnx.testing.Models;
import io.github.lanewise.onnx.testing.OnnxRuntime;
import io.github.lanewise.onnx.verify.Tolerance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Operators on pictures so large that threads share them, as a graph has them and after a
 * convolution, when their channels come last: as ONNX Runtime computes them, in the first run and
 * the next, with the same bits on one thread and two.
 */
class SharedOperatorsTest {
  private static final int[] DIMS = {2, 9, 41, 53};
  private static final Tolerance TOLERANCE = new Tolerance(1e-4, 1e-4);

  @TempDir private Path folder;

  private static NodeProto.Builder with(NodeProto.Builder node, Object... attributes) {
    for (int i = 0; i < attributes.length; i += 2) {
      node.addAttribute(attribute((String) attributes[i], attributes[i + 1]));
    }
    return node;
  }

  static Stream<NodeProto.Builder> nodes() {
    return Stream.of(
        node("Neg", "a", "y"),
        node("Abs", "a", "y"),
        node("Erf", "a", "y"),
        node("Exp", "a", "y"),
        node("Log", "a", "y"),
        node("Softplus", "a", "y"),
        node("Elu", "a", "y"),
        node("Selu", "a", "y"),
        with(node("Celu", "a", "y"), "alpha", 2f),
        node("Mish", "a", "y"),
        node("Softsign", "a", "y"),
        node("ThresholdedRelu", "a", "y"),
        node("Floor", "a", "y"),
        node("Ceil", "a", "y"),
        node("Sign", "a", "y"),
        node("Sqrt", "a", "y"),
        node("Pow", "a two", "y"),
        node("Pow", "a integer", "y"),
        node("Pow", "r one", "y"),
        node("Sum", "a channels r", "y"),
        node("Max", "channels a slopes", "y"),
        node("Mean", "one a channels r", "y"),
        node("Mean", "a", "y"),
        node("HardSwish", "a", "y"),
        node("HardSigmoid", "a", "y"),
        node("Clip", "a low high", "y"),
        node("PRelu", "a slopes", "y"),
        node("Div", "a one", "y"),
        node("Sub", "a channels", "y"),
        node("Max", "a channels", "y"),
        node("BatchNormalization", "r vector vector vector positive", "y"),
        node("InstanceNormalization", "a vector vector", "y"),
        with(node("LayerNormalization", "a row row", "y"), "axis", 3),
        with(node("ReduceMean", "a spatial", "y"), "keepdims", 1),
        with(node("ReduceMean", "a spatial", "y"), "keepdims", 0),
        with(node("ReduceMean", "a others", "y"), "keepdims", 1),
        with(node("ReduceMean", "a second", "y"), "keepdims", 1),
        with(node("ReduceMean", "a", "y"), "noop_with_empty_axes", 1),
        with(node("ReduceMax", "a spatial", "y"), "keepdims", 1),
        with(node("ReduceSum", "a spatial", "y"), "keepdims", 1),
        with(node("Resize", "a - factors", "y"), "mode", "linear"),
        with(node("Resize", "a - factors", "y"), "mode", "nearest"),
        with(
            node("Resize", "a - tall", "y"),
            "mode",
            "nearest",
            "coordinate_transformation_mode",
            "tf_half_pixel_for_nn",
            "nearest_mode",
            "floor"));
  }

  private static Tensor random(int... dims) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, dims);
    Random random = new Random(Arrays.hashCode(dims));
    for (int i = 0; i < tensor.length(); i++) {
      tensor.floats()[i] = random.nextFloat() * 10 - 5;
    }
    return tensor;
  }

  private static GraphProto.Builder graph(NodeProto.Builder node, boolean convolved) {
    Tensor positive = random(9);
    for (int i = 0; i < 9; i++) {
      positive.floats()[i] = 1 + Math.abs(positive.floats()[i]);
    }
    Tensor weights = Tensor.zeros(ElementType.FLOAT32, 9, 9, 1, 1);
    for (int i = 0; i < 9; i++) {
      weights.floats()[i * 10] = 1; // what goes in comes out
    }
    return GraphProto.newBuilder()
        .addInput(Models.value("x", ElementType.FLOAT32, DIMS))
        .addOutput(Models.value("y", ElementType.FLOAT32))
        .addInitializer(TensorWriter.write("w", weights))
        .addInitializer(TensorWriter.write("low", Tensor.of(new float[] {-1.5f})))
        .addInitializer(TensorWriter.write("high", Tensor.of(new float[] {2.5f})))
        .addInitializer(TensorWriter.write("slopes", random(9, 1, 1)))
        .addInitializer(TensorWriter.write("one", Tensor.of(new float[] {3}, 1)))
        .addInitializer(TensorWriter.write("two", Tensor.of(new float[] {2})))
        .addInitializer(TensorWriter.write("integer", Tensor.ofLongs(3)))
        .addInitializer(TensorWriter.write("channels", random(1, 9, 1, 1)))
        .addInitializer(TensorWriter.write("vector", random(9)))
        .addInitializer(TensorWriter.write("positive", positive))
        .addInitializer(TensorWriter.write("row", random(53)))
        .addInitializer(TensorWriter.write("spatial", Tensor.ofLongs(2, 3)))
        .addInitializer(TensorWriter.write("others", Tensor.ofLongs(0, 2, 3)))
        .addInitializer(TensorWriter.write("second", Tensor.ofLongs(1)))
        .addInitializer(TensorWriter.write("factors", Tensor.of(new float[] {1, 1, 1.5f, 2}, 4)))
        .addInitializer(TensorWriter.write("tall", Tensor.of(new float[] {1, 1, 2, 1}, 4)))
        .addNode(convolved ? node("Conv", "x w", "a") : node("Identity", "x", "a"))
        .addNode(node("Relu", "a", "r"))
        .addNode(node);
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void onnxRuntimeAgrees(NodeProto.Builder node) throws Exception {
    Tensor x = random(DIMS);
    for (boolean convolved : new boolean[] {false, true}) {
      byte[] bytes = Models.model(18, graph(node, convolved)).toByteArray();
      OnnxModel model = OnnxModel.load(Files.write(folder.resolve("model.onnx"), bytes));
      List<Tensor> expected = OnnxRuntime.run(bytes, x);
      Tensor first = model.run(Workers.serial(), x).getFirst();
      assertThat(TOLERANCE.difference(first, expected.getFirst())).isNull();
      Tensor second = model.run(Workers.serial(), x).getFirst();
      assertThat(TOLERANCE.difference(second, expected.getFirst())).isNull();
      try (Workers two = Workers.of(2)) {
        assertThat(model.run(two, x).getFirst().floats()).isEqualTo(second.floats());
      }
    }
  }
}
