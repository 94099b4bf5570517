package io.github.lanewise.onnx.operators;

import static io.github.lanewise.onnx.operators.UnsupportedException.refuse;
import static io.github.lanewise.onnx.operators.Version.since;

import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.graph.GraphNode;
import java.util.List;

/** Normalisation. */
final class NormOperators {
  private NormOperators() {}

  /** The meanings of an operator, oldest first; none if it is not one of these. */
  static List<Version> versions(String name) {
    return switch (name) {
      case "BatchNormalization" -> since(1, 5, NormOperators::batchNorm);
      case "InstanceNormalization" ->
          since(1, 3, (a, _) -> rows(RowNormalization.Kind.INSTANCE, a, 0, 0));
      case "GroupNormalization" ->
          since(18, 3, (a, _) -> rows(RowNormalization.Kind.GROUP, a, a.size("num_groups", 1), 0));
      case "LayerNormalization" ->
          since(17, 2, (a, _) -> rows(RowNormalization.Kind.LAYER, a, 0, a.integer("axis", -1)));
      case "LRN" -> since(1, 1, (a, _) -> localResponse(a));
      default -> List.of();
    };
  }

  private static Operator localResponse(Attributes a) {
    return new LocalResponse(
        a.decimal("alpha", 1e-4), a.decimal("beta", 0.75), a.decimal("bias", 1), a.size("size", 0));
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
}
