package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.activation.Activation;
import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.graph.GraphNode;
import io.github.lanewise.onnx.operators.Binary.Broadcasting;
import io.github.lanewise.onnx.operators.Binary.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The table of operators: for each name, what it means since which version of the operators
 * (opset). The newest meaning that is no newer than the model counts.
 */
public final class Operators {
  /** Makes an operator from the attributes of a node. */
  @FunctionalInterface
  private interface Factory {
    Operator make(Attributes attributes, GraphNode node);
  }

  /** A meaning of an operator, and how many inputs it needs at least. */
  private record Version(int since, int inputs, Factory factory) {}

  private static final Map<String, List<Version>> TABLE = new HashMap<>();

  static {
    activations();
    arithmetic();
    windows();
    matrices();
    normalisations();
    shapes();
    rearrangements();
    reductions();
  }

  private Operators() {}

  /**
   * The operator of a node.
   *
   * @param node the node
   * @return the operator with its attributes
   * @throws UnsupportedException if operator, version or an attribute is not supported
   * @throws IllegalArgumentException if the node is not what its operator asks for
   */
  public static Operator of(GraphNode node) {
    List<Version> versions = node.domain().isEmpty() ? TABLE.get(node.operator()) : null;
    if (versions == null) {
      throw new UnsupportedException("operator not supported");
    }
    Version version = null;
    for (Version candidate : versions) {
      if (candidate.since() <= node.opset()) {
        version = candidate;
      }
    }
    if (version == null) {
      throw new UnsupportedException("there is none before opset " + versions.getFirst().since());
    }
    for (int i = 0; i < version.inputs(); i++) {
      if (i >= node.inputs().size() || node.inputs().get(i).isEmpty()) {
        throw new IllegalArgumentException(
            "input %d is missing, expected at least %d inputs".formatted(i, version.inputs()));
      }
    }
    Attributes attributes = new Attributes(node.attributes());
    Operator operator = version.factory().make(attributes, node);
    Set<String> unasked = attributes.unasked();
    if (!unasked.isEmpty()) {
      throw new UnsupportedException("attributes " + unasked + " not supported");
    }
    return operator;
  }

  /**
   * The names of all operators.
   *
   * @return a copy
   */
  public static Set<String> names() {
    return Set.copyOf(TABLE.keySet());
  }

