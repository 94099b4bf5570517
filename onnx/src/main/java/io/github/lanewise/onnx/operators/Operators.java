package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.activation.Activation;
import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.graph.GraphNode;
import io.github.lanewise.onnx.operators.Binary.Broadcasting;
import io.github.lanewise.onnx.operators.Binary.Kind;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The operators: for each name, what it means since which version of the operators (opset). The
 * newest meaning that is no newer than the model counts.
 *
 * <p>The lists are made when a node asks for them: a table of all, with a lambda for each, would
 * take a tenth of a second of every start.
 */
public final class Operators {
  /** Makes an operator from the attributes of a node. */
  @FunctionalInterface
  private interface Factory {
    Operator make(Attributes attributes, GraphNode node);
  }

  /** A meaning of an operator, and how many inputs it needs at least. */
  private record Version(int since, int inputs, Factory factory) {}

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
    List<Version> versions = node.domain().isEmpty() ? versions(node.operator()) : List.of();
    if (versions.isEmpty()) {
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

  private static List<Version> since(int version, int inputs, Factory factory) {
    return List.of(new Version(version, inputs, factory));
  }

  /** A function of each element with attributes, the same in all versions. */
  private static List<Version> configured(Function<Attributes, Operator> maker) {
    return since(
        1,
        1,
        (a, _) -> {
          a.ignore("consumed_inputs");
          return maker.apply(a);
        });
  }

  private static List<Version> unary(Unary operator) {
    return configured(_ -> operator);
  }

  private static List<Version> each(Unary.Function function) {
    return unary(Unary.of(function));
  }

  /** The meanings of an operator, oldest first; none if there is no such operator. */
  private static List<Version> versions(String name) {
    return switch (name) {
      case "Relu" -> unary(Unary.RELU);
      case "LeakyRelu" -> configured(a -> Unary.of(Activation.leakyRelu(a.decimal("alpha", 0.01))));
      case "Elu" -> configured(a -> Unary.of(Activation.elu(a.decimal("alpha", 1))));
      case "Selu" ->
          configured(
              a ->
                  Unary.elu(
                      a.decimal("alpha", 1.6732632423543772),
                      a.decimal("gamma", 1.0507009873554805)));
      case "Celu" -> configured(Operators::celu);
      case "Sigmoid" -> unary(Unary.of(Activation.sigmoid()));
      case "HardSigmoid" -> configured(Operators::hardSigmoid);
      case "HardSwish" -> each(x -> x * Math.max(0, Math.min(1, x / 6 + 0.5)));
      case "Tanh" -> unary(Unary.of(Activation.tanh()));
      case "Softplus" -> each(Unary::softplus);
      case "Softsign" -> each(x -> x / (1 + Math.abs(x)));
      case "Mish" -> each(x -> x * Math.tanh(Unary.softplus(x)));
      case "ThresholdedRelu" -> configured(Operators::thresholdedRelu);
      case "Gelu" -> since(20, 1, (a, _) -> gelu(a.text("approximate", "none")));
      case "Clip" ->
          List.of(
              new Version(1, 1, (a, _) -> clip(a)),
              new Version(11, 1, (_, _) -> new Clip(-Float.MAX_VALUE, Float.MAX_VALUE)));
      case "PRelu" ->
          List.of(
              new Version(1, 2, (_, _) -> new Binary(Kind.PRELU, Broadcasting.CHANNELS)),
              new Version(7, 2, (_, _) -> new Binary(Kind.PRELU, Broadcasting.MODERN)));
      case "Softmax" -> softmax(false);
      case "LogSoftmax" -> softmax(true);
      default -> arithmetic(name);
    };
  }

  private static Operator celu(Attributes a) {
    double alpha = a.decimal("alpha", 1);
    return Unary.of(x -> x > 0 ? x : alpha * Math.expm1(x / alpha));
  }

  private static Operator hardSigmoid(Attributes a) {
    float alpha = a.decimal("alpha", 0.2);
    float beta = a.decimal("beta", 0.5);
    return Unary.of(x -> Math.max(0, Math.min(1, alpha * x + beta)));
  }

  private static Operator thresholdedRelu(Attributes a) {
    float alpha = a.decimal("alpha", 1);
    return Unary.of(x -> x > alpha ? x : 0);
  }

  private static List<Version> softmax(boolean log) {
    return List.of(
        new Version(1, 1, (a, _) -> new SoftmaxOperator(log, a.integer("axis", 1), true)),
        new Version(13, 1, (a, _) -> new SoftmaxOperator(log, a.integer("axis", -1), false)));
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

  private static List<Version> arithmetic(String name) {
    return switch (name) {
      case "Neg" -> each(x -> -x);
      case "Abs" -> each(Math::abs);
      case "Sqrt" -> each(Math::sqrt);
      case "Exp" -> each(Math::exp);
      case "Log" -> each(Math::log);
      case "Reciprocal" -> each(x -> 1 / x);
      case "Floor" -> each(Math::floor);
      case "Ceil" -> each(Math::ceil);
      case "Erf" -> each(Unary::erf);
      case "Sign" -> each(Math::signum);
      case "Not" -> each(x -> x == 0 ? 1 : 0);
      case "Add" -> binary(Kind.ADD);
      case "Sub" -> binary(Kind.SUB);
      case "Mul" -> binary(Kind.MUL);
      case "Div" -> binary(Kind.DIV);
      case "Pow" -> binary(Kind.POW);
      case "Equal" -> binary(Kind.EQUAL);
      case "Greater" -> binary(Kind.GREATER);
      case "Less" -> binary(Kind.LESS);
      case "And" -> binary(Kind.AND);
      case "Or" -> binary(Kind.OR);
      case "Xor" -> binary(Kind.XOR);
      case "GreaterOrEqual" -> modern(12, Kind.GREATER_OR_EQUAL);
      case "LessOrEqual" -> modern(12, Kind.LESS_OR_EQUAL);
      case "Max" -> variadic(Kind.MAX, false);
      case "Min" -> variadic(Kind.MIN, false);
      case "Sum" -> variadic(Kind.ADD, false);
      case "Mean" -> variadic(Kind.ADD, true);
      case "Where" -> since(9, 3, (_, _) -> new Where());
      case "Cast" -> since(6, 1, (a, _) -> cast(a));
      default -> windows(name);
    };
  }

  /** Of two operands, with the two ways to broadcast. */
  private static List<Version> binary(Kind kind) {
    return List.of(
        new Version(1, 2, (a, _) -> new Binary(kind, Broadcasting.legacy(a))),
        modern(7, kind).getFirst());
  }

  private static List<Version> modern(int version, Kind kind) {
    return since(version, 2, (_, _) -> new Binary(kind, Broadcasting.MODERN));
  }

  private static Operator cast(Attributes a) {
    a.ignore("saturate");
    return Cast.to(a.integer("to", 0));
  }

  /** Of two operands the same as a binary operator, which can be fused. */
  private static List<Version> variadic(Kind kind, boolean mean) {
    return since(
        1,
        1,
        (a, node) -> {
          a.ignore("consumed_inputs");
          return node.inputs().size() == 2 && !mean
              ? new Binary(kind, Broadcasting.MODERN)
              : new Variadic(kind, mean);
        });
  }

  private static List<Version> windows(String name) {
    return switch (name) {
      case "Conv" -> since(1, 2, (a, _) -> new Conv(Windows.of(a), groups(a)));
      case "ConvTranspose" -> since(1, 2, (a, _) -> transposed(a));
      case "MaxPool" -> since(1, 1, (a, _) -> pool(Pool.Kind.MAX, a));
      case "AveragePool" -> since(1, 1, (a, _) -> pool(Pool.Kind.AVERAGE, a));
      case "LpPool" -> since(2, 1, (a, _) -> pool(Pool.Kind.NORM, a));
      case "GlobalMaxPool" -> since(1, 1, (_, _) -> Pool.global(Pool.Kind.MAX, 0));
      case "GlobalAveragePool" -> since(1, 1, (_, _) -> Pool.global(Pool.Kind.AVERAGE, 0));
      case "GlobalLpPool" -> since(2, 1, (a, _) -> Pool.global(Pool.Kind.NORM, a.integer("p", 2)));
      case "Upsample" ->
          List.of(
              new Version(1, 1, (a, _) -> upsample(a, scalesOfSides(a), -1)),
              new Version(7, 1, (a, _) -> upsample(a, a.decimals("scales"), -1)),
              new Version(9, 2, (a, _) -> upsample(a, null, 1)));
      case "Resize" ->
          List.of(
              new Version(10, 2, (a, _) -> upsample(a, null, 1)),
              new Version(11, 1, (a, _) -> resize(a)));
      case "Gemm" -> since(1, 2, (a, _) -> gemm(a));
      case "MatMul" -> since(1, 2, (_, _) -> new MatMul());
      default -> normalisations(name);
    };
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

  private static Operator gemm(Attributes a) {
    a.ignore("broadcast");
    return new MatrixProduct(
        a.decimal("alpha", 1),
        a.decimal("beta", 1),
        a.flag("transA", false),
        a.flag("transB", false));
  }

  private static List<Version> normalisations(String name) {
    return switch (name) {
      case "BatchNormalization" -> since(1, 5, Operators::batchNorm);
      case "InstanceNormalization" ->
          since(1, 3, (a, _) -> rows(RowNormalization.Kind.INSTANCE, a, 0, 0));
      case "GroupNormalization" ->
          since(18, 3, (a, _) -> rows(RowNormalization.Kind.GROUP, a, size(a, "num_groups", 1), 0));
      case "LayerNormalization" ->
          since(17, 2, (a, _) -> rows(RowNormalization.Kind.LAYER, a, 0, a.integer("axis", -1)));
      case "LRN" -> since(1, 1, (a, _) -> localResponse(a));
      default -> shapes(name);
    };
  }

  private static Operator localResponse(Attributes a) {
    return new LocalResponse(
        a.decimal("alpha", 1e-4),
        a.decimal("beta", 0.75),
        a.decimal("bias", 1),
        size(a, "size", 0));
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

  private static List<Version> shapes(String name) {
    return switch (name) {
      case "Identity" -> since(1, 1, (_, _) -> View.identity());
      case "Dropout" -> since(1, 1, Operators::dropout);
      case "Flatten" -> since(1, 1, (a, _) -> View.flatten(a.integer("axis", 1)));
      case "Reshape" ->
          List.of(
              new Version(1, 1, (a, _) -> View.reshape(a.integers("shape", new long[0]), false)),
              new Version(5, 2, (a, _) -> View.reshape(null, a.flag("allowzero", false))));
      case "Squeeze" ->
          List.of(
              new Version(1, 1, (a, _) -> View.squeeze(a.integers("axes", (long[]) null))),
              new Version(13, 1, (_, _) -> View.squeeze(null)));
      case "Unsqueeze" ->
          List.of(
              new Version(1, 1, (a, _) -> View.unsqueeze(a.integers("axes", new long[0]))),
              new Version(13, 2, (_, _) -> View.unsqueeze(null)));
      case "Constant" -> since(1, 0, (a, _) -> Constants.constant(a));
      case "ConstantOfShape" -> since(9, 1, (a, _) -> Constants.filled(a.tensor("value")));
      case "Shape" ->
          since(
              1,
              1,
              (a, _) ->
                  Constants.shape(a.integer("start", 0), a.integer("end", Integer.MAX_VALUE)));
      case "Size" -> since(1, 1, (_, _) -> Constants.size());
      default -> rearrangements(name);
    };
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

  private static List<Version> rearrangements(String name) {
    return switch (name) {
      case "Transpose" ->
          since(1, 1, (a, _) -> Rearrange.transpose(a.integers("perm", (long[]) null)));
      case "Expand" -> since(8, 2, (_, _) -> Rearrange.expand());
      case "Tile" -> since(6, 2, (_, _) -> Rearrange.tile());
      case "Slice" ->
          List.of(
              new Version(1, 1, (a, _) -> slice(a)),
              new Version(10, 3, (_, _) -> Rearrange.slice(null, null, null)));
      case "Gather" -> since(1, 2, (a, _) -> new Gather(a.integer("axis", 0)));
      case "Concat" -> since(1, 1, (a, _) -> new Concat(a.integer("axis", 1)));
      case "Split" ->
          List.of(
              new Version(2, 1, (a, node) -> split(a, node, a.integers("split", (long[]) null))),
              new Version(13, 1, Operators::split));
      case "Pad" ->
          List.of(
              new Version(2, 1, (a, _) -> pad(a, a.integers("pads", new long[0]))),
              new Version(11, 2, (a, _) -> new Pad(a.text("mode", "constant"), null, 0)));
      case "DepthToSpace" ->
          since(
              1,
              1,
              (a, _) ->
                  new BlockShuffle(
                      true, size(a, "blocksize", 0), a.text("mode", "DCR").equals("CRD")));
      case "SpaceToDepth" ->
          since(1, 1, (a, _) -> new BlockShuffle(false, size(a, "blocksize", 0), false));
      default -> reductions(name);
    };
  }

  private static Operator slice(Attributes a) {
    return Rearrange.slice(
        a.integers("starts", new long[0]),
        a.integers("ends", new long[0]),
        a.integers("axes", (long[]) null));
  }

  private static Operator split(Attributes a, GraphNode node) {
    a.ignore("num_outputs"); // as many as the node has
    return split(a, node, null);
  }

  private static Operator split(Attributes a, GraphNode node, long[] sizes) {
    return new Split(a.integer("axis", 0), sizes, node.outputs().size());
  }

  private static Operator pad(Attributes a, long[] pads) {
    return new Pad(a.text("mode", "constant"), pads, a.decimal("value", 0));
  }

  private static List<Version> reductions(String name) {
    return switch (name) {
      case "ReduceSum" -> reduction(Reduce.Kind.SUM, 13);
      case "ReduceMean" -> reduction(Reduce.Kind.MEAN, 18);
      case "ReduceMax" -> reduction(Reduce.Kind.MAX, 18);
      case "ReduceMin" -> reduction(Reduce.Kind.MIN, 18);
      case "ReduceProd" -> reduction(Reduce.Kind.PRODUCT, 18);
      case "ReduceL1" -> reduction(Reduce.Kind.L1, 18);
      case "ReduceL2" -> reduction(Reduce.Kind.L2, 18);
      case "ReduceSumSquare" -> reduction(Reduce.Kind.SUM_OF_SQUARES, 18);
      case "ReduceLogSum" -> reduction(Reduce.Kind.LOG_SUM, 18);
      case "ReduceLogSumExp" -> reduction(Reduce.Kind.LOG_SUM_EXP, 18);
      case "ArgMax" -> since(1, 1, (a, _) -> argMax(a, false));
      case "ArgMin" -> since(1, 1, (a, _) -> argMax(a, true));
      default -> List.of();
    };
  }

  private static Operator argMax(Attributes a, boolean least) {
    return new ArgMax(
        least, a.integer("axis", 0), a.flag("keepdims", true), a.flag("select_last_index", false));
  }

  private static List<Version> reduction(Reduce.Kind kind, int axesAreInput) {
    return List.of(
        new Version(
            1,
            1,
            (a, _) ->
                new Reduce(kind, a.integers("axes", new long[0]), a.flag("keepdims", true), false)),
        new Version(
            axesAreInput,
            1,
            (a, _) ->
                new Reduce(
                    kind, null, a.flag("keepdims", true), a.flag("noop_with_empty_axes", false))));
  }
}
