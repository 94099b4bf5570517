package io.github.lanewise.onnx.operators;

import static io.github.lanewise.onnx.operators.Version.since;

import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.graph.GraphNode;
import java.util.List;

/** Elements at other places. */
final class MovementOperators {
  private MovementOperators() {}

  /** The meanings of an operator, oldest first; none if it is not one of these. */
  static List<Version> versions(String name) {
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
              new Version(13, 1, MovementOperators::split));
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
                      true, a.size("blocksize", 0), a.text("mode", "DCR").equals("CRD")));
      case "SpaceToDepth" ->
          since(1, 1, (a, _) -> new BlockShuffle(false, a.size("blocksize", 0), false));
      default -> List.of();
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

  private static Operator pad(Attributes a, long[] pads) {
    return new Pad(a.text("mode", "constant"), pads, a.decimal("value", 0));
  }

  private static Operator split(Attributes a, GraphNode node, long[] sizes) {
    return new Split(a.integer("axis", 0), sizes, node.outputs().size());
  }
}
