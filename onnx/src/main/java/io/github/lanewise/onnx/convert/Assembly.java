package io.github.lanewise.onnx.convert;

import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.ELU;
import io.github.lanewise.nn.layers.GELU;
import io.github.lanewise.nn.layers.LeakyReLU;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.layers.SiLU;
import io.github.lanewise.nn.layers.Sigmoid;
import io.github.lanewise.nn.layers.Softmax;
import io.github.lanewise.nn.layers.Tanh;
import io.github.lanewise.onnx.graph.GraphNode;
import io.github.lanewise.onnx.operators.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A network in the making, and the graph that it is made of. */
final class Assembly {
  /** Layers that a flattened picture may stay a picture for: they do not ask where a value lies. */
  private static final Set<Class<? extends Layer>> VALUE_BY_VALUE =
      Set.of(
          Add.class,
          Dense.class,
          Dropout.class,
          ELU.class,
          GELU.class,
          LeakyReLU.class,
          ReLU.class,
          SiLU.class,
          Sigmoid.class,
          Softmax.class,
          Tanh.class);

  private final List<GraphNode> nodes;
  private final Map<String, Value> values;
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, float[]> parameters = new HashMap<>();
  private final Network.Builder builder;
  private final Set<GraphNode> takenOver = new HashSet<>();

  /**
   * A network without layers.
   *
   * @param nodes the graph
   * @param values what is known of its values, for a batch of 1
   * @param input name of its input
   * @throws IllegalArgumentException if the input is neither a picture nor a vector
   */
  Assembly(List<GraphNode> nodes, Map<String, Value> values, String input) {
    this.nodes = nodes;
    this.values = values;
    int[] dims = values.get(input).dims();
    if (dims.length != 4 && dims.length != 2) {
      throw new IllegalArgumentException(
          "the input is %s, expected pictures [batch][channels][height][width] or vectors"
              .formatted(values.get(input)));
    }
    Shape shape = dims.length == 4 ? new Shape(dims[2], dims[3], dims[1]) : Shape.flat(dims[1]);
    builder = Network.builder(shape);
    places.put(input, new Place(Network.INPUT, shape, dims.length == 2));
  }

  /** What is known of a value. */
  Value value(String name) {
    return values.get(name);
  }

  /** The nodes that read a value. */
  List<GraphNode> readers(String name) {
    return nodes.stream().filter(node -> node.inputs().contains(name)).toList();
  }

  /** The only node that reads a value, if it is of an operator, else null. */
  GraphNode onlyReader(String name, String operator) {
    List<GraphNode> readers = readers(name);
    boolean only = readers.size() == 1 && readers.getFirst().operator().equals(operator);
    return only ? readers.getFirst() : null;
  }

  /** Leaves out a node, for an earlier one does what it does. */
  void takeOver(GraphNode node) {
    takenOver.add(node);
  }

  boolean isTakenOver(GraphNode node) {
    return takenOver.contains(node);
  }

  /** Where a value is; null for a constant. */
  Place place(String value) {
    return places.get(value);
  }

  /** Says where a value is. */
  void place(String value, Place place) {
    places.put(value, place);
  }

  /**
   * Adds a layer.
   *
   * @param name its name
   * @param layer the layer
   * @param inputs where its inputs are
   * @param output the value that it computes
   * @throws IllegalArgumentException if the layer does not fit, or its input is a flattened picture
   *     and that matters
   */
  void add(String name, Layer layer, List<Place> inputs, String output) {
    boolean valueByValue = VALUE_BY_VALUE.contains(layer.getClass());
    boolean flat = layer instanceof Dense;
    List<String> from = new ArrayList<>();
    for (Place place : inputs) {
      Conversion.refuse(place.flat() && place.pixels() > 1 && !valueByValue, "a flattened picture");
      flat |= valueByValue && place.flat();
      from.add(place.node());
    }
    builder.add(name, layer, from.toArray(String[]::new));
    places.put(output, new Place(name, builder.shape(), flat));
  }

  /** Keeps values for a parameter of a layer. */
  void keep(String parameter, float[] values) {
    parameters.put(parameter, values.clone());
  }

  /**
   * The network with all that was kept for its parameters.
   *
   * @param output name of the graph's output
   * @throws IllegalArgumentException if the output is no layer's, or parameters have other lengths
   */
  Model model(String output) {
    Place last = places.get(output);
    if (last.flat() && last.pixels() > 1) {
      throw new IllegalArgumentException(
          "the output is a flattened picture, expected a dense layer after it");
    }
    Network network = builder.build();
    if (!network.nodes().getLast().name().equals(last.node())) {
      throw new IllegalArgumentException(
          "the output is not what is computed last, expected one output");
    }
    Parameters all = Parameters.zeros(network);
    all.forEach(
        parameter -> {
          float[] from = parameters.get(parameter.name());
          float[] to = parameter.values();
          Conversion.refuse(
              from.length != to.length,
              "%s of %d elements instead of %d"
                  .formatted(parameter.name(), from.length, to.length));
          System.arraycopy(from, 0, to, 0, to.length);
        });
    return new Model(network, all);
  }
}
