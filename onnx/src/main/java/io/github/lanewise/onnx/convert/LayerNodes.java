package io.github.lanewise.onnx.convert;

import io.github.lanewise.kernels.conv.Layouts;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The nodes and constants of a graph that one layer becomes. The last node has the layer's name,
 * those before it names made of it.
 *
 * @param graph what is written
 * @param parameters those of the network
 * @param node the layer and its place in the network
 * @param inputs what its inputs are called in the graph
 * @param written the shape that the first input has there: still a picture, where flattening is
 *     left to dense layers
 */
record LayerNodes(
    GraphWriter graph, Parameters parameters, Node node, List<String> inputs, Shape written) {
  String name() {
    return node.name();
  }

  /** The first input. */
  String x() {
    return inputs.getFirst();
  }

  /** Shape of the first input. */
  Shape in() {
    return node.inputShapes().getFirst();
  }

  /** The last node, of the first input alone. */
  String last(String operator, Object... attributes) {
    return last(operator, List.of(x()), attributes);
  }

  /** The last node. */
  String last(String operator, List<String> from, Object... attributes) {
    return graph.node(operator, name(), from, attributes);
  }

  /** A node before the last one. */
  String before(String operator, List<String> from, Object... attributes) {
    return graph.node(operator, graph.fresh(name()), from, attributes);
  }

  /** The last node: the same values under other dimensions. */
  String reshaped(String from, long... dims) {
    return last("Reshape", List.of(from, integers(dims)));
  }

  /** The first input with its channels last. */
  String channelsLast() {
    return before("Transpose", List.of(x()), "perm", new int[] {0, 2, 3, 1});
  }

  String integers(long... values) {
    return graph.constant(graph.fresh(name()), Tensor.ofLongs(values));
  }

  String scalar(double value) {
    return graph.constant(graph.fresh(name()), Tensor.of(new float[] {(float) value}));
  }

  /** The values of a parameter, not to be changed. */
  float[] values(String parameter) {
    return parameters.get(name() + "." + parameter);
  }

  /** A parameter as other values. */
  String parameter(String parameter, float[] values, int... dims) {
    return graph.constant(name() + "." + parameter, Tensor.of(values, dims));
  }

  /** A parameter as it is. */
  String parameter(String parameter, int... dims) {
    return parameter(parameter, values(parameter).clone(), dims);
  }

  /** A parameter of one dimension. */
  String vector(String parameter) {
    return parameter(parameter, values(parameter).length);
  }

  /** The weights of a convolution as {@code [out][in][height][width]}. */
  String kernels(int out, int in, int height, int width) {
    float[] hwio = values("weight");
    float[] oihw = new float[hwio.length];
    Layouts.hwioToOihw(out, in, height, width, hwio, oihw);
    return parameter("weight", oihw, out, in, height, width);
  }

  /** What stands for a parameter that the layer does not have. */
  String filled(String parameter, float value, int... dims) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, dims);
    Arrays.fill(tensor.floats(), value);
    return graph.constant(graph.unique(name() + "." + parameter), tensor);
  }

  /** Values with the biases behind them, if the layer has any. */
  List<String> withBias(boolean bias, String... from) {
    List<String> all = new ArrayList<>(List.of(from));
    if (bias) {
      all.add(vector("bias"));
    }
    return all;
  }

  static Object[] and(Object[] attributes, Object... more) {
    Object[] all = Arrays.copyOf(attributes, attributes.length + more.length);
    System.arraycopy(more, 0, all, attributes.length, more.length);
    return all;
  }
}
