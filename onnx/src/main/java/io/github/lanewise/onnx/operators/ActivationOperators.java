package io.github.lanewise.onnx.operators;

import static io.github.lanewise.onnx.operators.Version.configured;
import static io.github.lanewise.onnx.operators.Version.since;
import static io.github.lanewise.onnx.operators.Version.unary;

import io.github.lanewise.kernels.activation.Activation;
import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.operators.Binary.Broadcasting;
import io.github.lanewise.onnx.operators.Binary.Kind;
import io.github.lanewise.onnx.operators.Unary.Known;
import java.util.List;

/** Functions of each value that networks have between layers, and softmax. */
final class ActivationOperators {
  private ActivationOperators() {}

  /** The meanings of an operator, oldest first; none if it is not one of these. */
  static List<Version> versions(String name) {
    return switch (name) {
      case "Relu" -> unary(Unary.RELU);
      case "LeakyRelu" -> configured(a -> Unary.of(Activation.leakyRelu(a.decimal("alpha", 0.01))));
      case "Elu" -> configured(a -> Unary.of(Activation.elu(a.decimal("alpha", 1))));
      case "Selu" ->
          configured(
              a ->
                  Unary.of(
                      Activation.selu(
                          a.decimal("alpha", 1.6732632423543772),
                          a.decimal("gamma", 1.0507009873554805))));
      case "Celu" -> configured(ActivationOperators::celu);
      case "Sigmoid" -> unary(Unary.of(Activation.sigmoid()).as(Known.SIGMOID));
      case "HardSigmoid" -> configured(ActivationOperators::hardSigmoid);
      case "HardSwish" -> unary(Unary.hardSwish());
      case "Tanh" -> unary(Unary.of(Activation.tanh()).as(Known.TANH));
      case "Softplus" -> unary(Unary.of(Activation.softplus()).as(Known.SOFTPLUS));
      case "Softsign" -> unary(Unary.softsign());
      case "Mish" -> unary(Unary.of(Activation.mish()));
      case "ThresholdedRelu" -> configured(a -> Unary.thresholdedRelu(a.decimal("alpha", 1)));
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
      default -> List.of();
    };
  }

  private static Operator celu(Attributes a) {
    float alpha = a.decimal("alpha", 1);
    return alpha > 0
        ? Unary.of(Activation.celu(alpha))
        : Unary.of(x -> Math.max(x, 0) + Math.min(0, alpha * Math.expm1(x / alpha)));
  }

  private static Operator hardSigmoid(Attributes a) {
    return Unary.hardSigmoid(a.decimal("alpha", 0.2), a.decimal("beta", 0.5));
  }

  private static List<Version> softmax(boolean log) {
    return List.of(
        new Version(1, 1, (a, _) -> new SoftmaxOperator(log, a.integer("axis", 1), true)),
        new Version(13, 1, (a, _) -> new SoftmaxOperator(log, a.integer("axis", -1), false)));
  }

  private static Operator gelu(String approximate) {
    return switch (approximate) {
      case "none" -> Unary.of(Activation.gelu());
      case "tanh" -> Unary.of(Activation.geluByTanh());
      default -> throw new UnsupportedException("attribute approximate is " + approximate);
    };
  }

  private static Clip clip(Attributes a) {
    a.ignore("consumed_inputs");
    return new Clip(a.decimal("min", -Float.MAX_VALUE), a.decimal("max", Float.MAX_VALUE));
  }
}
