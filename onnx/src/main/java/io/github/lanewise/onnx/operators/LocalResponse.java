package io.github.lanewise.onnx.operators;

import java.util.List;

/**
 * Local response normalisation across channels (Krizhevsky, Sutskever, Hinton 2012, section 3.3):
 * {@code y = x / (bias + alpha / size · Σ x²)^beta} over {@code size} neighbouring channels.
 *
 * @param alpha factor of the sum
 * @param beta exponent
 * @param bias summand
 * @param size channels
 */
record LocalResponse(float alpha, float beta, float bias, int size) implements Operator {
  @Override
  public List<Value> infer(List<Value> inputs) {
    Windows.axes(inputs.getFirst());
    if (size < 1) {
      throw new IllegalArgumentException("size is " + size + ", expected at least 1");
    }
    return List.of(Value.of(inputs.getFirst().type(), inputs.getFirst().dims()));
  }

  @Override
  public boolean needsChannelsLast() {
    return true;
  }

  /** For pictures whose channels come last. */
  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    int[] dims = inputs.getFirst().dims();
    int channels = dims[dims.length - 1];
    return (in, out) -> _ -> run(in[0].floats(), channels, out[0].floats());
  }

  private void run(float[] x, int channels, float[] y) {
    int before = (size - 1) / 2;
    for (int at = 0; at < y.length; at += channels) {
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        int end = Math.min(channels, c - before + size);
        for (int i = Math.max(0, c - before); i < end; i++) {
          sum += (double) x[at + i] * x[at + i];
        }
        y[at + c] = (float) (x[at + c] / Math.pow(bias + alpha / size * sum, beta));
      }
    }
  }
}
