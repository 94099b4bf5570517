package io.github.lanewise.bench.peers;

import ai.djl.ndarray.NDArray;

/**
 * PyTorch's eager {@code conv2d} through DJL, without gradients.
 *
 * <p>PyTorch allocates the output of every call (here it is freed at the next one), and hands most
 * convolutions to its own oneDNN, for which it reorders the weights, and data that is not
 * channels_last, in every call. All of that is inside the timing, as it is for anybody who calls
 * PyTorch. A 1x1 convolution with one thread and a batch below 16 goes to MKL's sgemm instead.
 */
final class TorchConvPeer implements ConvPeer {
  private final String name;
  private final TorchConv conv;
  private NDArray result;

  TorchConvPeer(
      String name, ConvProblem p, float[] x, float[] weights, float[] biasOrNull, int threads) {
    this.name = name;
    conv = new TorchConv(name, p, x, weights, biasOrNull);
    Torch.configureCallingThread(threads, false);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String layout() {
    return conv.format() + "; reorders and the allocation of the output inside the timing";
  }

  @Override
  public void run() {
    if (result != null) {
      result.close();
    }
    result = conv.run(conv.x(), conv.weights(), conv.biasOrNull());
  }

  @Override
  public float[] output() {
    return TorchConv.nhwc(result);
  }

  @Override
  public void close() {
    conv.close();
  }
}
