package io.github.lanewise.bench.peers;

import java.util.List;

/** Opens the peers of the matrix-product benchmark by name. */
public final class GemmPeers {

  /** Every name that {@link #open} takes. */
  public static final List<String> NAMES = List.of("openblas", "netlib", "onednn", "onnxruntime");

  private GemmPeers() {}

  /**
   * Prepares a matrix product in another library. The arrays are copied.
   *
   * @param peerName one of {@link #NAMES}; {@code netlib} is the pure-Java VectorBLAS, which has
   *     one thread whatever is asked for, and {@code onnxruntime} packs b before the timing
   * @param problem the sizes
   * @param a {@code [m][k]}
   * @param b {@code [k][n]}
   * @param threads threads that one run may use, the calling one included
   * @return the peer; close it on the thread that opened it
   * @throws IllegalArgumentException if the name is unknown or a length is wrong
   */
  public static GemmPeer open(
      String peerName, GemmProblem problem, float[] a, float[] b, int threads) {
    Lengths.check("a", a, (long) problem.m() * problem.k());
    Lengths.check("b", b, (long) problem.k() * problem.n());
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    return switch (peerName) {
      case "openblas" -> new OpenBlasGemmPeer(problem, a, b, threads);
      case "netlib" -> new NetlibGemmPeer(problem, a, b);
      case "onednn" -> new DnnlGemmPeer(problem, a, b, threads);
      case "onnxruntime" -> new OnnxGemmPeer(problem, a, b, threads);
      default ->
          throw new IllegalArgumentException(
              "unknown matrix-product peer '%s'; known are %s".formatted(peerName, NAMES));
    };
  }
}
