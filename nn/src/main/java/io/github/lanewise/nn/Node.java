package io.github.lanewise.nn;

import java.util.List;

/**
 * A layer in its place in a network.
 *
 * @param name its name, unique in the network
 * @param layer the layer; null for the network's input
 * @param inputs indices of the nodes it reads, all smaller than its own
 * @param inputShapes their shapes
 * @param shape the shape of its output
 * @param parameters what it learns or keeps
 */
public record Node(
    String name,
    Layer layer,
    List<Integer> inputs,
    List<Shape> inputShapes,
    Shape shape,
    List<ParameterSpec> parameters) {
  /** Copies the lists. */
  public Node {
    inputs = List.copyOf(inputs);
    inputShapes = List.copyOf(inputShapes);
    parameters = List.copyOf(parameters);
  }
}
