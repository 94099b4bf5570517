package io.github.lanewise.onnx.operators;

import static io.github.lanewise.onnx.operators.UnsupportedException.refuse;
import static io.github.lanewise.onnx.operators.Version.since;

import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.graph.GraphNode;
import java.util.List;

/** Other dimensions for the same elements, constants, and dimensions as values. */
final class ShapeOperators {
  private ShapeOperators() {}

  /** The meanings of an operator, oldest first; none if it is not one of these. */
  static List<Version> versions(String name) {
    return switch (name) {
      case "Identity" -> since(1, 1, (_, _) -> View.identity());
      case "Dropout" -> since(1, 1, ShapeOperators::dropout);
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
      default -> List.of();
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
}
