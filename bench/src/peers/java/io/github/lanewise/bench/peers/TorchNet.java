package io.github.lanewise.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import io.github.lanewise.bench.nets.NetData;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.Flatten;
import io.github.lanewise.nn.layers.GlobalAvgPool;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.layers.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * A network of Lanewise computed by PyTorch's eager operators through DJL: the same layers on the
 * same weights. Every result is an array of the manager of the input, so that whoever closes that
 * frees them.
 */
final class TorchNet implements AutoCloseable {
  private final Network network;
  private final boolean channelsLast;
  private final NDManager manager;
  private final NDArray x;
  private final List<Parameter> parameters;
  private final List<TorchParameter> orders = new ArrayList<>();
  private final List<NDArray> values = new ArrayList<>();

  /** The format is channels_last if the name says so. The arrays are copied. */
  TorchNet(String name, NetData data) {
    network = data.model().network();
    int largest =
        network.nodes().stream().mapToInt(node -> node.shape().length()).max().orElseThrow();
    Torch.requireKeptMemory("the network", (long) data.batch() * largest);
    channelsLast = name.endsWith("-channels-last");
    manager = Torch.newManager();
    x = pictures(data);
    parameters = data.model().parameters().all();
    for (Node node : network.nodes()) {
      for (ParameterSpec spec : node.parameters()) {
        TorchParameter order = new TorchParameter(network, node, spec);
        float[] own = parameters.get(values.size()).values();
        values.add(order.tensor(manager, own, channelsLast));
        orders.add(order);
      }
    }
  }

  private NDArray pictures(NetData data) {
    io.github.lanewise.nn.Shape s = network.inputShape();
    NDArray nhwc =
        manager.create(data.x(), new Shape(data.batch(), s.height(), s.width(), s.channels()));
    return channelsLast
        ? nhwc.transpose(0, 3, 1, 2)
        : manager.create(
            Layouts.nhwcToNchw(data.x(), data.batch(), s.height(), s.width(), s.channels()),
            new Shape(data.batch(), s.channels(), s.height(), s.width()));
  }

  /** What people call the format. */
  String format() {
    return channelsLast ? "channels_last" : "NCHW";
  }

  NDManager manager() {
    return manager;
  }

  NDArray x() {
    return x;
  }

  /** The tensors of the parameters, in Lanewise's order. */
  List<NDArray> values() {
    return values;
  }

  /** Lanewise's parameters, for their names and roles. */
  List<Parameter> parameters() {
    return parameters;
  }

  /** A tensor like that of a parameter as Lanewise orders it. */
  float[] inOurOrder(int parameter, NDArray tensor) {
    return orders.get(parameter).values(tensor);
  }

  /**
   * Computes the network.
   *
   * @param input pictures
   * @param tensors of the parameters
   * @param training whether batch norm measures
   * @param dropout whether dropout drops
   * @return the outputs
   */
  NDArray forward(NDArray input, List<NDArray> tensors, boolean training, boolean dropout) {
    List<NDArray> outputs = new ArrayList<>(List.of(input));
    int next = 0;
    for (Node node : network.nodes().subList(1, network.nodes().size())) {
      List<NDArray> own = tensors.subList(next, next + node.parameters().size());
      next += own.size();
      List<NDArray> inputs = node.inputs().stream().map(outputs::get).toList();
      outputs.add(compute(node, inputs, own, training, dropout));
    }
    return outputs.getLast();
  }

  private static NDArray compute(
      Node node, List<NDArray> inputs, List<NDArray> own, boolean training, boolean dropout) {
    NDArray in = inputs.getFirst();
    return switch (node.layer()) {
      case io.github.lanewise.nn.layers.Conv2d conv ->
          Conv2d.conv2d(
                  in,
                  own.getFirst(),
                  conv.bias() ? own.getLast() : null,
                  shape(conv.stride()),
                  new Shape(conv.padding().top(), conv.padding().left()),
                  shape(conv.dilation()),
                  conv.groups())
              .singletonOrThrow();
      case Dense dense -> {
        NDArray bias = dense.bias() ? own.getLast() : null;
        yield Linear.linear(in, own.getFirst(), bias).singletonOrThrow();
      }
      case io.github.lanewise.nn.layers.BatchNorm norm -> {
        NDList result =
            BatchNorm.batchNorm(
                in,
                own.get(2),
                own.get(3),
                own.get(0),
                own.get(1),
                1,
                (float) norm.momentum(),
                (float) norm.epsilon(),
                training);
        yield result.singletonOrThrow();
      }
      case ReLU relu -> Activation.relu(in);
      case MaxPool2d pool ->
          Pool.maxPool2d(
              in,
              shape(pool.kernel()),
              shape(pool.stride()),
              new Shape(pool.padding().top(), pool.padding().left()),
              pool.ceilMode());
      case GlobalAvgPool pool -> Pool.globalAvgPool2d(in);
      case Flatten flatten -> in.reshape(in.getShape().get(0), -1);
      case Dropout drop ->
          ai.djl.nn.norm.Dropout.dropout(in, (float) drop.probability(), dropout)
              .singletonOrThrow();
      case Add add -> in.add(inputs.getLast());
      default ->
          throw new IllegalArgumentException(
              "no PyTorch operator for " + node.name() + ", " + node.layer());
    };
  }

  private static Shape shape(Size size) {
    return new Shape(size.height(), size.width());
  }

  @Override
  public void close() {
    manager.close();
  }
}
