package io.github.lanewise.bench.peers;

import java.util.List;

/** Opens the native peers of the convolution benchmark by name. */
public final class ConvPeers {

  /** Every name that {@link #open} takes. */
  public static final List<String> NAMES =
      List.of("onnxruntime", "onnxruntime-blocked", "pytorch", "pytorch-channels-last", "onednn");

  private ConvPeers() {}

  /**
   * Prepares a convolution in a native library. The arrays are copied.
   *
   * @param peerName one of {@link #NAMES}
   * @param problem the convolution
   * @param x input, {@code [batch][inHeight][inWidth][inChannels]}
   * @param weights {@code [kernel][kernel][inChannels / groups][outChannels]}
   * @param biasOrNull {@code [outChannels]}, or null for none
   * @param threads threads that one run may use, the calling one included
   * @return the peer; close it on the thread that opened it
   * @throws IllegalArgumentException if the name is unknown or a length is wrong
   */
  public static ConvPeer open(
      String peerName,
      ConvProblem problem,
      float[] x,
      float[] weights,
      float[] biasOrNull,
      int threads) {
    Lengths.check("x", x, problem.inputLength());
    Lengths.check("weights", weights, problem.weightsLength());
    if (biasOrNull != null) {
      Lengths.check("bias", biasOrNull, problem.outChannels());
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    return switch (peerName) {
      case "onnxruntime" -> OnnxConvPeer.plain(peerName, problem, x, weights, biasOrNull, threads);
      case "onnxruntime-blocked" ->
          OnnxConvPeer.blocked(peerName, problem, x, weights, biasOrNull, threads);
      case "pytorch", "pytorch-channels-last" ->
          new TorchConvPeer(peerName, problem, x, weights, biasOrNull, threads);
      case "onednn" -> new DnnlConvPeer(problem, x, weights, biasOrNull, threads);
      default ->
          throw new IllegalArgumentException(
              "unknown convolution peer '%s'; known are %s".formatted(peerName, NAMES));
    };
  }
}
