package io.github.lanewise.onnx.operators;

import static io.github.lanewise.onnx.operators.Version.each;
import static io.github.lanewise.onnx.operators.Version.since;
import static io.github.lanewise.onnx.operators.Version.unary;

import io.github.lanewise.kernels.activation.Activation;
import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.operators.Binary.Broadcasting;
import io.github.lanewise.onnx.operators.Binary.Kind;
import io.github.lanewise.onnx.operators.Unary.Known;
import java.util.List;

/** Arithmetic, comparisons and logic, element by element. */
final class ArithmeticOperators {
  private ArithmeticOperators() {}

  /** The meanings of an operator, oldest first; none if it is not one of these. */
  static List<Version> versions(String name) {
    return switch (name) {
      case "Neg" -> unary(Unary.negative());
      case "Abs" -> unary(Unary.magnitude());
      case "Sqrt" -> unary(Unary.squareRoot());
      case "Exp" -> unary(Unary.of(Activation.exp()));
      case "Log" -> unary(Unary.of(Activation.log()));
      case "Reciprocal" -> unary(Unary.reciprocal());
      case "Floor" -> unary(Unary.floor());
      case "Ceil" -> unary(Unary.ceiling());
      case "Erf" -> unary(Unary.of(Unary::erf, Activation.erf()).as(Known.ERF));
      case "Sign" -> unary(Unary.sign());
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
      default -> List.of();
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
}
