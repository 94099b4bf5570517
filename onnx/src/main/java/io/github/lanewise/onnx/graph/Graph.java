package io.github.lanewise.onnx.graph;

import io.github.lanewise.onnx.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * The graph of a model. Every value has one writer, every node comes after those whose values it
 * reads.
 *
 * @param name of the graph
 * @param inputs what it takes, without those that have a value in the file
 * @param outputs what it gives
 * @param constants values in the file, by name
 * @param nodes in an order in which they can be computed
 * @param metadata texts about the model, by name
 */
public record Graph(
    String name,
    List<GraphInput> inputs,
    List<GraphInput> outputs,
    Map<String, Tensor> constants,
    List<GraphNode> nodes,
    Map<String, String> metadata) {
  /** Copies the collections. */
  public Graph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    constants = Map.copyOf(constants);
    nodes = List.copyOf(nodes);
    metadata = Map.copyOf(metadata);
  }
}
