package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.graph.GraphNode;
import java.util.List;
import java.util.function.Function;

/**
 * A meaning of an operator.
 *
 * @param since the first version of the operators (opset) that has it
 * @param inputs how many inputs it needs at least
 * @param factory makes the operator
 */
record Version(int since, int inputs, Factory factory) {
  /** Makes an operator from the attributes of a node. */
  @FunctionalInterface
  interface Factory {
    Operator make(Attributes attributes, GraphNode node);
  }

  /** The only meaning of an operator. */
  static List<Version> since(int version, int inputs, Factory factory) {
    return List.of(new Version(version, inputs, factory));
  }

  /** A function of each element with attributes, the same in all versions. */
  static List<Version> configured(Function<Attributes, Operator> maker) {
    return since(
        1,
        1,
        (a, _) -> {
          a.ignore("consumed_inputs");
          return maker.apply(a);
        });
  }

  /** A function of each element without attributes, the same in all versions. */
  static List<Version> unary(Unary operator) {
    return configured(_ -> operator);
  }

  /** As {@link #unary}. */
  static List<Version> each(Unary.Function function) {
    return unary(Unary.of(function));
  }
}
