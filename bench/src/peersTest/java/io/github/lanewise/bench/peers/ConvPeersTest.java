package io.github.lanewise.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each convolution peer against a naive convolution in double precision. */
class ConvPeersTest {
  private static final double TOLERANCE = 1e-5;

  private static final List<ConvProblem> PROBLEMS =
      List.of(
          new ConvProblem("one number", 1, 1, 1, 1, 1, 1, 1, 0, 1),
          new ConvProblem("odd sizes", 2, 3, 7, 9, 5, 3, 1, 1, 1),
          new ConvProblem("not square, stride 2", 1, 4, 6, 11, 8, 3, 2, 1, 1),
          new ConvProblem("even kernel", 1, 8, 5, 5, 16, 2, 1, 0, 1),
          new ConvProblem("two groups", 2, 6, 8, 8, 10, 5, 1, 2, 2),
          new ConvProblem("depthwise times 2", 1, 5, 6, 6, 10, 3, 1, 1, 5),
          new ConvProblem("blocked channels, batch 3", 3, 32, 9, 9, 48, 3, 1, 1, 1),
          new ConvProblem("resnet_conv1", 1, 3, 224, 224, 64, 7, 2, 3, 1),
          new ConvProblem("res4_3x3", 1, 256, 14, 14, 256, 3, 1, 1, 1),
          new ConvProblem("res5_1x1b", 1, 2048, 7, 7, 512, 1, 1, 0, 1),
          new ConvProblem("res3_3x3s2", 1, 128, 56, 56, 128, 3, 2, 1, 1),
          new ConvProblem("alex2", 1, 96, 27, 27, 256, 5, 1, 2, 2),
          new ConvProblem("mob_dw2", 1, 64, 112, 112, 64, 3, 2, 1, 64),
          new ConvProblem("mob_dw7", 2, 512, 14, 14, 512, 3, 1, 1, 512),
          new ConvProblem("lenet1", 1, 1, 28, 28, 6, 5, 1, 2, 1),
          new ConvProblem("lenet2", 4, 6, 14, 14, 16, 5, 1, 0, 1));

  static Stream<Arguments> peersAndProblems() {
    return ConvPeers.NAMES.stream()
        .flatMap(peer -> PROBLEMS.stream().map(problem -> Arguments.of(peer, problem)));
  }

  @ParameterizedTest
  @MethodSource("peersAndProblems")
  void agreesWithTheNaiveConvolution(String peerName, ConvProblem p) {
    float[] x = NaiveOracle.values(p.inputLength(), 1);
    float[] weights = NaiveOracle.values(p.weightsLength(), 2);
    float[] bias = NaiveOracle.values(p.outChannels(), 3);
    double[] plain = NaiveOracle.convolution(p, x, weights);
    double[] biased = NaiveOracle.plus(plain, bias);
    for (int threads = 1; threads <= 2; threads++) {
      try (ConvPeer peer = ConvPeers.open(peerName, p, x, weights, null, threads)) {
        peer.run();
        NaiveOracle.assertClose(plain, peer.output(), TOLERANCE, p.name());
        peer.run();
        NaiveOracle.assertClose(plain, peer.output(), TOLERANCE, p.name() + ", second run");
        assertEquals(peerName, peer.name());
      }
      try (ConvPeer peer = ConvPeers.open(peerName, p, x, weights, bias, threads)) {
        peer.run();
        NaiveOracle.assertClose(biased, peer.output(), TOLERANCE, p.name() + " with bias");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void peersOpenSideBySideKeepTheirOwnData(String peerName) {
    ConvProblem p = new ConvProblem("small", 1, 16, 8, 8, 16, 3, 1, 1, 1);
    float[] x = NaiveOracle.values(p.inputLength(), 1);
    float[] first = NaiveOracle.values(p.weightsLength(), 2);
    float[] second = NaiveOracle.values(p.weightsLength(), 3);
    try (ConvPeer one = ConvPeers.open(peerName, p, x, first, null, 1);
        ConvPeer two = ConvPeers.open(peerName, p, x, second, null, 2)) {
      one.run();
      two.run();
      NaiveOracle.assertClose(
          NaiveOracle.convolution(p, x, first), one.output(), TOLERANCE, "first");
      NaiveOracle.assertClose(
          NaiveOracle.convolution(p, x, second), two.output(), TOLERANCE, "second");
    }
  }

  static List<String> names() {
    return ConvPeers.NAMES;
  }

  @Test
  void anUnknownPeerIsNamedWithThoseThatExist() {
    ConvProblem p = new ConvProblem("one number", 1, 1, 1, 1, 1, 1, 1, 0, 1);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> ConvPeers.open("mxnet", p, new float[1], new float[1], null, 1))
            .getMessage();
    assertTrue(message.contains("mxnet") && message.contains("onednn"), message);
  }

  @Test
  void aWrongLengthIsNamed() {
    ConvProblem p = new ConvProblem("one number", 1, 1, 1, 1, 1, 1, 1, 0, 1);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> ConvPeers.open("onednn", p, new float[1], new float[3], null, 1))
            .getMessage();
    assertEquals("weights has 3 floats; the shape needs 1", message);
  }
}
