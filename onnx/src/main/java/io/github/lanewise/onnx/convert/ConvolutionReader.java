package io.github.lanewise.onnx.convert;

import static io.github.lanewise.onnx.convert.Conversion.refuse;
import static io.github.lanewise.onnx.convert.WindowAttributes.padding;
import static io.github.lanewise.onnx.convert.WindowAttributes.size;

import io.github.lanewise.kernels.conv.Layouts;
import io.github.lanewise.kernels.resample.PaddingMode;
import io.github.lanewise.nn.Layer;
import io.github.lanewise.nn.layers.Conv2d;
import io.github.lanewise.nn.layers.ConvTranspose2d;
import io.github.lanewise.nn.layers.Pad2d;
import io.github.lanewise.nn.layers.Padding;
import io.github.lanewise.nn.layers.Size;
import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.graph.GraphNode;
import io.github.lanewise.onnx.tensor.Tensor;

/** Convolutions and their transposes as layers. */
final class ConvolutionReader {
  private ConvolutionReader() {}

  static void convolution(Conversion c) {
    Attributes a = c.attributes();
    int[] w = weightDims(c);
    Conversion.Bias bias = c.bias(w[0]);
    Pad2d border = c.input(0).border();
    Conv2d layer =
        new Conv2d(
            w[0],
            new Size(w[2], w[3]),
            size(a, "strides", 1),
            size(a, "dilations", 1),
            border == null ? padding(a) : sum(padding(a), border.padding()),
            border == null ? PaddingMode.ZEROS : border.mode(),
            (int) a.integer("group", 1),
            bias.given());
    add(c, layer, bias);
  }

  /** Whether a node is a convolution that can put a border around its input {@code x} itself. */
  static boolean takesBorder(GraphNode node, String x, PaddingMode mode) {
    if (!node.operator().equals("Conv") || node.inputs().lastIndexOf(x) != 0) {
      return false;
    }
    Padding own = padding(new Attributes(node.attributes()));
    return mode == PaddingMode.ZEROS ? !own.same() : own.equals(Padding.NONE);
  }

  private static Padding sum(Padding a, Padding b) {
    return new Padding(
        false,
        a.top() + b.top(),
        a.bottom() + b.bottom(),
        a.left() + b.left(),
        a.right() + b.right());
  }

  static void transposed(Conversion c) {
    Attributes a = c.attributes();
    int[] w = weightDims(c);
    refuse(!size(a, "dilations", 1).equals(Size.ONE), "a dilation");
    refuse(a.integer("group", 1) != 1, "groups");
    refuse(a.has("output_shape") || !a.text("auto_pad", "NOTSET").equals("NOTSET"), "auto_pad");
    Padding pads = padding(a);
    refuse(pads.top() != pads.bottom() || pads.left() != pads.right(), "uneven pads");
    Conversion.Bias bias = c.bias(w[1]);
    ConvTranspose2d layer =
        new ConvTranspose2d(
            w[1],
            new Size(w[2], w[3]),
            size(a, "strides", 1),
            new Size(pads.top(), pads.left()),
            size(a, "output_padding", 0),
            bias.given());
    add(c, layer, bias);
  }

  private static int[] weightDims(Conversion c) {
    int[] dims = c.constant(1).dims();
    refuse(dims.length != 4, "a 1-D convolution");
    return dims;
  }

  private static void add(Conversion c, Layer layer, Conversion.Bias bias) {
    Tensor weights = c.constant(1);
    int[] w = weights.dims();
    float[] hwio = new float[weights.length()];
    Layouts.oihwToHwio(w[0], w[1], w[2], w[3], weights.floats(), hwio);
    c.add(layer, bias.output());
    c.keep("weight", hwio);
    if (bias.given()) {
      c.keep("bias", bias.values());
    }
  }
}
