package io.github.lanewise.onnx.convert;

import static io.github.lanewise.onnx.convert.Conversion.decimal;
import static io.github.lanewise.onnx.convert.Conversion.refuse;

import io.github.lanewise.nn.layers.BatchNorm;
import io.github.lanewise.nn.layers.GroupNorm;
import io.github.lanewise.nn.layers.InstanceNorm;
import io.github.lanewise.nn.layers.LocalResponseNorm;
import io.github.lanewise.onnx.graph.Attributes;

/** Normalisation as layers. */
final class NormReader {
  private NormReader() {}

  static void batch(Conversion c) {
    double momentum = decimal(1 - decimal(c.attributes().decimal("momentum", 0.9)));
    c.add(new BatchNorm(c.epsilon(), momentum));
    c.keepAll("weight", "bias", "running_mean", "running_var");
  }

  static void group(Conversion c) {
    refuse(c.node().opset() < 21, "scaling of groups instead of channels");
    c.add(new GroupNorm((int) c.attributes().integer("num_groups", 1), c.epsilon(), true));
    c.keepAll("weight", "bias");
  }

  static void instance(Conversion c) {
    c.add(new InstanceNorm(c.epsilon(), true));
    c.keepAll("weight", "bias");
  }

  static void localResponse(Conversion c) {
    Attributes a = c.attributes();
    int size = (int) a.integer("size", 1);
    refuse(size % 2 == 0, "an even size, whose window leans to the other side,");
    c.add(
        new LocalResponseNorm(
            size, a.decimal("alpha", 1e-4), a.decimal("beta", 0.75), a.decimal("bias", 1)));
  }
}
