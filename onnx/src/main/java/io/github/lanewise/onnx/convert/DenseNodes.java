package io.github.lanewise.onnx.convert;

import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.layers.Dense;
import java.util.List;

/** What reads a picture as a vector, as nodes. */
final class DenseNodes {
  private DenseNodes() {}

  /** Weights for the values of a picture with its channels first, as Flatten gives them. */
  static String dense(LayerNodes to, Dense dense) {
    Shape in = to.written();
    float[] weight = to.values("weight");
    int units = dense.units();
    float[] moved = new float[weight.length];
    int pixels = in.height() * in.width();
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < in.channels(); c++) {
        System.arraycopy(
            weight, (p * in.channels() + c) * units, moved, (c * pixels + p) * units, units);
      }
    }
    String flat = to.before("Flatten", List.of(to.x()));
    String weights = to.parameter("weight", moved, in.length(), units);
    String product = to.before("Gemm", to.withBias(dense.bias(), flat, weights));
    return to.reshaped(product, 0, units, 1, 1);
  }

  /** The values in the order of Lanewise, pixel by pixel, as channels of one pixel. */
  static String flatten(LayerNodes to) {
    Shape in = to.in();
    String last = in.height() * in.width() == 1 ? to.x() : to.channelsLast();
    return to.reshaped(last, 0, in.length(), 1, 1);
  }
}
