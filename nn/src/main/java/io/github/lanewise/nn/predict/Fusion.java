package io.github.lanewise.nn.predict;

import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.DepthwiseConv2d;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.ReLU;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rewrites a model into one that computes the same with fewer layers: batch norm becomes part of
 * the weights and bias of the convolution before it, a ReLU part of the convolution or dense layer
 * before it, and dropout disappears.
 */
final class Fusion {
  private final Model model;
  private final List<Node> nodes;

  /** What a node of the old network is called in the new one. */
  private final Map<Integer, String> names = new HashMap<>();

  private Fusion(Model model) {
    this.model = model;
    this.nodes = model.network().nodes();
  }

  /** The new model, with copies of the parameters. */
  static Model fuse(Model model) {
    return new Fusion(model).fuse();
  }

  private Model fuse() {
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
    Network network = builder.build();
    return new Model(network, parameters(network));
  }

  private Parameters parameters(Network network) {
    Parameters parameters = Parameters.zeros(network);
    Map<String, float[]> old = new HashMap<>();
    model.parameters().forEach(p -> old.put(p.name(), p.values()));
    for (Parameter parameter : parameters) {
      float[] values = old.get(parameter.name());
      if (values != null) { // else the bias that batch norm brings
        System.arraycopy(values, 0, parameter.values(), 0, values.length);
      }
    }
    for (int i = 1; i < nodes.size(); i++) {
      Node norm = normAfter(i);
      if (norm != null) {
        fold(nodes.get(i).name(), norm, parameters);
      }
    }
    return parameters;
  }

  /** {@code γ (conv(x) + b − μ) / σ + β}, with the factor γ / σ in the weights. */
  private void fold(String name, Node norm, Parameters parameters) {
    float[] weight = parameters.get(name + ".weight");
    float[] bias = parameters.get(name + ".bias");
    float[] gamma = model.parameters().get(norm.name() + ".weight");
    float[] beta = model.parameters().get(norm.name() + ".bias");
    float[] mean = model.parameters().get(norm.name() + ".running_mean");
    float[] variance = model.parameters().get(norm.name() + ".running_var");
    double epsilon = ((BatchNorm) norm.layer()).epsilon();
    for (int c = 0; c < bias.length; c++) {
      double factor = gamma[c] / Math.sqrt(variance[c] + epsilon);
      for (int i = c; i < weight.length; i += bias.length) {
        weight[i] = (float) (weight[i] * factor);
      }
      bias[c] = (float) ((bias[c] - mean[c]) * factor + beta[c]);
    }
  }

  /** Whether a node does nothing to a trained network; one layer at least has to stay. */
  private boolean disappears(Node node) {
    return node.layer() instanceof Dropout && nodes.size() > 2;
  }

  /** Whether a node is a batch norm or ReLU that a node before it does as well. */
  private boolean absorbed(Node node) {
    int before = node.inputs().getFirst();
    return switch (node.layer()) {
      case BatchNorm _ -> node.equals(normAfter(before));
      case ReLU _ -> {
        Node source = nodes.get(before);
        boolean folded = source.layer() instanceof BatchNorm && absorbed(source);
        yield folded ? rectified(source.inputs().getFirst()) : rectified(before);
      }
      default -> false;
    };
  }

  /** The only node that reads a node; null if there are several. */
  private Node onlyReader(int index) {
    List<Node> readers = nodes.stream().filter(node -> node.inputs().contains(index)).toList();
    return readers.size() == 1 ? readers.getFirst() : null;
  }

  /** The batch norm that a convolution takes over; null if there is none. */
  private Node normAfter(int index) {
    Layer layer = nodes.get(index).layer();
    Node reader = onlyReader(index);
    boolean fits = layer instanceof Conv2d || layer instanceof DepthwiseConv2d;
    return fits && reader != null && reader.layer() instanceof BatchNorm ? reader : null;
  }

  /** Whether a convolution or dense layer takes over a ReLU. */
  private boolean rectified(int index) {
    Layer layer = nodes.get(index).layer();
    if (!(layer instanceof Conv2d || layer instanceof DepthwiseConv2d || layer instanceof Dense)) {
      return false;
    }
    Node norm = normAfter(index);
    Node reader = norm == null ? onlyReader(index) : onlyReader(nodes.indexOf(norm));
    return reader != null && reader.layer() instanceof ReLU;
  }

  private Layer layer(int index) {
    Node node = nodes.get(index);
    return switch (node.layer()) {
      case Conv2d convolution -> convolution(convolution, index);
      case DepthwiseConv2d depthwise ->
          convolution(depthwise.grouped(node.inputShapes().getFirst()), index);
      case Dense dense -> new FusedDense(dense, rectified(index));
      default -> node.layer();
    };
  }

  private Layer convolution(Conv2d convolution, int index) {
    Conv2d withBias = normAfter(index) == null ? convolution : convolution.withBias();
    return rectified(index) ? new FusedConv(withBias) : withBias;
  }
}
