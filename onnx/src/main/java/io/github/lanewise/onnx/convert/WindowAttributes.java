package io.github.lanewise.onnx.convert;

import io.github.lanewise.nn.layers.Padding;
import io.github.lanewise.nn.layers.Size;
import io.github.lanewise.onnx.graph.Attributes;

/** The attributes that convolution and pooling have in common. */
final class WindowAttributes {
  private WindowAttributes() {}

  static Size size(Attributes a, String name, int otherwise) {
    long[] values = a.integers(name, otherwise, otherwise);
    Conversion.refuse(values.length != 2, values.length + "-D " + name);
    return new Size((int) values[0], (int) values[1]);
  }

  static Padding padding(Attributes a) {
    String auto = a.text("auto_pad", "NOTSET");
    Conversion.refuse(auto.equals("SAME_LOWER"), "auto_pad SAME_LOWER");
    if (auto.equals("SAME_UPPER")) {
      return Padding.SAME;
    }
    long[] pads = auto.equals("VALID") ? new long[4] : a.integers("pads", 0, 0, 0, 0);
    return new Padding(false, (int) pads[0], (int) pads[2], (int) pads[1], (int) pads[3]);
  }
}
