package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.List;

/**
 * A function of as many elements as there are inputs, with broadcasting.
 *
 * @param kind what two of them become
 * @param mean whether the result is divided by their number
 */
record Variadic(Binary.Kind kind, boolean mean) implements Operator {
  @Override
  public List<Value> infer(List<Value> inputs) {
    int[] dims = inputs.getFirst().dims();
    for (Value input : inputs) {
      if (input.type() != inputs.getFirst().type()) {
        throw new IllegalArgumentException("the inputs are " + inputs + ", expected one type");
      }
      dims = Dims.broadcast(dims, input.dims());
    }
    return List.of(Value.of(inputs.getFirst().type(), dims));
  }

  @Override
  public Operator channelsLast(int rank) {
    return this;
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    int[][] tables = new int[inputs.size()][];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = Indexed.broadcast(inputs.get(i).dims(), outputs.getFirst().dims());
    }
    return inputs.getFirst().type().floating()
        ? (in, out) -> _ -> floats(in, tables, out[0].floats())
        : (in, out) -> _ -> longs(in, tables, out[0].longs());
  }

  private void floats(Tensor[] in, int[][] tables, float[] y) {
    for (int n = 0; n < in.length; n++) {
      float[] x = in[n].floats();
      int[] table = tables[n];
      for (int i = 0; i < y.length; i++) {
        float value = x[table == null ? i : table[i]];
        y[i] = n == 0 ? value : kind.apply(y[i], value);
      }
    }
    if (mean) {
      for (int i = 0; i < y.length; i++) {
        y[i] /= in.length;
      }
    }
  }

  private void longs(Tensor[] in, int[][] tables, long[] y) {
    for (int n = 0; n < in.length; n++) {
      long[] x = in[n].longs();
      int[] table = tables[n];
      for (int i = 0; i < y.length; i++) {
        long value = x[table == null ? i : table[i]];
        y[i] = n == 0 ? value : kind.apply(y[i], value);
      }
    }
  }
}
