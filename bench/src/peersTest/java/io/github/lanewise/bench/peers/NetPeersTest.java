package io.github.lanewise.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.nets.FirstStep;
import io.github.lanewise.bench.nets.Learner;
import io.github.lanewise.bench.nets.NetData;
import io.github.lanewise.bench.nets.Use;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.Parameters;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.Workspace;
import io.github.lanewise.nn.layers.Add;
import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.nn.layers.Dropout;
import io.github.lanewise.nn.layers.Flatten;
import io.github.lanewise.nn.layers.GlobalAvgPool;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.ReLU;
import io.github.lanewise.nn.layers.Sigmoid;
import io.github.lanewise.nn.loss.SoftmaxCrossEntropy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each peer: outputs, loss and gradients of small networks against those of Lanewise. */
class NetPeersTest {
  private static final int BATCH = 3;

  static Stream<Arguments> peersAndNetworks() {
    Network flattened =
        Network.builder(6, 8, 2)
            .add("conv", Conv2d.of(5, 3).padding(1))
            .add("relu1", new ReLU())
            .add("pool", MaxPool2d.of(2))
            .add("flatten", new Flatten())
            .add("drop", new Dropout(0))
            .add("dense1", Dense.of(7))
            .add("relu2", new ReLU())
            .add("dense2", Dense.of(4))
            .build();
    Network residual =
        Network.builder(new Shape(7, 7, 3))
            .add("conv1", Conv2d.of(8, 3).stride(2).padding(1).withoutBias())
            .add("norm", new BatchNorm())
            .add("relu", new ReLU())
            .add("conv2", Conv2d.of(8, 1))
            .add("sum", new Add(), "conv2", "relu")
            .add("pool", new GlobalAvgPool())
            .add("dense", Dense.of(3).withoutBias())
            .build();
    return NetPeers.NAMES.stream()
        .flatMap(peer -> Stream.of(flattened, residual).map(net -> Arguments.of(peer, net)));
  }

  @ParameterizedTest
  @MethodSource("peersAndNetworks")
  void outputsAgree(String name, Network network) {
    NetData data = NetData.of(network, BATCH);
    Workspace ours = new Workspace(network, BATCH);
    float[] expected = ours.forward(data.model().parameters(), data.x(), Workers.serial());
    try (Contender peer = new NetPeers().open(name, Use.INFERENCE, data, 1)) {
      peer.run();
      NaiveOracle.assertClose(
          NaiveOracle.doubles(expected), peer.outputs().get("output"), 1e-5, "output");
    }
  }

  @ParameterizedTest
  @MethodSource("peersAndNetworks")
  void lossAndGradientsAgree(String name, Network network) {
    NetData data = NetData.of(network, BATCH);
    Parameters parameters = data.model().parameters();
    Parameters gradients = parameters.zerosLike();
    Workspace ours = new Workspace(network, BATCH);
    float[] y = ours.forwardTraining(parameters, data.x(), 1, Workers.serial());
    float[] dy = new float[y.length];
    double loss =
        new SoftmaxCrossEntropy()
            .bind(BATCH, y.length / BATCH)
            .compute(y, data.targets(), dy, Workers.serial());
    ours.backward(dy, gradients, null, Workers.serial());
    try (Learner peer = NetPeers.learner(name, data, 1)) {
      FirstStep first = peer.firstStep();
      assertEquals(loss, first.loss(), 1e-5);
      for (Parameter parameter : gradients) {
        if (parameter.spec().role().learned()) {
          NaiveOracle.assertClose(
              NaiveOracle.doubles(parameter.values()),
              first.gradients().get(parameter.name()),
              1e-4,
              parameter.name());
        }
      }
      peer.run(); // a whole step, which leaves what was found before as it is
      assertEquals(loss, peer.outputs().get("loss")[0], 1e-5);
    }
  }

  @Test
  void whatIsUnknownIsNamed() {
    Network network =
        Network.builder(1, 1, 2).add("flat", new Flatten()).add("curve", new Sigmoid()).build();
    NetData data = NetData.of(network, 1);
    assertNamed("'onednn'", () -> new NetPeers().open("onednn", Use.TRAINING, data, 1));
    assertNamed("curve", () -> new NetPeers().open("pytorch", Use.TRAINING, data, 1));
  }

  private static void assertNamed(String text, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
    assertTrue(message.contains(text), message);
  }
}
