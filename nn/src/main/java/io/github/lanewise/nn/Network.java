package io.github.lanewise.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A directed acyclic graph of layers with one input and one output. Immutable and without
 * parameters: {@link #initialise} draws those.
 *
 * <p>A chain takes one line per layer; where paths part and join, nodes are named:
 *
 * {@snippet :
 * Network network =
 *     Network.builder(28, 28, 1)
 *         .add(Conv2d.of(8, 3).paddingSame())
 *         .add("before", new ReLU())
 *         .add(Conv2d.of(8, 3).paddingSame())
 *         .add("sum", new Add(), "before", Network.PREVIOUS)
 *         .add(Dense.of(10))
 *         .build();
 * }
 */
public final class Network {
  /** Stands for the node added last, where inputs are named. */
  public static final String PREVIOUS = "^";

  /** The name of the network's input. */
  public static final String INPUT = "input";

  private final List<Node> nodes;

  private Network(List<Node> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /**
   * A builder of networks.
   *
   * @param height of the input, pixels
   * @param width of the input, pixels
   * @param channels of the input
   * @return a new builder
   */
  public static Builder builder(int height, int width, int channels) {
    return builder(new Shape(height, width, channels));
  }

  /**
   * A builder of networks.
   *
   * @param input shape of one example
   * @return a new builder
   */
  public static Builder builder(Shape input) {
    return new Builder(input);
  }

  /**
   * The nodes in an order in which each comes after those that it reads. The first is the input,
   * the last the output.
   *
   * @return at least two
   */
  public List<Node> nodes() {
    return nodes;
  }

  /**
   * Shape of one example.
   *
   * @return the shape of the first node
   */
  public Shape inputShape() {
    return nodes.getFirst().shape();
  }

  /**
   * Shape of the output for one example.
   *
   * @return the shape of the last node
   */
  public Shape outputShape() {
    return nodes.getLast().shape();
  }

  /**
   * What the network is made of, layer by layer, and what one example costs.
   *
   * @return a table
   */
  public Summary summary() {
    return Summary.of(this);
  }

  /**
   * Draws parameters, weights by He's normal distribution.
   *
   * @param seed the same seed gives the same bits
   * @return the network with new parameters
   */
  public Model initialise(long seed) {
    return initialise(seed, Initialiser.HE_NORMAL);
  }

  /**
   * Draws parameters.
   *
   * @param seed the same seed gives the same bits
   * @param initialiser how weights are drawn
   * @return the network with new parameters
   */
  public Model initialise(long seed, Initialiser initialiser) {
    Parameters parameters = Parameters.zeros(this);
    int stream = 0;
    for (Parameter parameter : parameters) {
      initialiser.fill(parameter, Seeds.child(seed, stream++));
    }
    return new Model(this, parameters);
  }

  /** One line for each node. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Node node : nodes) {
      text.append(node.name()).append(' ').append(node.shape());
      if (node.layer() != null) {
        text.append(' ').append(node.layer()).append(" of ");
        text.append(node.inputs().stream().map(i -> nodes.get(i).name()).toList());
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** Collects the nodes of a {@link Network}. */
  public static final class Builder {
    private final List<Node> nodes = new ArrayList<>();

    private Builder(Shape input) {
      nodes.add(new Node(INPUT, null, List.of(), List.of(), input, List.of()));
    }

    /**
     * Adds a layer that reads the node added last, under a name made of its type and a number, such
     * as {@code conv2d_1}.
     *
     * @param layer the layer
     * @return this
     * @throws IllegalArgumentException if the layer does not fit
     */
    public Builder add(Layer layer) {
      String type = layer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
      int number = 1;
      while (has(type + "_" + number)) {
        number++;
      }
      return add(type + "_" + number, layer);
    }

    /**
     * Adds a layer.
     *
     * @param name its name: unique, of letters, digits, {@code _}, {@code -} and {@code /}
     * @param layer the layer
     * @param inputs names of the nodes that it reads, {@link #PREVIOUS} and {@link #INPUT} among
     *     them; none means the one added last
     * @return this
     * @throws IllegalArgumentException if the name is taken, an input is unknown, or the layer does
     *     not fit
     */
    public Builder add(String name, Layer layer, String... inputs) {
      if (!name.matches("[A-Za-z0-9_/-]+")) {
        throw new IllegalArgumentException(
            "the name '" + name + "' is not made of letters, digits, _, - and / alone");
      }
      if (has(name)) {
        throw new IllegalArgumentException("a node named " + name + " is there already");
      }
      List<Integer> from = new ArrayList<>();
      for (String input : inputs.length == 0 ? new String[] {PREVIOUS} : inputs) {
        from.add(index(name, input));
      }
      List<Shape> shapes = from.stream().map(i -> nodes.get(i).shape()).toList();
      try {
        nodes.add(
            new Node(
                name, layer, from, shapes, layer.outputShape(shapes), layer.parameters(shapes)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(name + " " + layer + ": " + e.getMessage(), e);
      }
      return this;
    }

    /**
     * The shape of the node added last.
     *
     * @return the shape of one example
     */
    public Shape shape() {
      return nodes.getLast().shape();
    }

    private boolean has(String name) {
      return nodes.stream().anyMatch(node -> node.name().equals(name));
    }

    private int index(String reader, String name) {
      if (name.equals(PREVIOUS)) {
        return nodes.size() - 1;
      }
      for (int i = 0; i < nodes.size(); i++) {
        if (nodes.get(i).name().equals(name)) {
          return i;
        }
      }
      throw new IllegalArgumentException(
          "%s reads %s, which is not there yet; so far there are %s"
              .formatted(reader, name, nodes.stream().map(Node::name).toList()));
    }

    /**
     * Makes the network; the node added last is its output.
     *
     * @return the network
     * @throws IllegalArgumentException if there is no layer or a node other than the last is read
     *     by nobody
     */
    public Network build() {
      if (nodes.size() == 1) {
        throw new IllegalArgumentException("a network needs a layer at least; call add first");
      }
      for (int i = 0; i < nodes.size() - 1; i++) {
        int self = i;
        if (nodes.stream().noneMatch(node -> node.inputs().contains(self))) {
          throw new IllegalArgumentException(
              "nobody reads %s, and it is not the last node, which is the output: %s"
                  .formatted(nodes.get(i).name(), nodes.getLast().name()));
        }
      }
      return new Network(nodes);
    }
  }
}
