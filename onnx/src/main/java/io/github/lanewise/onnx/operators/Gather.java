package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.List;

/**
 * Slices of the first input along an axis, one for each index in the second.
 *
 * @param axis the axis
 */
record Gather(long axis) implements Operator {
  @Override
  public List<Value> infer(List<Value> inputs) {
    int[] data = inputs.get(0).dims();
    int[] indices = inputs.get(1).dims();
    if (inputs.get(1).type().floating()) {
      throw new IllegalArgumentException(
          "the indices are " + inputs.get(1) + ", expected integers");
    }
    int at = Dims.axis(axis, data.length);
    int[] dims = new int[data.length - 1 + indices.length];
    System.arraycopy(data, 0, dims, 0, at);
    System.arraycopy(indices, 0, dims, at, indices.length);
    System.arraycopy(data, at + 1, dims, at + indices.length, data.length - at - 1);
    return List.of(Value.of(inputs.get(0).type(), dims));
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    int[] dims = inputs.get(0).dims();
    int at = Dims.axis(axis, dims.length);
    int outer = Dims.product(dims, 0, at);
    int inner = Dims.product(dims, at + 1, dims.length);
    return (in, out) -> _ -> run(in[0], in[1].longs(), outer, dims[at], inner, out[0]);
  }

  private static void run(Tensor data, long[] indices, int outer, int size, int inner, Tensor out) {
    Object from = data.type().floating() ? data.floats() : data.longs();
    Object to = data.type().floating() ? out.floats() : out.longs();
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < indices.length; i++) {
        long index = indices[i] < 0 ? indices[i] + size : indices[i];
        if (index < 0 || index >= size) {
          throw new IllegalArgumentException(
              "index %d, expected one from %d to %d".formatted(indices[i], -size, size - 1));
        }
        System.arraycopy(
            from, (o * size + (int) index) * inner, to, (o * indices.length + i) * inner, inner);
      }
    }
  }
}
