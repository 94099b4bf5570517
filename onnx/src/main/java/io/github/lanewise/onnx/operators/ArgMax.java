package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.List;

/**
 * Where the largest, or smallest, element along an axis is.
 *
 * @param least whether the smallest is looked for
 * @param axis the axis
 * @param keep whether the axis stays, with size 1
 * @param last whether the last of several equal ones counts
 */
record ArgMax(boolean least, long axis, boolean keep, boolean last) implements Operator {
  private boolean[] along(Value input) {
    boolean[] along = new boolean[input.rank()];
    along[Dims.axis(axis, input.rank())] = true;
    return along;
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    Value input = inputs.getFirst();
    return List.of(Value.of(ElementType.INT64, Reduce.dims(input.dims(), along(input), keep)));
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    Value input = inputs.getFirst();
    int[] bases = Reduce.offsets(input.dims(), along(input), false);
    int[] offsets = Reduce.offsets(input.dims(), along(input), true);
    return (in, out) -> _ -> run(in[0], bases, offsets, out[0].longs());
  }

  private void run(Tensor x, int[] bases, int[] offsets, long[] y) {
    for (int i = 0; i < bases.length; i++) {
      int best = 0;
      for (int j = 1; j < offsets.length; j++) {
        double value = x.number(bases[i] + offsets[j]);
        double most = x.number(bases[i] + offsets[best]);
        boolean better = least ? value < most : value > most;
        best = better || (last && value == most) ? j : best;
      }
      y[i] = best;
    }
  }
}
