package io.github.lanewise.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanewise.bench.contest.Contender;
import io.github.lanewise.bench.conv.ConvData;
import io.github.lanewise.bench.layers.Layer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each training peer: its output against a naive convolution, its gradients by adjoints. */
class TrainPeersTest {
  private static final int BATCH = 2;

  static Stream<Arguments> peersAndLayers() {
    return TrainPeers.NAMES.stream()
        .flatMap(
            peer ->
                Stream.of(
                        "lenet2,6,14,16,5,1,0,1",
                        "strided,16,9,32,3,2,1,1",
                        "grouped,8,7,16,3,1,1,2",
                        "depthwise,16,8,16,3,1,1,16")
                    .map(line -> Arguments.of(peer, Layer.parse(line))));
  }

  @ParameterizedTest
  @MethodSource("peersAndLayers")
  void agreesWithTheNaiveConvolutionAndItsAdjoints(String peerName, Layer layer) {
    ConvProblem p = ConvProblem.of(layer, BATCH);
    ConvData data = ConvData.of(layer.shape(BATCH));
    float[] dy = NaiveOracle.values(p.outputLength(), 4);
    double[] plain = NaiveOracle.convolution(p, data.x(), data.weights());
    double expected = dot(dy, plain);
    try (Contender peer = new TrainPeers().open(peerName, layer, BATCH, data, dy, 1)) {
      peer.run();
      peer.run(); // gradients of the first run are not added to
      Map<String, float[]> outputs = peer.outputs();
      NaiveOracle.assertClose(
          NaiveOracle.plus(plain, data.bias()), outputs.get("y"), 1e-5, layer.name());
      assertEquals(expected, dot(data.x(), NaiveOracle.doubles(outputs.get("dx"))), 1e-3);
      assertEquals(expected, dot(data.weights(), NaiveOracle.doubles(outputs.get("dWeights"))), 1e-3);
      double[] dBias = new double[p.outChannels()];
      for (int i = 0; i < dy.length; i++) {
        dBias[i % dBias.length] += dy[i];
      }
      NaiveOracle.assertClose(dBias, outputs.get("dBias"), 1e-5, "dBias");
    }
  }

  private static double dot(float[] a, double[] b) {
    assertEquals(a.length, b.length);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void anUnknownPeerIsNamedWithThoseThatExist() {
    Layer layer = Layer.parse("one,1,1,1,1,1,0,1");
    ConvData data = ConvData.of(layer.shape(1));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new TrainPeers().open("onednn", layer, 1, data, new float[1], 1))
            .getMessage();
    assertTrue(message.contains("'onednn'") && message.contains("[pytorch, "), message);
  }
}
