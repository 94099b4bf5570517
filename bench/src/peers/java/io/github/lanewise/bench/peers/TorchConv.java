package io.github.lanewise.bench.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;

/**
 * A convolution's tensors in PyTorch, in one of its memory formats: contiguous (NCHW, OIHW) or
 * channels_last, whose sizes read NCHW and whose strides are NHWC.
 */
final class TorchConv implements AutoCloseable {
  private static final Shape NO_DILATION = new Shape(1, 1);

  private final ConvProblem problem;
  private final boolean channelsLast;
  private final NDManager manager;
  private final NDArray x;
  private final NDArray weights;
  private final NDArray biasOrNull;
  private final Shape stride;
  private final Shape padding;

  /** The format is channels_last if the name says so. The arrays are copied. */
  TorchConv(String name, ConvProblem p, float[] x, float[] weights, float[] biasOrNull) {
    Torch.requireKeptMemory(p.name(), Math.max(p.inputLength(), p.outputLength()));
    problem = p;
    channelsLast = name.endsWith("-channels-last");
    manager = Torch.newManager();
    this.x = pictures(x, p.inHeight(), p.inWidth(), p.inChannels());
    this.weights = kernels(weights);
    this.biasOrNull = biasOrNull == null ? null : manager.create(biasOrNull);
    stride = new Shape(p.stride(), p.stride());
    padding = new Shape(p.padding(), p.padding());
  }

  /** What people call the format. */
  String format() {
    return channelsLast ? "channels_last" : "NCHW";
  }

  NDArray x() {
    return x;
  }

  NDArray weights() {
    return weights;
  }

  NDArray biasOrNull() {
    return biasOrNull;
  }

  /** A tensor of the sizes of the output, from NHWC. */
  NDArray likeOutput(float[] nhwc) {
    return pictures(nhwc, problem.outHeight(), problem.outWidth(), problem.outChannels());
  }

  /** PyTorch's eager {@code conv2d}. */
  NDArray run(NDArray input, NDArray kernels, NDArray bias) {
    return Conv2d.conv2d(input, kernels, bias, stride, padding, NO_DILATION, problem.groups())
        .singletonOrThrow();
  }

  /** Pictures as NHWC. */
  static float[] nhwc(NDArray pictures) {
    try (NDArray nhwc = pictures.transpose(0, 2, 3, 1)) {
      return nhwc.toFloatArray();
    }
  }

  /** Kernels as HWIO. */
  static float[] hwio(NDArray kernels) {
    try (NDArray hwio = kernels.transpose(2, 3, 1, 0)) {
      return hwio.toFloatArray();
    }
  }

  private NDArray pictures(float[] nhwc, int height, int width, int channels) {
    int batch = problem.batch();
    return channelsLast
        ? manager.create(nhwc, new Shape(batch, height, width, channels)).transpose(0, 3, 1, 2)
        : manager.create(
            Layouts.nhwcToNchw(nhwc, batch, height, width, channels),
            new Shape(batch, channels, height, width));
  }

  private NDArray kernels(float[] hwio) {
    int kernel = problem.kernel();
    int in = problem.inChannels() / problem.groups();
    int out = problem.outChannels();
    return channelsLast
        ? manager
            .create(
                Layouts.hwioToOhwi(hwio, kernel, kernel, in, out),
                new Shape(out, kernel, kernel, in))
            .transpose(0, 3, 1, 2)
        : manager.create(
            Layouts.hwioToOihw(hwio, kernel, kernel, in, out), new Shape(out, in, kernel, kernel));
  }

  @Override
  public void close() {
    manager.close();
  }
}
