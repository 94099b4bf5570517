package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.List;

/** Elements of the second input where the first is true, else of the third. */
record Where() implements Operator {
  @Override
  public List<Value> infer(List<Value> inputs) {
    int[] dims = Dims.broadcast(inputs.get(0).dims(), inputs.get(1).dims());
    return List.of(Value.of(inputs.get(1).type(), Dims.broadcast(dims, inputs.get(2).dims())));
  }

  @Override
  public Operator channelsLast(int rank) {
    return this;
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    int[] to = outputs.getFirst().dims();
    int[] condition = Indexed.broadcast(inputs.get(0).dims(), to);
    int[] a = Indexed.broadcast(inputs.get(1).dims(), to);
    int[] b = Indexed.broadcast(inputs.get(2).dims(), to);
    return (in, out) -> _ -> run(in, condition, a, b, out[0]);
  }

  private static void run(Tensor[] in, int[] condition, int[] ia, int[] ib, Tensor out) {
    long[] conditions = in[0].longs();
    for (int i = 0; i < out.length(); i++) {
      boolean first = conditions[condition == null ? i : condition[i]] != 0;
      Tensor from = first ? in[1] : in[2];
      int[] table = first ? ia : ib;
      int at = table == null ? i : table[i];
      if (out.type().floating()) {
        out.floats()[i] = from.floats()[at];
      } else {
        out.longs()[i] = from.longs()[at];
      }
    }
  }
}
