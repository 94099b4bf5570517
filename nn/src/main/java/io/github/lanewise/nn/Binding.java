package io.github.lanewise.nn;

import java.util.List;

/**
 * The passes of all layers of a network at one batch size. A ReLU is left to the layer that reads
 * it, or else to the one that it reads, where that has passes for both and nobody else sees what
 * lies between them; its node becomes a view.
 */
final class Binding {
  private final List<Node> nodes;
  private final Passes[] passes;

  private Binding(Network network, int batch) {
    nodes = network.nodes();
    passes = new Passes[nodes.size()];
    for (int i = 1; i < passes.length; i++) {
      Node node = nodes.get(i);
      if (!node.layer().view()) {
        passes[i] = node.layer().bind(node.inputShapes(), batch);
      }
    }
  }

  /**
   * Binds a network.
   *
   * @return for each node its passes; null for the input and for views
   */
  static Passes[] bind(Network network, int batch) {
    Binding binding = new Binding(network, batch);
    for (int i = 1; i < binding.passes.length; i++) {
      if (binding.nodes.get(i).layer().rectifies()) {
        binding.join(i);
      }
    }
    return binding.passes;
  }

  private void join(int relu) {
    int reader = onlyReader(relu);
    Passes after = reader > 0 && passes[reader] != null ? passes[reader].afterRelu() : null;
    if (after != null) {
      passes[reader] = after;
      passes[relu] = null;
      return;
    }
    int producer = nodes.get(relu).inputs().getFirst();
    boolean alone = onlyReader(producer) == relu && passes[producer] != null;
    Passes then = alone ? passes[producer].thenRelu() : null;
    if (then != null) {
      passes[producer] = then;
      passes[relu] = null;
    }
  }

  /** The only node that reads a node, and once; else 0. */
  private int onlyReader(int index) {
    int found = 0;
    for (int i = index + 1; i < nodes.size(); i++) {
      for (int input : nodes.get(i).inputs()) {
        if (input == index) {
          if (found > 0) {
            return 0;
          }
          found = i;
        }
      }
    }
    return found;
  }
}
