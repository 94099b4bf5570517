package io.github.lanewise.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;

/**
 * PyTorch's eager {@code conv2d} through DJL, without gradients.
 *
 * <p>PyTorch allocates the output of every call (here it is freed at the next one), and hands most
 * convolutions to its own oneDNN, for which it reorders the weights, and data that is not
 * channels_last, in every call. All of that is inside the timing, as it is for anybody who calls
 * PyTorch. A 1x1 convolution with one thread and a batch below 16 goes to MKL's sgemm instead.
 */
final class TorchConvPeer implements ConvPeer {
  private static final Shape NO_DILATION = new Shape(1, 1);

  private final String name;
  private final String layout;
  private final NDManager manager;
  private final NDArray x;
  private final NDArray weights;
  private final NDArray biasOrNull;
  private final Shape stride;
  private final Shape padding;
  private final int groups;
  private NDArray result;

  private TorchConvPeer(
      String name,
      String layout,
      ConvProblem p,
      NDArray x,
      NDArray weights,
      float[] biasOrNull,
      int threads) {
    this.name = name;
    this.layout = layout + "; reorders and the allocation of the output inside the timing";
    this.manager = x.getManager();
    this.x = x;
    this.weights = weights;
    this.biasOrNull = biasOrNull == null ? null : manager.create(biasOrNull);
    stride = new Shape(p.stride(), p.stride());
    padding = new Shape(p.padding(), p.padding());
    groups = p.groups();
    Torch.configureCallingThread(threads);
  }

  /** Tensors in PyTorch's default order: NCHW, OIHW. */
  static TorchConvPeer contiguous(
      String name, ConvProblem p, float[] x, float[] weights, float[] biasOrNull, int threads) {
    int groupChannels = p.inChannels() / p.groups();
    NDManager manager = managerFor(p);
    NDArray xNchw =
        manager.create(
            Layouts.nhwcToNchw(x, p.batch(), p.inHeight(), p.inWidth(), p.inChannels()),
            new Shape(p.batch(), p.inChannels(), p.inHeight(), p.inWidth()));
    NDArray weightsOihw =
        manager.create(
            Layouts.hwioToOihw(weights, p.kernel(), p.kernel(), groupChannels, p.outChannels()),
            new Shape(p.outChannels(), groupChannels, p.kernel(), p.kernel()));
    return new TorchConvPeer(name, "NCHW", p, xNchw, weightsOihw, biasOrNull, threads);
  }

  /** Tensors whose sizes read NCHW and whose strides are NHWC: PyTorch's channels_last. */
  static TorchConvPeer channelsLast(
      String name, ConvProblem p, float[] x, float[] weights, float[] biasOrNull, int threads) {
    int groupChannels = p.inChannels() / p.groups();
    NDManager manager = managerFor(p);
    NDArray xNhwc =
        manager.create(x, new Shape(p.batch(), p.inHeight(), p.inWidth(), p.inChannels()));
    NDArray weightsOhwi =
        manager.create(
            Layouts.hwioToOhwi(weights, p.kernel(), p.kernel(), groupChannels, p.outChannels()),
            new Shape(p.outChannels(), p.kernel(), p.kernel(), groupChannels));
    return new TorchConvPeer(
        name,
        "channels_last",
        p,
        xNhwc.transpose(0, 3, 1, 2),
        weightsOhwi.transpose(0, 3, 1, 2),
        biasOrNull,
        threads);
  }

  private static NDManager managerFor(ConvProblem p) {
    Torch.requireKeptMemory(p.name(), Math.max(p.inputLength(), p.outputLength()));
    return Torch.newManager();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String layout() {
    return layout;
  }

  @Override
  public void run() {
    if (result != null) {
      result.close();
    }
    result =
        Conv2d.conv2d(x, weights, biasOrNull, stride, padding, NO_DILATION, groups)
            .singletonOrThrow();
  }

  @Override
  public float[] output() {
    try (NDArray nhwc = result.transpose(0, 2, 3, 1)) {
      return nhwc.toFloatArray();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
