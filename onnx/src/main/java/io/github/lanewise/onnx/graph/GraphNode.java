package io.github.lanewise.onnx.graph;

import java.util.List;
import java.util.Map;

/**
 * A node of a graph.
 *
 * @param name its name, or one made of what it computes if the file gives none
 * @param operator what it computes
 * @param domain who defined the operator: empty for ONNX itself
 * @param opset version of the operators that the model uses
 * @param inputs names of the values it reads; empty for one left out
 * @param outputs names of the values it writes; empty for one that is not wanted
 * @param attributes as {@link Attributes} takes them
 */
public record GraphNode(
    String name,
    String operator,
    String domain,
    int opset,
    List<String> inputs,
    List<String> outputs,
    Map<String, Object> attributes) {
  /** Copies the collections. */
  public GraphNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }

  /**
   * The node in words, for messages.
   *
   * @return operator, opset and name
   */
  public String describe() {
    return (domain.isEmpty() ? "" : domain + ".")
        + operator
        + " (opset "
        + opset
        + ") '"
        + name
        + "'";
  }
}
