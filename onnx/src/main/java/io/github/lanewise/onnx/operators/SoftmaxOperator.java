package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.activation.Softmax;
import io.github.lanewise.onnx.tensor.Dims;
import java.util.List;

/**
 * Softmax or its logarithm along an axis; before opset 13 along that and all after it together.
 *
 * @param log whether the logarithm is taken
 * @param axis the axis
 * @param flattens whether all axes after it belong to it
 */
record SoftmaxOperator(boolean log, long axis, boolean flattens) implements Operator {
  @Override
  public List<Value> infer(List<Value> inputs) {
    Dims.axis(axis, inputs.getFirst().rank());
    return List.of(Value.of(inputs.getFirst().type(), inputs.getFirst().dims()));
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    int[] dims = inputs.getFirst().dims();
    int at = Dims.axis(axis, dims.length);
    int outer = Dims.product(dims, 0, at);
    int inner = flattens ? 1 : Dims.product(dims, Math.min(at + 1, dims.length), dims.length);
    int length = Dims.length(dims);
    if (length == 0) {
      return (_, _) -> _ -> {};
    }
    int size = length / outer / inner;
    Softmax softmax = Softmax.of(outer * inner, size);
    if (inner == 1) {
      return (in, out) ->
          workers -> {
            if (log) {
              softmax.logForward(in[0].floats(), out[0].floats(), workers);
            } else {
              softmax.forward(in[0].floats(), out[0].floats(), workers);
            }
          };
    }
    return (in, out) -> {
      float[] rows = new float[length];
      Step gather = strided(in[0].floats(), rows, outer, size, inner);
      Step scatter = strided(rows, out[0].floats(), outer, inner, size);
      return workers -> {
        gather.run(workers);
        if (log) {
          softmax.logForward(rows, rows, workers);
        } else {
          softmax.forward(rows, rows, workers);
        }
        scatter.run(workers);
      };
    };
  }

  /** {@code to[o][j][i] = from[o][i][j]}. */
  private static Step strided(float[] from, float[] to, int outer, int rows, int columns) {
    return _ -> {
      for (int o = 0; o < outer; o++) {
        int base = o * rows * columns;
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            to[base + j * rows + i] = from[base + i * columns + j];
          }
        }
      }
    };
  }
}
