package io.github.lanewise.nn.predict;

import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.ReLU;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rewrites a model into one that computes the same with fewer layers: a ReLU becomes part of the
 * convolution or dense layer before it, and dropout disappears.
 */
final class Fusion {
  private final List<Node> nodes;

  /** What a node of the old network is called in the new one. */
  private final Map<Integer, String> names = new HashMap<>();

  private Fusion(Network network) {
    this.nodes = network.nodes();
  }

  /** The new model, with copies of the parameters. */
  static Model fuse(Model model) {
    Network network = new Fusion(model.network()).network();
    Parameters parameters = Parameters.zeros(network);
    parameters.set(model.parameters());
    return new Model(network, parameters);
  }

  private Network network() {
    Network.Builder builder = Network.builder(nodes.getFirst().shape());
    names.put(0, Network.INPUT);
    for (int i = 1; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      if (absorbed(node) || disappears(node)) {
        names.put(i, names.get(node.inputs().getFirst()));
      } else {
        names.put(i, node.name());
        String[] inputs = node.inputs().stream().map(names::get).toArray(String[]::new);
        builder.add(node.name(), layer(i), inputs);
      }
    }
    return builder.build();
  }

  /** Whether a node does nothing to a trained network; one layer at least has to stay. */
  private boolean disappears(Node node) {
    return node.layer() instanceof Dropout && nodes.size() > 2;
  }

  /** Whether a node is a ReLU that the node before it does as well. */
  private boolean absorbed(Node node) {
    return node.layer() instanceof ReLU && rectified(node.inputs().getFirst());
  }

  /** Whether a convolution or dense layer is read by one ReLU and nobody else. */
  private boolean rectified(int index) {
    Layer layer = nodes.get(index).layer();
    List<Node> readers = nodes.stream().filter(node -> node.inputs().contains(index)).toList();
    return (layer instanceof Conv2d || layer instanceof Dense)
        && readers.size() == 1
        && readers.getFirst().layer() instanceof ReLU;
  }

  private Layer layer(int index) {
    Layer layer = nodes.get(index).layer();
    return switch (layer) {
      case Conv2d convolution when rectified(index) -> new FusedConv(convolution);
      case Dense dense -> new FusedDense(dense, rectified(index));
      default -> layer;
    };
  }
}
