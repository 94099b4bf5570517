package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The inputs one after the other along an axis.
 *
 * @param axis the axis
 */
record Concat(long axis) implements Operator {
  @Override
  public List<Value> infer(List<Value> inputs) {
    int[] dims = inputs.getFirst().dims().clone();
    int at = Dims.axis(axis, dims.length);
    long size = 0;
    for (Value input : inputs) {
      int[] expected = dims.clone();
      if (input.rank() == dims.length) {
        expected[at] = input.dims()[at];
      }
      if (!Arrays.equals(expected, input.dims()) || input.type() != inputs.getFirst().type()) {
        throw new IllegalArgumentException(
            "the inputs are %s, expected ones that differ in dimension %d alone"
                .formatted(inputs, at));
      }
      size += input.dims()[at];
    }
    dims[at] = Math.toIntExact(size);
    return List.of(Value.of(inputs.getFirst().type(), dims));
  }

  @Override
  public Operator channelsLast(int rank) {
    return new Concat(Axes.channelsLast(axis, rank));
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    int[] dims = outputs.getFirst().dims();
    int at = Dims.axis(axis, dims.length);
    int outer = Dims.product(dims, 0, at);
    int inner = Dims.product(dims, at, dims.length);
    int[] runs = inputs.stream().mapToInt(i -> Dims.product(i.dims(), at, dims.length)).toArray();
    return (in, out) -> _ -> run(in, runs, outer, inner, out[0]);
  }

  private static void run(Tensor[] in, int[] runs, int outer, int inner, Tensor out) {
    int offset = 0;
    for (int n = 0; n < in.length; n++) {
      Object from = out.type().floating() ? in[n].floats() : in[n].longs();
      Object to = out.type().floating() ? out.floats() : out.longs();
      for (int o = 0; o < outer; o++) {
        System.arraycopy(from, o * runs[n], to, o * inner + offset, runs[n]);
      }
      offset += runs[n];
    }
  }
}
