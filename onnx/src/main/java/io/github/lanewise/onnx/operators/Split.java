package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Parts of the input along an axis; of sizes that an attribute or the second input gives, else of
 * equal ones, the last of which may be smaller.
 *
 * @param axis the axis
 * @param attribute sizes, null if they are not in an attribute
 * @param parts number of outputs
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Split(long axis, long[] attribute, int parts) implements Operator {
  private int[] sizes(List<Value> inputs, int total) {
    long[] given = attribute == null ? NotConstantException.integers(inputs, 1) : attribute;
    if (given != null) {
      int[] sizes = Dims.of(given);
      if (sizes.length != parts || Arrays.stream(sizes).asLongStream().sum() != total) {
        throw new IllegalArgumentException(
            "parts of %s, expected %d with a sum of %d"
                .formatted(Arrays.toString(sizes), parts, total));
      }
      return sizes;
    }
    int[] sizes = new int[parts];
    int most = (total + parts - 1) / parts;
    for (int i = 0; i < parts; i++) {
      sizes[i] = Math.max(0, Math.min(most, total - i * most));
    }
    return sizes;
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    int[] dims = inputs.getFirst().dims();
    int at = Dims.axis(axis, dims.length);
    List<Value> outputs = new ArrayList<>();
    for (int size : sizes(inputs, dims[at])) {
      int[] part = dims.clone();
      part[at] = size;
      outputs.add(Value.of(inputs.getFirst().type(), part));
    }
    return outputs;
  }

  @Override
  public boolean moves(int input) {
    return input == 0;
  }

  @Override
  public Operator channelsLast(int rank) {
    return new Split(Axes.channelsLast(axis, rank), attribute, parts);
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    int[] dims = inputs.getFirst().dims();
    int at = Dims.axis(axis, dims.length);
    int outer = Dims.product(dims, 0, at);
    int inner = Dims.product(dims, at, dims.length);
    return (in, out) -> _ -> run(in[0], outer, inner, out);
  }

  private static void run(Tensor in, int outer, int inner, Tensor[] out) {
    int offset = 0;
    for (Tensor part : out) {
      int run = outer == 0 || part == null ? 0 : part.length() / outer;
      Object from = in.type().floating() ? in.floats() : in.longs();
      for (int o = 0; run > 0 && o < outer; o++) {
        Object to = in.type().floating() ? part.floats() : part.longs();
        System.arraycopy(from, o * inner + offset, to, o * run, run);
      }
      offset += run;
    }
  }
}
