package io.github.lanewise.bench.peers;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each matrix-product peer against a naive product in double precision. */
class GemmPeersTest {
  private static final List<GemmProblem> PROBLEMS =
      List.of(
          new GemmProblem("one number", 1, 1, 1),
          new GemmProblem("odd sizes", 3, 5, 7),
          new GemmProblem("row times matrix", 1, 120, 400),
          new GemmProblem("matrix times column", 84, 1, 120),
          new GemmProblem("skinny", 16, 10, 84),
          new GemmProblem("square", 256, 256, 256),
          new GemmProblem("wide", 64, 784, 147));

  static Stream<Arguments> peersAndProblems() {
    return GemmPeers.NAMES.stream()
        .flatMap(peer -> PROBLEMS.stream().map(problem -> Arguments.of(peer, problem)));
  }

  @ParameterizedTest
  @MethodSource("peersAndProblems")
  void agreesWithTheNaiveProduct(String peerName, GemmProblem p) {
    float[] a = NaiveOracle.values(p.m() * p.k(), 1);
    float[] b = NaiveOracle.values(p.k() * p.n(), 2);
    double[] expected = NaiveOracle.product(p, a, b);
    for (int threads = 1; threads <= 2; threads++) {
      try (GemmPeer peer = GemmPeers.open(peerName, p, a, b, threads)) {
        peer.run();
        NaiveOracle.assertClose(expected, peer.output(), 1e-5, p.name());
        peer.run();
        NaiveOracle.assertClose(expected, peer.output(), 1e-5, p.name() + ", second run");
      }
    }
  }
}
