package io.github.lanewise.bench.peers;

import io.github.lanewise.bench.nets.FirstStep;
import io.github.lanewise.bench.nets.Learner;
import io.github.lanewise.bench.nets.NetData;
import io.github.lanewise.bench.nets.WithoutDropout;
import io.github.lanewise.nn.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Steps of training by Deeplearning4j: {@code fit} of a computation graph, softmax cross-entropy,
 * and stochastic gradient descent with Nesterov's momentum, the only one that it has.
 */
final class Dl4jTraining implements Learner {
  private final String name;
  private final Dl4jNet net;
  private final INDArray targets;
  private final FirstStep first;

  Dl4jTraining(String name, NetData data, int threads) {
    this.name = name;
    Dl4j.configure(threads);
    int classes = data.targets().length / data.batch();
    targets = Nd4j.create(data.targets(), new long[] {data.batch(), classes}, 'c');
    Network network = data.model().network();
    try (Dl4jNet plain = new Dl4jNet(WithoutDropout.of(network), data, Activation.SOFTMAX)) {
      first = first(plain, data.batch());
    }
    net = new Dl4jNet(network, data, Activation.SOFTMAX);
  }

  private FirstStep first(Dl4jNet plain, int batch) {
    plain.graph().setInputs(plain.x());
    plain.graph().setLabels(targets);
    plain.graph().computeGradientAndScore();
    Map<String, float[]> gradients = new LinkedHashMap<>();
    for (int i = 0; i < plain.parameters().size(); i++) {
      if (plain.parameters().get(i).spec().role().learned()) {
        float[] gradient = plain.gradient(i);
        for (int j = 0; j < gradient.length; j++) {
          gradient[j] /= batch;
        }
        gradients.put(plain.parameters().get(i).name(), gradient);
      }
    }
    return new FirstStep(plain.graph().score(), gradients);
  }

  @Override
  public FirstStep firstStep() {
    return first;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String layout() {
    return "NCHW; reorders inside the timing";
  }

  @Override
  public void run() {
    net.graph().fit(new INDArray[] {net.x()}, new INDArray[] {targets});
  }

  @Override
  public void close() {
    net.close();
    targets.close();
  }
}
