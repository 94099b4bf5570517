package io.github.lanewise.onnx.convert;

import static io.github.lanewise.onnx.convert.LayerNodes.and;

import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.AvgPool2d;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.ConvTranspose2d;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.Padding;
import io.github.lanewise.nn.layers.Size;

/** Convolutions and pooling as nodes. */
final class WindowNodes {
  private WindowNodes() {}

  static String convolution(LayerNodes to, Conv2d conv) {
    ConvShape shape = conv.convShape(to.in());
    String x = to.x();
    Padding padding = conv.padding();
    if (conv.paddingMode() != PaddingMode.ZEROS) {
      Padding around =
          new Padding(
              false,
              shape.height().padBefore(),
              shape.height().padAfter(),
              shape.width().padBefore(),
              shape.width().padAfter());
      x = ResampleNodes.padded(to, to.graph().fresh(to.name()), around, conv.paddingMode());
      padding = Padding.NONE;
    }
    String weights =
        to.kernels(
            shape.outChannels(),
            shape.groupInChannels(),
            shape.kernelHeight(),
            shape.kernelWidth());
    Object[] window = window(to.in(), conv.kernel(), conv.stride(), conv.dilation(), padding);
    return to.last(
        "Conv", to.withBias(conv.bias(), x, weights), and(window, "group", conv.groups()));
  }

  static String transposed(LayerNodes to, ConvTranspose2d layer) {
    Size kernel = layer.kernel();
    Size pad = layer.padding();
    String weights =
        to.kernels(to.in().channels(), layer.outChannels(), kernel.height(), kernel.width());
    return to.last(
        "ConvTranspose",
        to.withBias(layer.bias(), to.x(), weights),
        "kernel_shape",
        new int[] {kernel.height(), kernel.width()},
        "strides",
        new int[] {layer.stride().height(), layer.stride().width()},
        "pads",
        new int[] {pad.height(), pad.width(), pad.height(), pad.width()},
        "output_padding",
        new int[] {layer.outputPadding().height(), layer.outputPadding().width()});
  }

  static String max(LayerNodes to, MaxPool2d pool) {
    Object[] window =
        window(to.in(), pool.kernel(), pool.stride(), pool.dilation(), pool.padding());
    return to.last("MaxPool", and(window, "ceil_mode", ceil(to, window)));
  }

  static String average(LayerNodes to, AvgPool2d pool) {
    Object[] window = window(to.in(), pool.kernel(), pool.stride(), Size.ONE, pool.padding());
    int counted = pool.countIncludePad() ? 1 : 0;
    return to.last(
        "AveragePool", and(window, "ceil_mode", ceil(to, window), "count_include_pad", counted));
  }

  private static Object[] window(
      Shape in, Size kernel, Size stride, Size dilation, Padding padding) {
    int[] pads = {padding.top(), padding.left(), padding.bottom(), padding.right()};
    if (padding.same()) {
      Window height = Window.same(in.height(), kernel.height(), stride.height(), dilation.height());
      Window width = Window.same(in.width(), kernel.width(), stride.width(), dilation.width());
      pads = new int[] {height.padBefore(), width.padBefore(), height.padAfter(), width.padAfter()};
    }
    return new Object[] {
      "kernel_shape", new int[] {kernel.height(), kernel.width()},
      "strides", new int[] {stride.height(), stride.width()},
      "dilations", new int[] {dilation.height(), dilation.width()},
      "pads", pads
    };
  }

  /**
   * Whether a pooling rounds its size up: only if that gives more windows, as the rules by which
   * programs leave out a last one differ.
   */
  private static int ceil(LayerNodes to, Object... window) {
    int[] kernel = (int[]) window[1];
    int[] strides = (int[]) window[3];
    int[] dilations = (int[]) window[5];
    int[] pads = (int[]) window[7];
    Shape in = to.in();
    Shape out = to.node().shape();
    int height = in.height() + pads[0] + pads[2] - dilations[0] * (kernel[0] - 1) - 1;
    int width = in.width() + pads[1] + pads[3] - dilations[1] * (kernel[1] - 1) - 1;
    boolean more = out.height() > height / strides[0] + 1 || out.width() > width / strides[1] + 1;
    return more ? 1 : 0;
  }
}
