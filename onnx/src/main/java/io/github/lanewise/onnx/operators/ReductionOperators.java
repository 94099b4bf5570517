package io.github.lanewise.onnx.operators;

import static io.github.lanewise.onnx.operators.Version.since;

import io.github.lanewise.onnx.graph.Attributes;
import java.util.List;

/** One value made of many. */
final class ReductionOperators {
  private ReductionOperators() {}

  /** The meanings of an operator, oldest first; none if it is not one of these. */
  static List<Version> versions(String name) {
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
