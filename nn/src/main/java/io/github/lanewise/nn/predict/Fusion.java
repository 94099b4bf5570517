package io.github.lanewise.nn.predict;

import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.DepthwiseConv2d;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.ReLU;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rewrites a model into one that computes the same with fewer layers: batch norm becomes part of
 * the weights and bias of the convolution before it, a sum of two and a ReLU part of the
 * convolution or dense layer before them, and dropout disappears.
 */
final class Fusion {
  /**
   * A convolution or dense layer with what it does as well: numbers of nodes, 0 for none.
   *
   * @param root the layer itself
   * @param norm the batch norm after it
   * @param sum the sum after that, of it and another node
   * @param relu the ReLU after that
   */
  private record Chain(int root, int norm, int sum, int relu) {
    /** Where it is computed: a sum needs its other input first. */
    int place() {
      return sum > 0 ? sum : root;
    }
  }

  private final Model model;
  private final List<Node> nodes;

  /** The chain of each node that is part of one. */
  private final Map<Integer, Chain> chains = new HashMap<>();

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
    for (int i = 1; i < nodes.size(); i++) {
      findChain(i);
    }
    Network.Builder builder = Network.builder(nodes.getFirst().shape());
    names.put(0, Network.INPUT);
    for (int i = 1; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      Chain chain = chains.get(i);
      if (chain != null) {
        names.put(i, nodes.get(chain.root()).name());
        if (chain.place() == i) {
          add(chain, builder);
        }
      } else if (disappears(node)) {
        names.put(i, names.get(node.inputs().getFirst()));
      } else {
        names.put(i, node.name());
        builder.add(node.name(), node.layer(), inputs(node).toArray(String[]::new));
      }
    }
    Network network = builder.build();
    return new Model(network, parameters(network));
  }

  private List<String> inputs(Node node) {
    return node.inputs().stream().map(names::get).toList();
  }

  /** Looks for what follows a node that nobody else reads. */
  private void findChain(int root) {
    Layer layer = nodes.get(root).layer();
    boolean convolution = layer instanceof Conv2d || layer instanceof DepthwiseConv2d;
    if (!convolution && !(layer instanceof Dense)) {
      return;
    }
    int last = root;
    int norm = convolution ? reader(last, BatchNorm.class) : 0;
    last = Math.max(last, norm);
    int sum = convolution ? reader(last, Add.class) : 0;
    if (sum > 0 && (nodes.get(sum).inputs().size() != 2 || chains.containsKey(sum))) {
      sum = 0;
    }
    last = Math.max(last, sum);
    int relu = reader(last, ReLU.class);
    Chain chain = new Chain(root, norm, sum, relu);
    for (int node : new int[] {root, norm, sum, relu}) {
      if (node > 0) {
        chains.put(node, chain);
      }
    }
  }

  /** The only node that reads a node, and once, if it is of some kind; else 0. */
  private int reader(int index, Class<? extends Layer> kind) {
    int found = 0;
    for (int i = 1; i < nodes.size(); i++) {
      for (int input : nodes.get(i).inputs()) {
        if (input == index && found > 0) {
          return 0;
        }
        found = input == index ? i : found;
      }
    }
    return kind.isInstance(nodes.get(found).layer()) ? found : 0;
  }

  /** Whether a node does nothing to a trained network; one layer at least has to stay. */
  private boolean disappears(Node node) {
    return node.layer() instanceof Dropout && nodes.size() > 2;
  }

  private void add(Chain chain, Network.Builder builder) {
    Node node = nodes.get(chain.root());
    List<String> inputs = new ArrayList<>(inputs(node));
    boolean relu = chain.relu() > 0;
    if (node.layer() instanceof Dense dense) {
      builder.add(node.name(), new FusedDense(dense, relu), inputs.getFirst());
      return;
    }
    Conv2d convolution =
        node.layer() instanceof DepthwiseConv2d depthwise
            ? depthwise.grouped(node.inputShapes().getFirst())
            : (Conv2d) node.layer();
    if (convolution.paddingMode() != PaddingMode.ZEROS) {
      String border = node.name() + "/border";
      builder.add(border, convolution.border(node.inputShapes().getFirst()), inputs.getFirst());
      inputs.set(0, border);
      convolution = convolution.unpadded();
    }
    if (chain.norm() > 0) {
      convolution = convolution.withBias();
    }
    if (chain.sum() > 0) {
      inputs.add(names.get(residual(chain)));
    }
    FusedConv fused = new FusedConv(convolution, chain.sum() > 0, relu);
    builder.add(node.name(), fused, inputs.toArray(String[]::new));
  }

  /** The input of a chain's sum that is not of the chain. */
  private int residual(Chain chain) {
    List<Integer> inputs = nodes.get(chain.sum()).inputs();
    return chain.equals(chains.get(inputs.getFirst())) ? inputs.getLast() : inputs.getFirst();
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
      Chain chain = chains.get(i);
      if (chain != null && chain.norm() == i) {
        fold(nodes.get(chain.root()).name(), nodes.get(i), parameters);
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
}
