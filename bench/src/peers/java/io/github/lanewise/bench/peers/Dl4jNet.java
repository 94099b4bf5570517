package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.nets.NetData;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.Flatten;
import io.github.lanewise.nn.layers.GlobalAvgPool;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.layers.Size;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network of Lanewise as a computation graph of Deeplearning4j: the same layers on the same
 * weights, in NCHW, its usual format. Its layers flatten pictures by themselves.
 */
final class Dl4jNet implements AutoCloseable {
  /** Its names of a layer's parameters, in Lanewise's order. */
  private static final List<String> WEIGHTS = List.of("W", "b");

  private static final List<String> NORM = List.of("gamma", "beta", "mean", "var");

  /** A parameter's place in the graph. */
  private record Place(String layer, String key, Dl4jParameter order) {}

  private final ComputationGraph graph;
  private final INDArray x;
  private final List<Parameter> parameters;
  private final List<Place> places = new ArrayList<>();

  /**
   * Makes the graph. The arrays are copied.
   *
   * @param network with the parameters of the data's
   * @param data weights and pictures
   * @param last what the last layer, a dense one, does to its outputs
   */
  Dl4jNet(Network network, NetData data, Activation last) {
    graph = new ComputationGraph(configuration(network, last).build());
    graph.init();
    parameters = data.model().parameters().all();
    for (Node node : network.nodes()) {
      List<String> keys = node.layer() instanceof BatchNorm ? NORM : WEIGHTS;
      for (int i = 0; i < node.parameters().size(); i++) {
        float[] values = parameters.get(places.size()).values();
        Dl4jParameter order = new Dl4jParameter(network, node, node.parameters().get(i));
        places.add(new Place(node.name(), keys.get(i), order));
        INDArray own = graph.getLayer(node.name()).getParam(keys.get(i));
        own.assign(Nd4j.create(order.array(values), own.shape(), 'c'));
      }
    }
    Shape s = network.inputShape();
    int batch = data.batch();
    float[] nchw = Layouts.nhwcToNchw(data.x(), batch, s.height(), s.width(), s.channels());
    x = Nd4j.create(nchw, new long[] {batch, s.channels(), s.height(), s.width()}, 'c');
  }

  private static GraphBuilder configuration(Network network, Activation last) {
    Shape input = network.inputShape();
    List<Node> nodes = network.nodes();
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .updater(new Nesterovs(NetData.LEARNING_RATE, NetData.MOMENTUM))
            .convolutionMode(ConvolutionMode.Truncate)
            .activation(Activation.IDENTITY)
            .graphBuilder()
            .addInputs(nodes.getFirst().name())
            .setInputTypes(
                InputType.convolutional(input.height(), input.width(), input.channels()))
            .setOutputs(nodes.getLast().name())
            .validateOutputLayerConfig(false); // it has opinions on a last layer without softmax
    List<String> names = new ArrayList<>(List.of(nodes.getFirst().name()));
    for (Node node : nodes.subList(1, nodes.size())) {
      String[] inputs = node.inputs().stream().map(names::get).toArray(String[]::new);
      if (node.layer() instanceof Flatten) {
        names.add(inputs[0]);
        continue;
      }
      if (node.layer() instanceof Add) {
        builder.addVertex(node.name(), new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
      } else if (names.size() == nodes.size() - 1) {
        builder.addLayer(node.name(), output(node, last), inputs);
      } else {
        builder.addLayer(node.name(), layer(node), inputs);
      }
      names.add(node.name());
    }
    return builder;
  }

  private static Layer output(Node node, Activation activation) {
    if (node.layer() instanceof Dense dense) {
      return new OutputLayer.Builder(LossFunction.MCXENT)
          .nOut(dense.units())
          .hasBias(dense.bias())
          .activation(activation)
          .build();
    }
    throw unknown(node);
  }

  private static Layer layer(Node node) {
    return switch (node.layer()) {
      case Conv2d conv when conv.groups() == 1 ->
          new ConvolutionLayer.Builder(sizes(conv.kernel()))
              .nOut(conv.outChannels())
              .stride(sizes(conv.stride()))
              .padding(conv.padding().top(), conv.padding().left())
              .dilation(sizes(conv.dilation()))
              .hasBias(conv.bias())
              .build();
      case Dense dense ->
          new DenseLayer.Builder().nOut(dense.units()).hasBias(dense.bias()).build();
      case BatchNorm norm ->
          new BatchNormalization.Builder()
              .decay(1 - norm.momentum())
              .eps(norm.epsilon())
              .useLogStd(false)
              .build();
      case ReLU relu -> new ActivationLayer(Activation.RELU);
      case MaxPool2d pool ->
          new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
              .kernelSize(sizes(pool.kernel()))
              .stride(sizes(pool.stride()))
              .padding(pool.padding().top(), pool.padding().left())
              .build();
      case GlobalAvgPool pool -> new GlobalPoolingLayer(PoolingType.AVG);
      // Its number is the share that stays.
      case Dropout drop -> new DropoutLayer(1 - drop.probability());
      default -> throw unknown(node);
    };
  }

  private static IllegalArgumentException unknown(Node node) {
    return new IllegalArgumentException(
        "no layer of Deeplearning4j for " + node.name() + ", " + node.layer());
  }

  private static int[] sizes(Size size) {
    return new int[] {size.height(), size.width()};
  }

  ComputationGraph graph() {
    return graph;
  }

  INDArray x() {
    return x;
  }

  /** Lanewise's parameters, for their names and roles. */
  List<Parameter> parameters() {
    return parameters;
  }

  /** The gradient of a parameter, added up over the batch, as Lanewise orders it. */
  float[] gradient(int parameter) {
    Place place = places.get(parameter);
    INDArray gradient =
        graph.gradient().getGradientFor(place.layer() + "_" + place.key());
    return place.order().values(Dl4j.floats(gradient));
  }

  @Override
  public void close() {
    graph.close();
    x.close();
  }
}
