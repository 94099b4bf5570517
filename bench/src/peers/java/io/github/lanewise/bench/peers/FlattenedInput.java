package io.github.lanewise.bench.peers;

import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.Flatten;

/** What a dense layer reads, before it was flattened: there libraries order it in other ways. */
final class FlattenedInput {
  private FlattenedInput() {}

  /** Shape of the picture that a layer reads. */
  static Shape of(Network network, Node node) {
    Node producer = node;
    do {
      producer = network.nodes().get(producer.inputs().getFirst());
    } while (keepsOrder(producer));
    return producer.shape();
  }

  /** Whether what comes out of a node is what went in, in the same order, or nearly. */
  private static boolean keepsOrder(Node node) {
    return node.inputs().size() == 1
        && node.parameters().isEmpty()
        && (node.layer() instanceof Flatten
            || node.shape().equals(node.inputShapes().getFirst()));
  }
}
