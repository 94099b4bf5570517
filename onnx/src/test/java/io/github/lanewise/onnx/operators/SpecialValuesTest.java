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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is no number, infinite, 0 of either sign or next to 0, through operators about which ONNX
 * says little: as ONNX Runtime has it.
 */
class SpecialValuesTest {
  private static final float[] VALUES = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1,
    -2,
    7,
    Float.NaN
  };

  @TempDir private Path folder;

  static Stream<NodeProto.Builder> nodes() {
    return Stream.of(
        node("Clip", "a low high", "y"),
        node("Clip", "a low", "y"),
        node("Clip", "a - high", "y"),
        node("Clip", "a high low", "y"),
        node("Clip", "a none high", "y"),
        node("HardSwish", "a", "y"),
        node("HardSigmoid", "a", "y"),
        node("Min", "a b", "y"),
        node("Max", "a b", "y"),
        node("Min", "a b low", "y"),
        node("Max", "a b low", "y"),
        node("PRelu", "a slope", "y"),
        node("PRelu", "a most", "y"),
        node("Relu", "a", "y"),
        node("LeakyRelu", "a", "y"),
        node("ThresholdedRelu", "a", "y"),
        node("Exp", "a", "y"),
        node("Log", "a", "y"),
        node("Softplus", "a", "y"),
        node("Sigmoid", "a", "y"),
        node("Tanh", "a", "y"),
        node("Erf", "a", "y"),
        node("Elu", "a", "y"),
        node("Selu", "a", "y"),
        node("Celu", "a", "y"),
        node("Sqrt", "a", "y"),
        node("Reciprocal", "a", "y"),
        node("Pow", "a two", "y"),
        node("Pow", "a b", "y"),
        node("Softsign", "a", "y"),
        node("Sign", "a", "y"),
        node("ReduceMax", "a", "y"),
        node("ReduceMin", "a", "y"),
        node("MaxPool", "a", "y").addAttribute(attribute("kernel_shape", new int[] {2, 2})),
        node("MaxPool", "a", "y").addAttribute(attribute("kernel_shape", new int[] {1, 3})),
        node("GlobalMaxPool", "a", "y"));
  }

  private static Tensor number(float value) {
    return Tensor.of(new float[] {value});
  }

  /** Each value above each other, in every channel, so that windows and operands meet all pairs. */
  private static Tensor pairs(boolean turned) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, 1, 9, VALUES.length, VALUES.length);
    for (int i = 0; i < tensor.length(); i++) {
      int row = i / VALUES.length % VALUES.length;
      tensor.floats()[i] = VALUES[turned ? row : i % VALUES.length];
    }
    return tensor;
  }

  private static GraphProto.Builder graph(NodeProto.Builder node, boolean pooled) {
    return GraphProto.newBuilder()
        .addInput(Models.value("x", ElementType.FLOAT32, pairs(false).dims()))
        .addInput(Models.value("b", ElementType.FLOAT32, pairs(true).dims()))
        .addOutput(Models.value("y", ElementType.FLOAT32))
        .addInitializer(TensorWriter.write("low", number(-1.5f)))
        .addInitializer(TensorWriter.write("high", number(2.5f)))
        .addInitializer(TensorWriter.write("none", number(Float.NaN)))
        .addInitializer(TensorWriter.write("two", number(2)))
        .addInitializer(TensorWriter.write("slope", number(0.25f)))
        .addInitializer(TensorWriter.write("most", number(Float.POSITIVE_INFINITY)))
        // A pooling of single values is what puts channels last.
        .addNode(
            pooled
                ? node("MaxPool", "x", "a")
                    .addAttribute(attribute("kernel_shape", new int[] {1, 1}))
                : node("Identity", "x", "a"))
        .addNode(node);
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void areAsInOnnxRuntime(NodeProto.Builder node) throws Exception {
    Tensor[] in = {pairs(false), pairs(true)};
    for (boolean pooled : new boolean[] {false, true}) {
      byte[] bytes = Models.model(18, graph(node, pooled)).toByteArray();
      OnnxModel model = OnnxModel.load(Files.write(folder.resolve("model.onnx"), bytes));
      float[] expected = OnnxRuntime.run(bytes, in).getFirst().floats();
      for (int run = 0; run < 2; run++) {
        List<Tensor> actual = model.run(Workers.serial(), in);
        for (int i = 0; i < expected.length; i++) {
          float value = actual.getFirst().floats()[i];
          // In ONNX Runtime a pooling's NaN counts if it comes last in its window; here always.
          if (!(node.getOpType().endsWith("MaxPool") && Float.isNaN(value))) {
            same(describe(node, i), value, expected[i]);
          }
        }
      }
    }
  }

  private static String describe(NodeProto.Builder node, int i) {
    return "%s %s at %d".formatted(node.getOpType(), node.getInputList(), i);
  }

  /** The same up to rounding; 0 whatever its sign, and numbers too small to be normal may be 0. */
  private static void same(String what, float actual, float expected) {
    if (Float.isFinite(expected)) {
      double error = Math.abs((double) actual - expected);
      assertThat(error)
          .as("%s: %s, expected %s", what, actual, expected)
          .isLessThanOrEqualTo(Math.max(2e-6 * Math.abs(expected), Float.MIN_NORMAL));
    } else {
      assertThat(Float.valueOf(actual)).as(what).isEqualTo(Float.valueOf(expected));
    }
  }
}
