package io.github.lanewise.onnx.convert;

import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.GlobalAvgPool;
import io.github.lanewise.nn.layers.GlobalMaxPool;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.layers.Tanh;
import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.graph.GraphNode;
import io.github.lanewise.onnx.operators.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes a network that can learn of a graph that is one: convolutions, pooling, normalisation,
 * activations, sums, dense layers, pictures of other sizes. Flattening needs no layer, as dense
 * layers read pictures; their weights are put into the order in which Lanewise has the values of a
 * picture.
 */
public final class NetworkReader {
  private NetworkReader() {}

  /**
   * Makes a network.
   *
   * @param nodes what has to be computed, in order
   * @param values what is known of all values, for a batch of 1
   * @param input name of the input
   * @param output name of the output
   * @return the network with the parameters of the graph
   * @throws IllegalArgumentException if a node has no counterpart among the layers, naming all that
   *     have none
   */
  public static Model read(
      List<GraphNode> nodes, Map<String, Value> values, String input, String output) {
    Assembly network = new Assembly(nodes, values, input);
    refuseUnknown(nodes, network);
    for (int i = 0; i < nodes.size(); i++) {
      GraphNode node = nodes.get(i);
      if (!network.isTakenOver(node)) {
        // names in ONNX may hold characters that those of layers do not
        String name = i + "_" + node.name().replaceAll("[^A-Za-z0-9_/-]", "_");
        Attributes attributes = new Attributes(node.attributes());
        try {
          reader(node.operator()).accept(new Conversion(network, node, name, attributes));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("node " + node.describe() + ": " + e.getMessage(), e);
        }
      }
    }
    return network.model(output);
  }

  /** Names all nodes at once that no layer is there for. */
  private static void refuseUnknown(List<GraphNode> nodes, Assembly network) {
    Set<GraphNode> siluProducts = new HashSet<>();
    for (GraphNode node : nodes) {
      if (node.operator().equals("Sigmoid")) {
        siluProducts.add(ActivationReader.siluProduct(network, node));
      }
    }
    Set<GraphNode> aroundNorms = new HashSet<>();
    for (GraphNode node : nodes) {
      NormReader.PixelNorm norm = NormReader.pixelNorm(network, node);
      if (norm != null) {
        aroundNorms.addAll(List.of(norm.before(), norm.after()));
      }
    }
    List<String> unknown = new ArrayList<>();
    for (GraphNode node : nodes) {
      boolean transposes = node.operator().equals("Transpose") && !aroundNorms.contains(node);
      if (transposes || (reader(node.operator()) == null && !siluProducts.contains(node))) {
        unknown.add(node.describe());
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("no layers are there for " + String.join(", ", unknown));
    }
  }

  /** What makes a layer of an operator; null if there is none. */
  private static Consumer<Conversion> reader(String operator) {
    return switch (operator) {
      case "Conv" -> ConvolutionReader::convolution;
      case "ConvTranspose" -> ConvolutionReader::transposed;
      case "Gemm" -> DenseReader::gemm;
      case "MatMul" -> DenseReader::matMul;
      case "BatchNormalization" -> NormReader::batch;
      case "GroupNormalization" -> NormReader::group;
      case "InstanceNormalization" -> NormReader::instance;
      case "LRN" -> NormReader::localResponse;
      case "LayerNormalization" -> NormReader::layer;
      case "Transpose" -> NormReader::layerOfPixels;
      case "Relu" -> c -> c.add(new ReLU());
      case "LeakyRelu" -> ActivationReader::leakyRelu;
      case "Elu" -> ActivationReader::elu;
      case "Gelu" -> ActivationReader::gelu;
      case "Sigmoid" -> ActivationReader::sigmoid;
      case "Tanh" -> c -> c.add(new Tanh());
      case "Softmax" -> ActivationReader::softmax;
      case "Dropout" -> ActivationReader::dropout;
      case "MaxPool" -> PoolReader::max;
      case "AveragePool" -> PoolReader::average;
      case "GlobalAveragePool" -> c -> c.add(new GlobalAvgPool());
      case "ReduceMean" -> PoolReader::mean;
      case "GlobalMaxPool" -> c -> c.add(new GlobalMaxPool());
      case "Add", "Sum" -> c -> c.join(new Add());
      case "Concat" -> ShapeReader::concat;
      case "Identity" -> ShapeReader::identity;
      case "Flatten", "Reshape", "Squeeze", "Unsqueeze" -> ShapeReader::reshaped;
      case "Pad" -> ResampleReader::pad;
      case "Resize", "Upsample" -> ResampleReader::resize;
      default -> null;
    };
  }
}
