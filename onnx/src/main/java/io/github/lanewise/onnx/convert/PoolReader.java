package io.github.lanewise.onnx.convert;

import static io.github.lanewise.onnx.convert.Conversion.refuse;
import static io.github.lanewise.onnx.convert.WindowAttributes.padding;
import static io.github.lanewise.onnx.convert.WindowAttributes.size;

import io.github.lanewise.nn.layers.AvgPool2d;
import io.github.lanewise.nn.layers.GlobalAvgPool;
import io.github.lanewise.nn.layers.MaxPool2d;
import io.github.lanewise.nn.layers.Size;
import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.tensor.Dims;
import java.util.Arrays;
import java.util.stream.LongStream;

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

  /** The mean over the picture, with its axes or without. */
  static void mean(Conversion c) {
    int rank = c.value(0).rank();
    long[] given = c.given(1) ? c.constant(1).longs() : c.attributes().integers("axes");
    int[] axes = LongStream.of(given).mapToInt(axis -> Dims.axis(axis, rank)).sorted().toArray();
    boolean picture = rank == 4 && Arrays.equals(axes, new int[] {2, 3});
    refuse(!picture, "a mean of other axes than rows and columns");
    c.add(new GlobalAvgPool());
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
