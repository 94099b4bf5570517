package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.graph.GraphNode;
import java.util.List;
import java.util.Set;

/**
 * The operators: for each name, what it means since which version of the operators (opset). The
 * newest meaning that is no newer than the model counts.
 *
 * <p>The lists are made when a node asks for them: a table of all, with a lambda for each, would
 * take a tenth of a second of every start.
 */
public final class Operators {
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

  /** The meanings of an operator, oldest first; none if there is no such operator. */
  private static List<Version> versions(String name) {
    List<Version> found = WindowOperators.versions(name);
    found = found.isEmpty() ? ActivationOperators.versions(name) : found;
    found = found.isEmpty() ? ArithmeticOperators.versions(name) : found;
    found = found.isEmpty() ? NormOperators.versions(name) : found;
    found = found.isEmpty() ? ShapeOperators.versions(name) : found;
    found = found.isEmpty() ? MovementOperators.versions(name) : found;
    return found.isEmpty() ? ReductionOperators.versions(name) : found;
  }
}
