package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of neighbouring elements shifted and scaled to mean 0 and variance 1, then by parameters:
 * instance, group and layer normalisation, which differ in what a row is. Inputs x, scale, shift.
 *
 * @param kind which of them
 * @param epsilon added to the variance
 * @param groups groups of channels, for group normalisation
 * @param axis the first axis of a row, for layer normalisation
 */
record RowNormalization(Kind kind, float epsilon, int groups, long axis) implements Operator {
  /** What a row is. */
  enum Kind {
    /** A channel of an example. */
    INSTANCE,
    /** A group of channels of an example. */
    GROUP,
    /** All from an axis on. */
    LAYER
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    Value x = inputs.getFirst();
    if (x.rank() < (kind == Kind.LAYER ? 1 : 2)) {
      throw new IllegalArgumentException("x is " + x + ", expected more dimensions");
    }
    if (kind == Kind.GROUP && (groups < 1 || x.dims()[1] % groups != 0)) {
      throw new IllegalArgumentException(
          "x is %s, num_groups %d, expected groups that divide its channels".formatted(x, groups));
    }
    for (Value parameter : inputs.subList(1, inputs.size())) {
      boolean perGroup = kind == Kind.GROUP && parameter != null && parameter.length() == groups;
      if (parameter != null && parameter.length() != parameters(x) && !perGroup) {
        throw new IllegalArgumentException(
            "x is %s, a parameter is %s, expected %d elements"
                .formatted(x, parameter, parameters(x)));
      }
    }
    List<Value> outputs = new ArrayList<>(List.of(Value.of(x.type(), x.dims())));
    if (kind == Kind.LAYER) {
      int[] dims = x.dims().clone();
      for (int d = Dims.axis(axis, dims.length); d < dims.length; d++) {
        dims[d] = 1;
      }
      outputs.add(Value.of(x.type(), dims));
      outputs.add(Value.of(x.type(), dims));
    }
    return outputs;
  }

  private int parameters(Value x) {
    return kind == Kind.LAYER
        ? Dims.product(x.dims(), Dims.axis(axis, x.rank()), x.rank())
        : x.dims()[1];
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    Value x = inputs.getFirst();
    int[] dims = x.dims();
    int rows =
        switch (kind) {
          case INSTANCE -> dims[0] * dims[1];
          case GROUP -> dims[0] * groups;
          case LAYER -> Dims.product(dims, 0, Dims.axis(axis, dims.length));
        };
    int scales = inputs.get(1).length();
    // How many neighbouring elements share a parameter, and how many parameters there are.
    int run = kind == Kind.LAYER || x.length() == 0 ? 1 : x.length() / dims[0] / scales;
    int length = rows == 0 ? 0 : x.length() / rows;
    return (in, out) -> {
      float[] shift = in.length > 2 && in[2] != null ? in[2].floats() : new float[scales];
      return Ranges.step(
          rows,
          length,
          (from, to, _) -> {
            for (int row = from; row < to; row++) {
              normalise(in[0].floats(), row, length, in[1].floats(), shift, run, out);
            }
          });
    };
  }

  private void normalise(
      float[] x, int row, int length, float[] scale, float[] shift, int run, Tensor[] out) {
    float[] y = out[0].floats();
    int start = row * length;
    int end = start + length;
    double mean = Sums.sum(x, start, end) / length;
    double factor = 1 / Math.sqrt(Sums.squares(x, start, end, mean) / length + epsilon);
    if (run == 1 && length == scale.length) {
      for (int c = 0; c < length; c++) {
        float normal = (float) ((x[start + c] - mean) * factor);
        y[start + c] = normal * scale[c] + shift[c];
      }
    } else {
      for (int from = start; from < end; from += run) {
        int p = from / run % scale.length;
        double times = factor * scale[p];
        double plus = shift[p];
        for (int i = from; i < from + run; i++) {
          y[i] = (float) ((x[i] - mean) * times + plus);
        }
      }
    }
    keep(out, 1, row, mean);
    keep(out, 2, row, factor);
  }

  private static void keep(Tensor[] out, int output, int row, double value) {
    if (output < out.length && out[output] != null) {
      out[output].floats()[row] = (float) value;
    }
  }
}
