package io.github.lanewise.onnx.convert;

import io.github.lanewise.nn.Layer;
import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.graph.GraphNode;
import io.github.lanewise.onnx.operators.Value;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of a graph on its way into a network.
 *
 * @param network what it becomes part of
 * @param node the node
 * @param name of the layer that is made of it
 * @param attributes those of the node
 */
record Conversion(Assembly network, GraphNode node, String name, Attributes attributes) {
  /**
   * What is added to each channel of an output.
   *
   * @param values a number for each channel, null for none
   * @param output the value that is then computed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Bias(float[] values, String output) {
    boolean given() {
      return values != null;
    }
  }

  static void refuse(boolean refused, String what) {
    if (refused) {
      throw new IllegalArgumentException(what + " has no counterpart among the layers");
    }
  }

  /** The short decimal that a float was made of: 0.1, not 0.10000000149. */
  static double decimal(double value) {
    return Double.parseDouble(Float.toString((float) value));
  }

  double epsilon() {
    return decimal(attributes.decimal("epsilon", 1e-5));
  }

  String output() {
    return node.outputs().getFirst();
  }

  /** Whether an input that may be left out is there. */
  boolean given(int input) {
    return node.inputs().size() > input && !node.inputs().get(input).isEmpty();
  }

  /** What is known of an input. */
  Value value(int input) {
    return network.value(node.inputs().get(input));
  }

  /** What is known of all inputs; null for one left out. */
  List<Value> values() {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      values.add(given(i) ? value(i) : null);
    }
    return values;
  }

  /** Dimensions of the output. */
  int[] outputDims() {
    return network.value(output()).dims();
  }

  Tensor constant(int input) {
    Tensor constant = value(input).constant();
    refuse(constant == null, "input %d, no constant,".formatted(input));
    return constant;
  }

  Place input(int input) {
    Place place = network.place(node.inputs().get(input));
    refuse(place == null, "input %d, a constant,".formatted(input));
    return place;
  }

  /** Makes a layer of the first input. */
  void add(Layer layer) {
    add(layer, output());
  }

  /** Makes a layer of the first input that computes a value of a later node. */
  void add(Layer layer, String output) {
    network.add(name, layer, List.of(input(0)), output);
  }

  /** Makes a layer of all inputs. */
  void join(Layer layer) {
    List<Place> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      inputs.add(input(i));
    }
    network.add(name, layer, inputs, output());
  }

  /** Keeps values for a parameter of the layer. */
  void keep(String parameter, float[] values) {
    network.keep(name + "." + parameter, values);
  }

  /** Keeps constants for the parameters of the layer, the second input for the first. */
  void keepAll(String... parameters) {
    for (int i = 0; i < parameters.length; i++) {
      keep(parameters[i], constant(i + 1).floats());
    }
  }

  /** The biases: the third input, or what the only reader of the output adds to each channel. */
  Bias bias(int channels) {
    if (given(2)) {
      return new Bias(constant(2).floats(), output());
    }
    GraphNode sum = network.onlyReader(output(), "Add");
    if (sum == null) {
      return new Bias(null, output());
    }
    String other = sum.inputs().get(sum.inputs().getFirst().equals(output()) ? 1 : 0);
    Value value = network.value(other);
    int channelAxis = value.rank() - outputDims().length + 1;
    boolean fits =
        value.constant() != null
            && value.length() == channels
            && channelAxis >= 0
            && value.dims()[channelAxis] == channels;
    if (!fits) {
      return new Bias(null, output());
    }
    network.takeOver(sum);
    return new Bias(value.constant().floats(), sum.outputs().getFirst());
  }
}
