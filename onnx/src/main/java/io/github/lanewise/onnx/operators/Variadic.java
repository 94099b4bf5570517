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
    int[] to = outputs.getFirst().dims();
    if (inputs.getFirst().type().floating()) {
      return floats(inputs, to);
    }
    int[][] tables = new int[inputs.size()][];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = Indexed.broadcast(inputs.get(i).dims(), to);
    }
    return (in, out) -> _ -> longs(in, tables, out[0].longs());
  }

  /** The first two, then the result and each of the others; a single one times 1. */
  private Kernel floats(List<Value> inputs, int... to) {
    int count = inputs.size();
    Kernel[] kernels = new Kernel[Math.max(1, count - 1)];
    for (int i = 0; i < kernels.length; i++) {
      int[] first = i == 0 ? inputs.getFirst().dims() : to;
      kernels[i] =
          count == 1
              ? new BroadcastRuns(Binary.Kind.MUL, first, new int[0], to).kernel()
              : new BroadcastRuns(kind, first, inputs.get(i + 1).dims(), to).kernel();
    }
    return (in, out) -> {
      Step[] steps = new Step[kernels.length];
      Tensor one = Tensor.of(new float[] {1});
      for (int i = 0; i < steps.length; i++) {
        Tensor[] operands = {i == 0 ? in[0] : out[0], count == 1 ? one : in[i + 1]};
        steps[i] = kernels[i].bind(operands, out);
      }
      Step divide = mean ? divided(out[0].floats(), count) : _ -> {};
      return workers -> {
        for (Step step : steps) {
          step.run(workers);
        }
        divide.run(workers);
      };
    };
  }

  private static Step divided(float[] y, int count) {
    return Ranges.step(
        y.length,
        1,
        (from, to, _) -> {
          for (int i = from; i < to; i++) {
            y[i] /= count;
          }
        });
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
