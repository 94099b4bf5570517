package io.github.lanewise.onnx.convert;

import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.Model;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.files.AtomicFile;
import io.github.lanewise.nn.layers.AdaptiveAvgPool2d;
import io.github.lanewise.nn.layers.AdaptiveMaxPool2d;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.AvgPool2d;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Concat;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.ConvTranspose2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.DepthwiseConv2d;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.ELU;
import io.github.lanewise.nn.layers.Flatten;
import io.github.lanewise.nn.layers.GELU;
import io.github.lanewise.nn.layers.GlobalAvgPool;
import io.github.lanewise.nn.layers.GlobalMaxPool;
import io.github.lanewise.nn.layers.GroupNorm;
import io.github.lanewise.nn.layers.InstanceNorm;
import io.github.lanewise.nn.layers.LayerNorm;
import io.github.lanewise.nn.layers.LeakyReLU;
import io.github.lanewise.nn.layers.LocalResponseNorm;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.Pad2d;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.layers.SiLU;
import io.github.lanewise.nn.layers.Sigmoid;
import io.github.lanewise.nn.layers.Softmax;
import io.github.lanewise.nn.layers.Tanh;
import io.github.lanewise.nn.layers.Upsample;
import io.github.lanewise.onnx.proto.ModelProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes a network with its parameters as an ONNX model that reads pictures {@code
 * [batch][channels] [height][width]}. Every value keeps four dimensions, the channels in second
 * place, so that layers translate one by one; only the output of a network that ends in one pixel
 * has two.
 */
public final class NetworkWriter {
  private final Model model;
  private final GraphWriter graph;

  /** What each node's output is called in the file. */
  private final List<String> names = new ArrayList<>();

  /** The shape that it has there: still a picture, where flattening is left to dense layers. */
  private final List<Shape> shapes = new ArrayList<>();

  private NetworkWriter(Model model, Map<String, String> notes) {
    this.model = model;
    List<String> given = new ArrayList<>();
    model.network().nodes().forEach(node -> given.add(node.name()));
    model.parameters().forEach(parameter -> given.add(parameter.name()));
    graph = new GraphWriter(given, notes);
  }

  /**
   * Writes a model, over a file of the same name.
   *
   * @param model the network and its parameters
   * @param notes texts by name, kept as the model's metadata
   * @param file where to
   * @throws IllegalArgumentException if a layer cannot be written, or it is more than protobuf's 2
   *     GiB
   * @throws IOException if the file cannot be written; then nothing is left of it
   */
  public static void write(Model model, Map<String, String> notes, Path file) throws IOException {
    ModelProto proto = new NetworkWriter(model, notes).write();
    AtomicFile.write(file, proto::writeTo);
  }

  private ModelProto write() {
    List<Node> nodes = model.network().nodes();
    Shape input = nodes.getFirst().shape();
    graph.input(nodes.getFirst().name(), input.channels(), input.height(), input.width());
    names.add(nodes.getFirst().name());
    shapes.add(input);
    for (int i = 1; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      int from = node.inputs().getFirst();
      boolean later = node.layer() instanceof Flatten && readByDense(i);
      names.add(later ? names.get(from) : layer(node));
      shapes.add(later || pointwise(node.layer()) ? shapes.get(from) : node.shape());
    }
    Shape output = nodes.getLast().shape();
    List<String> last = List.of(names.getLast());
    if (output.height() == 1 && output.width() == 1) {
      graph.output(graph.node("Flatten", graph.unique("output"), last), output.channels());
    } else {
      graph.output(
          graph.node("Identity", graph.unique("output"), last),
          output.channels(),
          output.height(),
          output.width());
    }
    return graph.model();
  }

  /** Whether only dense layers read a node, for which the order of the values does not matter. */
  private boolean readByDense(int index) {
    List<Node> nodes = model.network().nodes();
    boolean read = false;
    for (int i = index + 1; i < nodes.size(); i++) {
      if (nodes.get(i).inputs().contains(index)) {
        Layer reader = nodes.get(i).layer();
        boolean dense = reader instanceof Dense || (pointwise(reader) && readByDense(i));
        if (!dense) {
          return false;
        }
        read = true;
      }
    }
    return read;
  }

  /** Whether a layer computes value by value, wherever they lie. */
  private static boolean pointwise(Layer layer) {
    return switch (layer) {
      case ReLU _, LeakyReLU _, ELU _, GELU _, SiLU _, Sigmoid _, Tanh _, Dropout _ -> true;
      default -> false;
    };
  }

  private String layer(Node node) {
    List<String> inputs = node.inputs().stream().map(names::get).toList();
    Shape written = shapes.get(node.inputs().getFirst());
    LayerNodes to = new LayerNodes(graph, model.parameters(), node, inputs, written);
    return switch (node.layer()) {
      case Conv2d conv -> WindowNodes.convolution(to, conv);
      case DepthwiseConv2d depthwise -> WindowNodes.convolution(to, depthwise.grouped(to.in()));
      case ConvTranspose2d transposed -> WindowNodes.transposed(to, transposed);
      case MaxPool2d pool -> WindowNodes.max(to, pool);
      case AvgPool2d pool -> WindowNodes.average(to, pool);
      case GlobalAvgPool _ -> to.last("GlobalAveragePool");
      case GlobalMaxPool _ -> to.last("GlobalMaxPool");
      case AdaptiveAvgPool2d pool -> ResampleNodes.adaptive(to, "ReduceMean", pool.size());
      case AdaptiveMaxPool2d pool -> ResampleNodes.adaptive(to, "ReduceMax", pool.size());
      case Upsample upsample -> ResampleNodes.upsample(to, upsample);
      case Pad2d pad -> ResampleNodes.pad(to, pad);
      case Dense dense -> DenseNodes.dense(to, dense);
      case Flatten _ -> DenseNodes.flatten(to);
      case ReLU _ -> to.last("Relu");
      case LeakyReLU leaky -> to.last("LeakyRelu", "alpha", (double) leaky.slope());
      case ELU elu -> to.last("Elu", "alpha", (double) elu.alpha());
      case GELU _ -> to.last("Gelu");
      case Sigmoid _ -> to.last("Sigmoid");
      case Tanh _ -> to.last("Tanh");
      case SiLU _ -> to.last("Mul", List.of(to.x(), to.before("Sigmoid", inputs)));
      case Softmax _ -> to.last("Softmax", "axis", 1);
      case Dropout dropout -> to.last("Dropout", List.of(to.x(), to.scalar(dropout.probability())));
      case Add _ -> to.last("Sum", inputs);
      case Concat _ -> to.last("Concat", inputs, "axis", 1);
      case BatchNorm norm -> NormNodes.batch(to, norm);
      case GroupNorm norm -> NormNodes.group(to, norm.groups(), norm.epsilon(), norm.affine());
      case InstanceNorm norm ->
          NormNodes.group(to, to.in().channels(), norm.epsilon(), norm.affine());
      case LayerNorm norm -> NormNodes.layer(to, norm);
      case LocalResponseNorm norm -> NormNodes.localResponse(to, norm);
      default ->
          throw new IllegalArgumentException(
              "%s: %s has no counterpart in ONNX, expected one of Lanewise's own layers"
                  .formatted(node.name(), node.layer()));
    };
  }
}
