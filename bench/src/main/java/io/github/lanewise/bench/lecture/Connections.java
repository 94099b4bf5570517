package io.github.lanewise.bench.lecture;

import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameters;
import java.util.ArrayList;
import java.util.List;

/**
 * Which inputs a layer's outputs depend on, and by which weight: read off the layer's own
 * derivatives.
 *
 * @param title the kind of layer
 * @param inputs input units, in a row
 * @param outputs output units
 * @param weights weights that the layer has
 * @param edges its connections
 */
public record Connections(String title, int inputs, int outputs, long weights, List<Edge> edges) {

  /**
   * A connection.
   *
   * @param from input unit, from 0
   * @param to output unit, from 0
   * @param weight number of the weight that it has, from 0
   */
  public record Edge(int from, int to, int weight) {}

  /**
   * Asks a layer, whose weights are made 1, 2, 3, …, for its derivatives in the direction of each
   * input: those that are not zero are its connections, and tell the weight.
   */
  static Connections of(String title, Layer layer, int inputs, Workers workers) {
    Network network = Network.builder(1, inputs, 1).add("layer", layer).build();
    Parameters parameters = Parameters.zeros(network);
    float[] weights = parameters.get("layer.weight");
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i + 1;
    }
    Model model = new Model(network, parameters);
    List<Edge> edges = new ArrayList<>();
    for (int from = 0; from < inputs; from++) {
      float[] direction = new float[inputs];
      direction[from] = 1;
      float[] slopes = model.jacobianVectorProduct(new float[inputs], direction, workers);
      for (int to = 0; to < slopes.length; to++) {
        if (slopes[to] != 0) {
          edges.add(new Edge(from, to, Math.round(slopes[to]) - 1));
        }
      }
    }
    return new Connections(
        title, inputs, network.outputShape().length(), network.summary().weights(), edges);
  }

  /**
   * Outputs that depend on an input.
   *
   * @param input the input unit
   * @return their numbers
   */
  public List<Integer> targets(int input) {
    return edges.stream().filter(edge -> edge.from() == input).map(Edge::to).toList();
  }

  /**
   * Inputs that an output depends on.
   *
   * @param output the output unit
   * @return their numbers
   */
  public List<Integer> sources(int output) {
    return edges.stream().filter(edge -> edge.to() == output).map(Edge::from).toList();
  }
}
