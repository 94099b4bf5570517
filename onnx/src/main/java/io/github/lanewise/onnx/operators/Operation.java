package io.github.lanewise.onnx.operators;

import java.util.List;

/**
 * An operator in its place in a graph.
 *
 * @param node the node that it comes from, for messages
 * @param operator what is computed
 * @param inputs names of the values it reads; empty for one left out
 * @param outputs names of the values it writes; empty for one that is not wanted
 */
public record Operation(String node, Operator operator, List<String> inputs, List<String> outputs) {
  /** Copies the lists. */
  public Operation {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
