package io.github.lanewise.onnx.convert;

import static io.github.lanewise.onnx.convert.Conversion.refuse;
import static io.github.lanewise.onnx.convert.WindowAttributes.padding;
import static io.github.lanewise.onnx.convert.WindowAttributes.size;

import io.github.lanewise.nn.layers.AvgPool2d;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.Size;
import io.github.lanewise.onnx.graph.Attributes;

/** Pooling with a window as layers. */
final class PoolReader {
  private PoolReader() {}

  static void max(Conversion c) {
    Attributes a = c.attributes();
    c.add(
        new MaxPool2d(
            size(a, "kernel_shape", 1),
            size(a, "strides", 1),
            size(a, "dilations", 1),
            padding(a),
            a.flag("ceil_mode", false)));
  }

  static void average(Conversion c) {
    Attributes a = c.attributes();
    refuse(!size(a, "dilations", 1).equals(Size.ONE), "dilation of an average");
    c.add(
        new AvgPool2d(
            size(a, "kernel_shape", 1),
            size(a, "strides", 1),
            padding(a),
            a.flag("ceil_mode", false),
            a.flag("count_include_pad", false)));
  }
}