  private static void add(String name, int since, int inputs, Factory factory) {
    TABLE.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Version(since, inputs, factory));
  }

  private static void unary(String name, Unary operator) {
    unary(name, _ -> operator);
  }

  private static void unary(String name, Function<Attributes, Operator> maker) {
    add(
        name,
        1,
        1,
        (a, _) -> {
          a.ignore("consumed_inputs");
          return maker.apply(a);
        });
  }

  private static void activations() {
    unary("Relu", Unary.RELU);
    unary("LeakyRelu", a -> Unary.of(Activation.leakyRelu(a.decimal("alpha", 0.01))));
    unary("Elu", a -> Unary.of(Activation.elu(a.decimal("alpha", 1))));
    unary(
        "Selu",
        a ->
            Unary.elu(
                a.decimal("alpha", 1.6732632423543772), a.decimal("gamma", 1.0507009873554805)));
    unary(
        "Celu",
        a -> {
          double alpha = a.decimal("alpha", 1);
          return Unary.of(x -> x > 0 ? x : alpha * Math.expm1(x / alpha));
        });
    unary("Sigmoid", Unary.of(Activation.sigmoid()));
    unary(
        "HardSigmoid",
        a -> {
          float alpha = a.decimal("alpha", 0.2);
          float beta = a.decimal("beta", 0.5);
          return Unary.of(x -> Math.max(0, Math.min(1, alpha * x + beta)));
        });
    unary("HardSwish", Unary.of(x -> x * Math.max(0, Math.min(1, x / 6 + 0.5))));
    unary("Tanh", Unary.of(Activation.tanh()));
    unary("Softplus", Unary.of(Unary::softplus));
    unary("Softsign", Unary.of(x -> x / (1 + Math.abs(x))));
    unary("Mish", Unary.of(x -> x * Math.tanh(Unary.softplus(x))));
    unary(
        "ThresholdedRelu",
        a -> {
          float alpha = a.decimal("alpha", 1);
          return Unary.of(x -> x > alpha ? x : 0);
        });
    add("Gelu", 20, 1, (a, _) -> gelu(a.text("approximate", "none")));
    add("Clip", 1, 1, (a, _) -> clip(a));
    add("Clip", 11, 1, (_, _) -> new Clip(-Float.MAX_VALUE, Float.MAX_VALUE));
    add("PRelu", 1, 2, (_, _) -> new Binary(Kind.PRELU, Broadcasting.CHANNELS));
    add("PRelu", 7, 2, (_, _) -> new Binary(Kind.PRELU, Broadcasting.MODERN));
    for (boolean log : new boolean[] {false, true}) {
      String name = log ? "LogSoftmax" : "Softmax";
      add(name, 1, 1, (a, _) -> new SoftmaxOperator(log, a.integer("axis", 1), true));
      add(name, 13, 1, (a, _) -> new SoftmaxOperator(log, a.integer("axis", -1), false));
    }
  }

  private static Operator gelu(String approximate) {
    return switch (approximate) {
      case "none" -> Unary.of(Activation.gelu());
      case "tanh" -> Unary.of(Unary::geluByTanh);
      default -> throw new UnsupportedException("attribute approximate is " + approximate);
    };
  }

  private static Clip clip(Attributes a) {
    a.ignore("consumed_inputs");
    return new Clip(a.decimal("min", -Float.MAX_VALUE), a.decimal("max", Float.MAX_VALUE));
  }

  private static void arithmetic() {
    unary("Neg", Unary.of(x -> -x));
    unary("Abs", Unary.of(Math::abs));
    unary("Sqrt", Unary.of(Math::sqrt));
    unary("Exp", Unary.of(Math::exp));
    unary("Log", Unary.of(Math::log));
    unary("Reciprocal", Unary.of(x -> 1 / x));
    unary("Floor", Unary.of(Math::floor));
    unary("Ceil", Unary.of(Math::ceil));
    unary("Erf", Unary.of(Unary::erf));
    unary("Sign", Unary.of(Math::signum));
    unary("Not", Unary.of(x -> x == 0 ? 1 : 0));
    Map<String, Kind> legacy =
        Map.of(
            "Add",
            Kind.ADD,
            "Sub",
            Kind.SUB,
            "Mul",
            Kind.MUL,
            "Div",
            Kind.DIV,
            "Pow",
            Kind.POW,
            "Equal",
            Kind.EQUAL,
            "Greater",
            Kind.GREATER,
            "Less",
            Kind.LESS);
    legacy.forEach(
        (name, kind) -> {
          add(name, 1, 2, (a, _) -> new Binary(kind, Broadcasting.legacy(a)));
          add(name, 7, 2, (_, _) -> new Binary(kind, Broadcasting.MODERN));
        });
    Map<String, Kind> logic = Map.of("And", Kind.AND, "Or", Kind.OR, "Xor", Kind.XOR);
    logic.forEach(
        (name, kind) -> {
          add(name, 1, 2, (a, _) -> new Binary(kind, Broadcasting.legacy(a)));
          add(name, 7, 2, (_, _) -> new Binary(kind, Broadcasting.MODERN));
        });
    add("GreaterOrEqual", 12, 2, (_, _) -> new Binary(Kind.GREATER_OR_EQUAL, Broadcasting.MODERN));
    add("LessOrEqual", 12, 2, (_, _) -> new Binary(Kind.LESS_OR_EQUAL, Broadcasting.MODERN));
    variadic("Max", Kind.MAX, false);
    variadic("Min", Kind.MIN, false);
    variadic("Sum", Kind.ADD, false);
    variadic("Mean", Kind.ADD, true);
    add("Where", 9, 3, (_, _) -> new Where());
    add("Cast", 6, 1, (a, _) -> cast(a));
  }

  private static Operator cast(Attributes a) {
    a.ignore("saturate");
    return Cast.to(a.integer("to", 0));
  }

  /** Of two operands the same as a binary operator, which can be fused. */
  private static void variadic(String name, Kind kind, boolean mean) {
    add(
        name,
        1,
        1,
        (a, node) -> {
          a.ignore("consumed_inputs");
          return node.inputs().size() == 2 && !mean
              ? new Binary(kind, Broadcasting.MODERN)
              : new Variadic(kind, mean);
        });
  }

  private static void windows() {
    add("Conv", 1, 2, (a, _) -> new Conv(Windows.of(a), groups(a)));
    add("ConvTranspose", 1, 2, (a, _) -> transposed(a));
    add("MaxPool", 1, 1, (a, _) -> pool(Pool.Kind.MAX, a));
    add("AveragePool", 1, 1, (a, _) -> pool(Pool.Kind.AVERAGE, a));
    add("LpPool", 2, 1, (a, _) -> pool(Pool.Kind.NORM, a));
    add("GlobalMaxPool", 1, 1, (_, _) -> Pool.global(Pool.Kind.MAX, 0));
    add("GlobalAveragePool", 1, 1, (_, _) -> Pool.global(Pool.Kind.AVERAGE, 0));
    add("GlobalLpPool", 2, 1, (a, _) -> Pool.global(Pool.Kind.NORM, a.integer("p", 2)));
    add("Upsample", 1, 1, (a, _) -> upsample(a, scalesOfSides(a), -1));
    add("Upsample", 7, 1, (a, _) -> upsample(a, a.decimals("scales"), -1));
    add("Upsample", 9, 2, (a, _) -> upsample(a, null, 1));
    add("Resize", 10, 2, (a, _) -> upsample(a, null, 1));
    add("Resize", 11, 1, (a, _) -> resize(a));
  }

  private static int groups(Attributes a) {
    return size(a, "group", 1);
  }

  /** What does not fit an int becomes one that no operator takes. */
  private static int size(Attributes a, String name, int otherwise) {
    return Math.clamp(a.integer(name, otherwise), 0, Integer.MAX_VALUE);
  }

  private static Operator transposed(Attributes a) {
    return new ConvTranspose(
        Windows.of(a),
        groups(a),
        a.integers("output_padding", (long[]) null),
        a.integers("output_shape", (long[]) null));
  }

  private static Operator pool(Pool.Kind kind, Attributes a) {
    return new Pool(
        kind,
        Windows.of(a),
        a.flag("ceil_mode", false),
        kind == Pool.Kind.AVERAGE && a.flag("count_include_pad", false),
        kind == Pool.Kind.NORM ? a.integer("p", 2) : 0,
        kind == Pool.Kind.MAX && a.flag("storage_order", false),
        false);
  }

  private static float[] scalesOfSides(Attributes a) {
    return new float[] {1, 1, a.decimal("height_scale", 1), a.decimal("width_scale", 1)};
  }

  private static Operator upsample(Attributes a, float[] scales, int scalesInput) {
    boolean linear = Resize.linear(a.text("mode", "nearest"));
    return new Resize(linear, "asymmetric", "floor", scales, scalesInput, -1, null);
  }

  private static Operator resize(Attributes a) {
    a.ignore("cubic_coeff_a");
    a.ignore("extrapolation_value");
    refuse(a.flag("antialias", false), "antialias = 1");
    refuse(a.flag("exclude_outside", false), "exclude_outside = 1");
    String policy = a.text("keep_aspect_ratio_policy", "stretch");
    refuse(!policy.equals("stretch"), "keep_aspect_ratio_policy = " + policy);
    return new Resize(
        Resize.linear(a.text("mode", "nearest")),
        a.text("coordinate_transformation_mode", "half_pixel"),
        a.text("nearest_mode", "round_prefer_floor"),
        null,
        2,
        3,
        a.integers("axes", (long[]) null));
  }

  private static void refuse(boolean refused, String attribute) {
    if (refused) {
      throw new UnsupportedException("attribute " + attribute + " not supported");
    }
  }

  private static void matrices() {
    add("Gemm", 1, 2, (a, _) -> gemm(a));
    add("MatMul", 1, 2, (_, _) -> new MatMul());
  }

  private static Operator gemm(Attributes a) {
    a.ignore("broadcast");
    return new MatrixProduct(
        a.decimal("alpha", 1),
        a.decimal("beta", 1),
        a.flag("transA", false),
        a.flag("transB", false));
  }

  private static void normalisations() {
    for (int since : new int[] {1, 7, 9, 14}) {
      add("BatchNormalization", since, 5, Operators::batchNorm);
    }
    add("InstanceNormalization", 1, 3, (a, _) -> rows(RowNormalization.Kind.INSTANCE, a, 0, 0));
    add(
        "GroupNormalization",
        18,
        3,
        (a, _) -> rows(RowNormalization.Kind.GROUP, a, size(a, "num_groups", 1), 0));
    add(
        "LayerNormalization",
        17,
        2,
        (a, _) -> rows(RowNormalization.Kind.LAYER, a, 0, a.integer("axis", -1)));
    add(
        "LRN",
        1,
        1,
        (a, _) ->
            new LocalResponse(
                a.decimal("alpha", 1e-4),
                a.decimal("beta", 0.75),
                a.decimal("bias", 1),
                size(a, "size", 0)));
  }

  private static Operator batchNorm(Attributes a, GraphNode node) {
    a.ignore("momentum");
    a.ignore("consumed_inputs");
    a.ignore("is_test"); // a node with one output is used for inference, whatever this says
    refuse(a.flag("training_mode", false), "training_mode = 1");
    boolean trains = node.outputs().stream().skip(1).anyMatch(output -> !output.isEmpty());
    refuse(trains, "training (more than one output)");
    return new BatchNormalization(a.decimal("epsilon", 1e-5), a.flag("spatial", true));
  }

  private static Operator rows(RowNormalization.Kind kind, Attributes a, int groups, long axis) {
    a.ignore("stash_type");
    a.ignore("consumed_inputs");
    return new RowNormalization(kind, a.decimal("epsilon", 1e-5), groups, axis);
  }

  private static void shapes() {
    add("Identity", 1, 1, (_, _) -> View.identity());
    add("Dropout", 1, 1, (a, node) -> dropout(a, node));
    add("Flatten", 1, 1, (a, _) -> View.flatten(a.integer("axis", 1)));
    add("Reshape", 1, 1, (a, _) -> View.reshape(a.integers("shape", new long[0]), false));
    add("Reshape", 5, 2, (a, _) -> View.reshape(null, a.flag("allowzero", false)));
    add("Squeeze", 1, 1, (a, _) -> View.squeeze(a.integers("axes", (long[]) null)));
    add("Squeeze", 13, 1, (_, _) -> View.squeeze(null));
    add("Unsqueeze", 1, 1, (a, _) -> View.unsqueeze(a.integers("axes", new long[0])));
    add("Unsqueeze", 13, 2, (_, _) -> View.unsqueeze(null));
    add("Constant", 1, 0, (a, _) -> Constants.constant(a));
    add("ConstantOfShape", 9, 1, (a, _) -> Constants.filled(a.tensor("value")));
    add(
        "Shape",
        1,
        1,
        (a, _) -> Constants.shape(a.integer("start", 0), a.integer("end", Integer.MAX_VALUE)));
    add("Size", 1, 1, (_, _) -> Constants.size());
  }

  private static Operator dropout(Attributes a, GraphNode node) {
    a.ignore("ratio");
    a.ignore("is_test");
    a.ignore("seed");
    a.ignore("consumed_inputs");
    boolean masked = node.outputs().stream().skip(1).anyMatch(output -> !output.isEmpty());
    refuse(masked, "mask (a second output)");
    return View.dropout();
  }

  private static void rearrangements() {
    add("Transpose", 1, 1, (a, _) -> Rearrange.transpose(a.integers("perm", (long[]) null)));
    add("Expand", 8, 2, (_, _) -> Rearrange.expand());
    add("Tile", 6, 2, (_, _) -> Rearrange.tile());
    add(
        "Slice",
        1,
        1,
        (a, _) ->
            Rearrange.slice(
                a.integers("starts", new long[0]),
                a.integers("ends", new long[0]),
                a.integers("axes", (long[]) null)));
    add("Slice", 10, 3, (_, _) -> Rearrange.slice(null, null, null));
    add("Gather", 1, 2, (a, _) -> new Gather(a.integer("axis", 0)));
    add("Concat", 1, 1, (a, _) -> new Concat(a.integer("axis", 1)));
    add(
        "Split",
        2,
        1,
        (a, node) ->
            new Split(
                a.integer("axis", 0), a.integers("split", (long[]) null), node.outputs().size()));
    add("Split", 13, 1, Operators::split);
    add(
        "Pad",
        2,
        1,
        (a, _) ->
            new Pad(
                a.text("mode", "constant"),
                a.integers("pads", new long[0]),
                a.decimal("value", 0)));
    add("Pad", 11, 2, (a, _) -> new Pad(a.text("mode", "constant"), null, 0));
    add(
        "DepthToSpace",
        1,
        1,
        (a, _) ->
            new BlockShuffle(true, size(a, "blocksize", 0), a.text("mode", "DCR").equals("CRD")));
    add("SpaceToDepth", 1, 1, (a, _) -> new BlockShuffle(false, size(a, "blocksize", 0), false));
  }

  private static Operator split(Attributes a, GraphNode node) {
    a.ignore("num_outputs"); // as many as the node has
    return new Split(a.integer("axis", 0), null, node.outputs().size());
  }

  private static void reductions() {
    reduction("ReduceSum", Reduce.Kind.SUM, 13);
    reduction("ReduceMean", Reduce.Kind.MEAN, 18);
    reduction("ReduceMax", Reduce.Kind.MAX, 18);
    reduction("ReduceMin", Reduce.Kind.MIN, 18);
    reduction("ReduceProd", Reduce.Kind.PRODUCT, 18);
    reduction("ReduceL1", Reduce.Kind.L1, 18);
    reduction("ReduceL2", Reduce.Kind.L2, 18);
    reduction("ReduceSumSquare", Reduce.Kind.SUM_OF_SQUARES, 18);
    reduction("ReduceLogSum", Reduce.Kind.LOG_SUM, 18);
    reduction("ReduceLogSumExp", Reduce.Kind.LOG_SUM_EXP, 18);
    for (boolean least : new boolean[] {false, true}) {
      add(
          least ? "ArgMin" : "ArgMax",
          1,
          1,
          (a, _) ->
              new ArgMax(
                  least,
                  a.integer("axis", 0),
                  a.flag("keepdims", true),
                  a.flag("select_last_index", false)));
    }
  }

  private static void reduction(String name, Reduce.Kind kind, int axesAreInput) {
    add(
        name,
        1,
        1,
        (a, _) ->
            new Reduce(kind, a.integers("axes", new long[0]), a.flag("keepdims", true), false));
    add(
        name,
        axesAreInput,
        1,
        (a, _) ->
            new Reduce(
                kind, null, a.flag("keepdims", true), a.flag("noop_with_empty_axes", false)));
  }
}
