package io.github.lanewise.onnx.operators;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One node each, computed here and by ONNX Runtime. */
class OperatorsTest {
  private static final Tolerance TOLERANCE = new Tolerance(1e-4, 1e-5);

  @TempDir private Path folder;

  /**
   * A node, its inputs, and which of them are in the file rather than given.
   *
   * @param opset version of the operators
   * @param node the node
   * @param inputs all inputs but those left out
   * @param outputs number of outputs
   */
  record Case(int opset, NodeProto node, List<Tensor> inputs, int outputs) {
    @Override
    public String toString() {
      return node.getOpType()
          + " opset "
          + opset
          + " "
          + node.getAttributeList().stream()
              .map(a -> a.getName() + " " + a.getI() + a.getIntsList() + a.getS().toStringUtf8())
              .toList()
          + inputs;
    }
  }

  private static Case of(int opset, String operator, Object[] attributes, Tensor... inputs) {
    return of(opset, operator, 1, attributes, inputs);
  }

  private static Case of(
      int opset, String operator, int outputs, Object[] attributes, Tensor... inputs) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < inputs.length; i++) {
      names.append(inputs[i] == null ? "- " : "i" + i + " ");
    }
    StringBuilder results = new StringBuilder("o0");
    for (int i = 1; i < outputs; i++) {
      results.append(" o").append(i);
    }
    NodeProto.Builder node = Models.node(operator, names.toString().strip(), results.toString());
    for (int i = 0; i < attributes.length; i += 2) {
      node.addAttribute(Models.attribute((String) attributes[i], attributes[i + 1]));
    }
    return new Case(
        opset, node.build(), Arrays.stream(inputs).filter(t -> t != null).toList(), outputs);
  }

  private static Object[] with(Object... attributes) {
    return attributes;
  }

  private static Tensor floats(int... dims) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, dims);
    Random random = new Random(Arrays.hashCode(dims));
    for (int i = 0; i < tensor.length(); i++) {
      tensor.floats()[i] = random.nextFloat() * 4 - 2;
    }
    return tensor;
  }

  private static Tensor positive(int... dims) {
    Tensor tensor = floats(dims);
    for (int i = 0; i < tensor.length(); i++) {
      tensor.floats()[i] = Math.abs(tensor.floats()[i]) + 0.1f;
    }
    return tensor;
  }

  private static Tensor longs(long... values) {
    return Tensor.ofLongs(values);
  }

  private static Tensor numbers(float... values) {
    return Tensor.of(values, values.length);
  }

  private static Tensor bools(int... dims) {
    Tensor floats = floats(dims);
    Tensor tensor = Tensor.zeros(ElementType.BOOL, dims);
    for (int i = 0; i < tensor.length(); i++) {
      tensor.longs()[i] = floats.floats()[i] > 0 ? 1 : 0;
    }
    return tensor;
  }

  private static Object[] none() {
    return new Object[0];
  }

  static Stream<Case> elementwise() {
    List<Case> cases = new ArrayList<>();
    for (String name :
        List.of(
            "Relu",
            "LeakyRelu",
            "Elu",
            "Selu",
            "Sigmoid",
            "HardSigmoid",
            "Tanh",
            "Softplus",
            "Softsign",
            "Neg",
            "Abs",
            "Exp",
            "Erf",
            "Sign",
            "Celu",
            "ThresholdedRelu",
            "Floor",
            "Ceil",
            "Identity",
            "Reciprocal")) {
      cases.add(of(13, name, none(), floats(2, 3, 5)));
    }
    cases.add(of(13, "Erf", none(), Tensor.of(new float[] {-3, -1e-3f, 0, 1e-4f, 0.49f, 2}, 6)));
    cases.add(of(14, "HardSwish", none(), floats(2, 3, 5)));
    cases.add(of(18, "Mish", none(), floats(2, 3, 5)));
    cases.add(of(20, "Gelu", none(), floats(2, 3, 5)));
    cases.add(of(20, "Gelu", with("approximate", "tanh"), floats(2, 3, 5)));
    cases.add(of(13, "Sqrt", none(), positive(2, 3)));
    cases.add(of(13, "Log", none(), positive(2, 3)));
    cases.add(of(13, "LeakyRelu", with("alpha", 0.3f), floats(7)));
    cases.add(of(13, "Elu", with("alpha", 0.3f), floats(7)));
    cases.add(of(13, "Selu", with("alpha", 1.5f, "gamma", 2f), floats(7)));
    cases.add(of(13, "Celu", with("alpha", 0.5f), floats(7)));
    cases.add(of(13, "HardSigmoid", with("alpha", 0.5f, "beta", 0.3f), floats(7)));
    cases.add(of(6, "Clip", with("min", -0.5f, "max", 0.7f), floats(3, 4)));
    cases.add(of(13, "Clip", none(), floats(3, 4), scalar(-0.5f), scalar(0.7f)));
    cases.add(of(13, "Clip", none(), floats(3, 4), null, scalar(0.7f)));
    for (String name : List.of("Add", "Sub", "Mul", "Div", "Pow")) {
      Tensor a = name.equals("Pow") ? positive(2, 3, 4, 5) : floats(2, 3, 4, 5);
      cases.add(of(14, name, none(), a, floats(2, 3, 4, 5)));
      cases.add(of(14, name, none(), a, floats(5)));
      cases.add(of(14, name, none(), a, floats(3, 1, 1)));
      cases.add(of(14, name, none(), positive(4, 1), floats(2, 3, 1, 5)));
      cases.add(of(14, name, none(), a, scalar(1.5f)));
    }
    for (String name : List.of("Equal", "Greater", "Less")) {
      cases.add(of(13, name, none(), floats(2, 3), floats(3)));
      cases.add(of(13, name, none(), longs(1, 2, 3), longs(3, 2, 1)));
    }
    cases.add(of(16, "GreaterOrEqual", none(), floats(2, 3), floats(3)));
    cases.add(of(16, "LessOrEqual", none(), floats(2, 3), floats(3)));
    cases.add(of(13, "And", none(), bools(2, 3), bools(3)));
    cases.add(of(13, "Or", none(), bools(2, 3), bools(3)));
    cases.add(of(13, "Xor", none(), bools(2, 3), bools(3)));
    cases.add(of(13, "Not", none(), bools(2, 3)));
    cases.add(of(16, "Where", none(), bools(2, 1), floats(2, 3), floats(3)));
    for (String name : List.of("Max", "Min", "Sum", "Mean")) {
      cases.add(of(13, name, none(), floats(2, 3), floats(3), floats(2, 1)));
      cases.add(of(13, name, none(), floats(2, 3)));
    }
    cases.add(of(16, "PRelu", none(), floats(2, 3, 4), positive(3, 1)));
    cases.add(of(16, "PRelu", none(), floats(2, 3, 4), positive(4)));
    cases.add(of(13, "Cast", with("to", 7), floats(2, 3)));
    cases.add(of(13, "Cast", with("to", 6), floats(2, 3)));
    cases.add(of(13, "Cast", with("to", 9), floats(2, 3)));
    cases.add(of(13, "Cast", with("to", 1), longs(-1, 0, 5)));
    cases.add(of(13, "Add", none(), longs(1, 2), longs(3)));
    cases.add(of(13, "Div", none(), longs(7, -7), longs(2)));
    return cases.stream();
  }

  private static Tensor scalar(float value) {
    return Tensor.of(new float[] {value});
  }

  static Stream<Case> windows() {
    List<Case> cases = new ArrayList<>();
    Tensor x = floats(2, 4, 9, 8);
    cases.add(of(11, "Conv", none(), x, floats(6, 4, 3, 3), floats(6)));
    for (String pad : List.of("SAME_UPPER", "SAME_LOWER", "VALID")) {
      Object[] attributes = with("auto_pad", pad, "strides", ints(2, 3));
      cases.add(of(11, "Conv", attributes, x, floats(6, 4, 4, 3)));
      Object[] kernel = with("auto_pad", pad, "strides", ints(2, 3), "kernel_shape", ints(4, 3));
      cases.add(of(11, "MaxPool", kernel, x));
      cases.add(of(11, "AveragePool", kernel, x));
      cases.add(of(11, "ConvTranspose", attributes, x, floats(4, 3, 4, 3)));
    }
    cases.add(
        of(
            11,
            "Conv",
            with("group", 2, "dilations", ints(2, 1), "pads", ints(1, 0, 2, 3)),
            x,
            floats(6, 2, 3, 3),
            floats(6)));
    cases.add(of(11, "Conv", with("group", 4, "pads", ints(1, 1, 1, 1)), x, floats(8, 1, 3, 3)));
    cases.add(
        of(
            11,
            "Conv",
            with("strides", ints(2), "pads", ints(2, 1)),
            floats(1, 3, 11),
            floats(5, 3, 4)));
    cases.add(
        of(
            11,
            "ConvTranspose",
            with("strides", ints(2, 2), "pads", ints(1, 0, 0, 1), "output_padding", ints(1, 0)),
            x,
            floats(4, 3, 3, 3),
            floats(3)));
    cases.add(
        of(11, "ConvTranspose", with("group", 2, "dilations", ints(2, 2)), x, floats(4, 3, 2, 3)));
    cases.add(
        of(
            11,
            "ConvTranspose",
            with("strides", ints(3, 2), "output_shape", ints(28, 17)),
            x,
            floats(4, 2, 3, 3)));
    cases.add(of(11, "ConvTranspose", with("strides", ints(2)), floats(1, 3, 5), floats(3, 2, 3)));
    for (boolean ceil : new boolean[] {false, true}) {
      for (int pad : new int[] {0, 1}) {
        Object[] max =
            with(
                "kernel_shape",
                ints(3, 2),
                "strides",
                ints(2, 3),
                "ceil_mode",
                ceil,
                "pads",
                ints(pad, pad, pad, 0),
                "dilations",
                ints(1, 2));
        cases.add(of(12, "MaxPool", max, x));
        cases.add(of(12, "MaxPool", 2, max, x));
        for (boolean include : new boolean[] {false, true}) {
          cases.add(
              of(
                  12,
                  "AveragePool",
                  with(
                      "kernel_shape",
                      ints(3, 3),
                      "strides",
                      ints(2, 2),
                      "ceil_mode",
                      ceil,
                      "pads",
                      ints(pad, pad, pad, pad),
                      "count_include_pad",
                      include),
                  x));
        }
      }
    }
    cases.add(of(12, "MaxPool", 2, with("kernel_shape", ints(2, 2), "storage_order", 1), x));
    cases.add(
        of(12, "MaxPool", with("kernel_shape", ints(3), "strides", ints(2)), floats(1, 2, 9)));
    cases.add(of(19, "AveragePool", with("kernel_shape", ints(2, 2), "dilations", ints(2, 2)), x));
    cases.add(of(11, "LpPool", with("kernel_shape", ints(3, 2), "p", 2), x));
    cases.add(of(11, "LpPool", with("kernel_shape", ints(3, 2), "p", 3, "strides", ints(2, 1)), x));
    cases.add(of(11, "GlobalAveragePool", none(), x));
    cases.add(of(11, "GlobalMaxPool", none(), x));
    cases.add(of(11, "GlobalLpPool", with("p", 2), x));
    return cases.stream();
  }

  private static int[] ints(int... values) {
    return values;
  }

  static Stream<Case> matricesAndNorms() {
    List<Case> cases = new ArrayList<>();
    for (boolean a : new boolean[] {false, true}) {
      for (boolean b : new boolean[] {false, true}) {
        Object[] attributes = with("transA", a, "transB", b, "alpha", 0.5f, "beta", 2f);
        Tensor left = a ? floats(5, 3) : floats(3, 5);
        Tensor right = b ? floats(4, 5) : floats(5, 4);
        cases.add(of(13, "Gemm", attributes, left, right, floats(4)));
        cases.add(of(13, "Gemm", attributes, left, right, floats(3, 1)));
        cases.add(of(13, "Gemm", attributes, left, right));
      }
    }
    cases.add(of(13, "MatMul", none(), floats(3, 5), floats(5, 4)));
    cases.add(of(13, "MatMul", none(), floats(2, 3, 5), floats(5, 4)));
    cases.add(of(13, "MatMul", none(), floats(2, 1, 3, 5), floats(3, 5, 4)));
    cases.add(of(13, "MatMul", none(), floats(5), floats(5, 4)));
    cases.add(of(13, "MatMul", none(), floats(2, 3, 5), floats(5)));
    Tensor x = floats(2, 6, 3, 4);
    cases.add(
        of(
            15,
            "BatchNormalization",
            with("epsilon", 0.01f),
            x,
            floats(6),
            floats(6),
            floats(6),
            positive(6)));
    cases.add(
        of(
            15,
            "BatchNormalization",
            none(),
            floats(3, 6),
            floats(6),
            floats(6),
            floats(6),
            positive(6)));
    cases.add(of(7, "BatchNormalization", none(), x, floats(6), floats(6), floats(6), positive(6)));
    cases.add(of(15, "InstanceNormalization", none(), x, floats(6), floats(6)));
    cases.add(of(17, "LayerNormalization", with("axis", 2), x, floats(3, 4), floats(3, 4)));
    cases.add(of(17, "LayerNormalization", none(), x, floats(4)));
    cases.add(of(21, "GroupNormalization", with("num_groups", 3), x, floats(6), floats(6)));
    cases.add(of(13, "LRN", with("size", 3, "alpha", 0.1f, "beta", 0.6f, "bias", 2f), x));
    cases.add(of(13, "LRN", with("size", 5), x));
    for (int opset : new int[] {11, 13}) {
      for (int axis : new int[] {-1, 1, 2}) {
        cases.add(of(opset, "Softmax", with("axis", axis), x));
        cases.add(of(opset, "LogSoftmax", with("axis", axis), x));
      }
      cases.add(of(opset, "Softmax", none(), x));
    }
    for (String name :
        List.of(
            "ReduceMean",
            "ReduceMax",
            "ReduceMin",
            "ReduceL2",
            "ReduceL1",
            "ReduceProd",
            "ReduceSumSquare",
            "ReduceLogSumExp")) {
      cases.add(of(13, name, with("axes", ints(1, -1)), x));
      cases.add(of(13, name, with("keepdims", 0), x));
      cases.add(of(18, name, with("keepdims", 0), x, longs(0, 2)));
      cases.add(of(18, name, with("noop_with_empty_axes", 1), x));
    }
    cases.add(of(13, "ReduceSum", none(), x, longs(1)));
    cases.add(of(11, "ReduceSum", with("axes", ints(2), "keepdims", 0), x));
    cases.add(of(13, "ReduceLogSum", with("axes", ints(2)), positive(2, 3, 4)));
    for (String name : List.of("ArgMax", "ArgMin")) {
      cases.add(of(13, name, with("axis", 1), x));
      cases.add(of(13, name, with("axis", -1, "keepdims", 0), x));
      Tensor equal = Tensor.of(new float[] {1, 3, 3, 1, 1, 3}, 2, 3);
      cases.add(of(13, name, with("axis", 1, "select_last_index", 1), equal));
    }
    return cases.stream();
  }

  static Stream<Case> rearrangements() {
    List<Case> cases = new ArrayList<>();
    Tensor x = floats(2, 4, 6, 4);
    cases.add(of(13, "Flatten", with("axis", 2), x));
    cases.add(of(13, "Flatten", with("axis", 0), x));
    cases.add(of(13, "Flatten", with("axis", -1), x));
    cases.add(of(13, "Reshape", none(), x, longs(0, -1, 3)));
    cases.add(of(13, "Transpose", none(), x));
    cases.add(of(13, "Transpose", with("perm", ints(0, 2, 3, 1)), x));
    cases.add(of(13, "Squeeze", none(), floats(1, 3, 1), longs(0)));
    cases.add(of(13, "Squeeze", none(), floats(1, 3, 1)));
    cases.add(of(11, "Squeeze", with("axes", ints(-1)), floats(1, 3, 1)));
    cases.add(of(13, "Unsqueeze", none(), floats(3, 4), longs(0, -1)));
    cases.add(of(11, "Unsqueeze", with("axes", ints(1, 2)), floats(3, 4)));
    cases.add(of(13, "Concat", with("axis", 1), floats(2, 1, 3), floats(2, 4, 3)));
    cases.add(of(13, "Concat", with("axis", -1), floats(2, 3, 1), floats(2, 3, 4)));
    cases.add(of(13, "Split", 2, with("axis", 1), x, longs(1, 3)));
    cases.add(of(13, "Split", 2, with("axis", -1), x));
    cases.add(of(18, "Split", 3, with("axis", 2, "num_outputs", 3), floats(2, 1, 8)));
    cases.add(of(11, "Split", 2, with("axis", 2, "split", ints(2, 4)), x));
    cases.add(
        of(9, "Slice", with("starts", ints(1, -3), "ends", ints(9, -1), "axes", ints(1, 2)), x));
    cases.add(of(13, "Slice", none(), x, longs(-1, 5), longs(-99, 0), longs(1, 2), longs(-1, -2)));
    cases.add(of(13, "Slice", none(), x, longs(0, 1), longs(1, 3)));
    cases.add(of(13, "Gather", with("axis", 1), x, longs(3, -1, 0)));
    cases.add(of(13, "Gather", none(), x, Tensor.of(ElementType.INT64, new long[] {1})));
    for (String mode : List.of("constant", "reflect", "edge")) {
      cases.add(of(10, "Pad", with("mode", mode, "pads", ints(0, 1, 2, 0, 0, 0, 1, 3)), x));
      cases.add(of(13, "Pad", with("mode", mode), x, longs(0, 1, 2, 0, 0, 0, 1, 3)));
    }
    cases.add(of(19, "Pad", with("mode", "wrap"), x, longs(0, 1, 2, 0, 0, 0, 1, 3)));
    cases.add(of(18, "Pad", none(), x, longs(1, 2, 0, 3), scalar(3), longs(1, 3)));
    cases.add(of(13, "Pad", none(), x, longs(0, -1, 0, 0, 0, 0, 2, -1), scalar(3)));
    cases.add(of(15, "Shape", with("start", 1, "end", -1), x));
    cases.add(of(13, "Shape", none(), x));
    cases.add(of(13, "Size", none(), x));
    cases.add(of(13, "Constant", with("value", floats(2, 3))));
    cases.add(of(13, "Constant", with("value_float", 2.5f)));
    cases.add(of(13, "Constant", with("value_ints", ints(1, 2))));
    cases.add(of(13, "ConstantOfShape", with("value", numbers(3)), longs(2, 3)));
    cases.add(of(13, "ConstantOfShape", none(), longs(2, 3)));
    cases.add(of(13, "Expand", none(), floats(3, 1), longs(2, 1, 4)));
    cases.add(of(13, "Tile", none(), floats(2, 3), longs(2, 3)));
    cases.add(of(13, "DepthToSpace", with("blocksize", 2), x));
    cases.add(of(13, "DepthToSpace", with("blocksize", 2, "mode", "CRD"), x));
    cases.add(of(13, "SpaceToDepth", with("blocksize", 2), x));
    cases.add(of(13, "Dropout", none(), x));
    for (String mode : List.of("nearest", "linear")) {
      cases.add(of(9, "Upsample", with("mode", mode), x, numbers(1, 1, 2, 3)));
      cases.add(of(10, "Resize", with("mode", mode), x, numbers(1, 1, 2, 0.5f)));
      for (String coordinates :
          List.of("half_pixel", "align_corners", "asymmetric", "pytorch_half_pixel")) {
        Object[] attributes = with("mode", mode, "coordinate_transformation_mode", coordinates);
        cases.add(of(13, "Resize", attributes, x, null, numbers(1, 1, 1.6f, 2)));
        cases.add(of(13, "Resize", attributes, x, null, null, longs(2, 4, 5, 9)));
      }
    }
    for (String nearest : List.of("round_prefer_ceil", "floor", "ceil")) {
      cases.add(of(13, "Resize", with("nearest_mode", nearest), x, null, numbers(1, 1, 1.6f, 2)));
    }
    cases.add(of(18, "Resize", with("axes", ints(2, 3)), x, null, numbers(2, 3)));
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource({"elementwise", "windows", "matricesAndNorms", "rearrangements"})
  void agreesWithOnnxRuntime(Case problem) throws Exception {
    check(problem, false);
  }

  /** The same with the weights, or whatever the later inputs are, in the file. */
  @ParameterizedTest
  @MethodSource({"elementwise", "windows", "matricesAndNorms", "rearrangements"})
  void agreesWhereLaterInputsAreConstant(Case problem) throws Exception {
    check(problem, true);
  }

  private void check(Case problem, boolean constants) throws Exception {
    GraphProto.Builder graph = GraphProto.newBuilder().addNode(problem.node());
    List<Tensor> given = new ArrayList<>();
    int next = 0;
    for (String name : problem.node().getInputList()) {
      if (!name.isEmpty()) {
        Tensor tensor = problem.inputs().get(next);
        if (constants && next > 0) {
          graph.addInitializer(TensorWriter.write(name, tensor));
        } else {
          given.add(tensor);
          graph.addInput(Models.value(name, tensor.type(), tensor.dims()));
        }
        next++;
      }
    }
    byte[] bytes = typed(problem, graph);
    List<Tensor> expected = OnnxRuntime.run(bytes, given.toArray(Tensor[]::new));
    Path file = Files.write(folder.resolve("model.onnx"), bytes);
    OnnxModel model = OnnxModel.load(file);
    for (int run = 0; run < 2; run++) { // the first by plain loops, the second by the kernels
      List<Tensor> actual = model.run(Workers.serial(), given.toArray(Tensor[]::new));
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        assertThat(TOLERANCE.difference(actual.get(i), expected.get(i))).as("output " + i).isNull();
      }
    }
  }

  /** ONNX Runtime wants to be told the types of the outputs. */
  private static byte[] typed(Case problem, GraphProto.Builder graph) {
    ElementType first = problem.inputs().isEmpty() ? null : problem.inputs().getFirst().type();
    String operator = problem.node().getOpType();
    ElementType type =
        switch (operator) {
          case "Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual" -> ElementType.BOOL;
          case "Shape", "Size", "ArgMax", "ArgMin" -> ElementType.INT64;
          case "Where", "ConstantOfShape" -> ElementType.FLOAT32;
          case "Constant" ->
              problem.node().getAttribute(0).getName().equals("value_ints")
                  ? ElementType.INT64
                  : ElementType.FLOAT32;
          case "Cast" ->
              switch ((int) problem.node().getAttribute(0).getI()) {
                case 7 -> ElementType.INT64;
                case 6 -> ElementType.INT32;
                case 9 -> ElementType.BOOL;
                default -> ElementType.FLOAT32;
              };
          default -> first;
        };
    for (int i = 0; i < problem.outputs(); i++) {
      boolean positions = operator.equals("MaxPool") && i == 1;
      graph.addOutput(Models.value("o" + i, positions ? ElementType.INT64 : type));
    }
    return Models.model(problem.opset(), graph).toByteArray();
  }

  /** Of both there is nothing to divide by. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aBatchNormTakesANumberAndNoChannels(int channels) throws Exception {
    Tensor x = channels == 0 ? floats(2, 0, 4) : Tensor.of(new float[] {3});
    Tensor ones = Tensor.zeros(ElementType.FLOAT32, channels);
    Arrays.fill(ones.floats(), 1);
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addInput(Models.value("x", ElementType.FLOAT32, x.dims()))
            .addOutput(Models.value("y", ElementType.FLOAT32))
            .addInitializer(TensorWriter.write("one", ones))
            .addNode(Models.node("BatchNormalization", "x one one one one", "y"));
    OnnxModel model =
        OnnxModel.load(
            Files.write(folder.resolve("model.onnx"), Models.model(15, graph).toByteArray()));
    Tensor y = model.run(Workers.serial(), x).getFirst();
    assertThat(y.dims()).isEqualTo(x.dims());
    for (float value : y.floats()) {
      assertThat(value).isBetween(2.99f, 3f); // (3 − 1) / √(1 + 10⁻⁵) + 1
    }
  }
}
