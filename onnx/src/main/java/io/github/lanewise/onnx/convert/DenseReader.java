package io.github.lanewise.onnx.convert;

import static io.github.lanewise.onnx.convert.Conversion.refuse;

import io.github.lanewise.nn.layers.Dense;
import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.tensor.Tensor;

/** Matrix products as dense layers. */
final class DenseReader {
  private DenseReader() {}

  static void gemm(Conversion c) {
    Attributes a = c.attributes();
    refuse(a.flag("transA", false) || a.decimal("alpha", 1) != 1, "transA or alpha");
    product(c, a.flag("transB", false), a.decimal("beta", 1));
  }

  static void matMul(Conversion c) {
    product(c, false, 1);
  }

  private static void product(Conversion c, boolean transposed, float beta) {
    float[] weights = weights(c, transposed);
    int units = weights.length / c.input(0).shape().length();
    Conversion.Bias bias = c.bias(units);
    c.add(new Dense(units, bias.given()), bias.output());
    c.keep("weight", weights);
    if (bias.given()) {
      refuse(bias.values().length != units, "a summand of another length than the output");
      float[] scaled = bias.values().clone();
      for (int i = 0; c.given(2) && i < units; i++) {
        scaled[i] *= beta;
      }
      c.keep("bias", scaled);
    }
  }

  /** Weights {@code [in][out]} with the inputs in the order of Lanewise. */
  private static float[] weights(Conversion c, boolean transposed) {
    Tensor constant = c.constant(1);
    int[] dims = constant.dims();
    refuse(dims.length != 2, "weights of %d dimensions".formatted(dims.length));
    int in = dims[transposed ? 1 : 0];
    int out = dims[transposed ? 0 : 1];
    Place place = c.input(0);
    int channels = place.shape().channels();
    int pixels = place.pixels();
    refuse(pixels * channels != in, "a product with more than one row for each example");
    float[] values = constant.floats();
    float[] weights = new float[in * out];
    for (int p = 0; p < pixels; p++) {
      for (int channel = 0; channel < channels; channel++) {
        int from = channel * pixels + p;
        int to = p * channels + channel;
        for (int o = 0; o < out; o++) {
          weights[to * out + o] = values[transposed ? o * in + from : from * out + o];
        }
      }
    }
    return weights;
  }
}
