package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Tensor;
import java.util.List;

/**
 * Elements held between two bounds, each of which may be left out: attributes of the node before
 * opset 11, inputs since.
 *
 * @param low lower bound of the attributes
 * @param high upper bound of the attributes
 */
record Clip(float low, float high) implements Operator {
  @Override
  public List<Value> infer(List<Value> inputs) {
    return List.of(Value.of(inputs.getFirst().type(), inputs.getFirst().dims()));
  }

  @Override
  public Operator channelsLast(int rank) {
    return this;
  }

  @Override
  public boolean moves(int input) {
    return input == 0;
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    return inputs.getFirst().type().floating() ? this::floats : this::longs;
  }

  private Step floats(Tensor[] in, Tensor[] out) {
    float[] x = in[0].floats();
    float[] y = out[0].floats();
    return Ranges.step(
        y.length,
        1,
        (first, end, _) -> {
          float from = bound(in, 1, low, Float.NEGATIVE_INFINITY);
          float to = bound(in, 2, high, Float.POSITIVE_INFINITY);
          for (int i = first; i < end; i++) {
            y[i] = Math.min(to, Math.max(from, x[i]));
          }
        });
  }

  private Step longs(Tensor[] in, Tensor[] out) {
    long[] x = in[0].longs();
    long[] y = out[0].longs();
    return _ -> {
      long from = bound(in, 1) ? in[1].longs()[0] : Long.MIN_VALUE;
      long to = bound(in, 2) ? in[2].longs()[0] : Long.MAX_VALUE;
      for (int i = 0; i < y.length; i++) {
        y[i] = Math.min(to, Math.max(from, x[i]));
      }
    };
  }

  /** A bound that is no number bounds nothing, as in ONNX Runtime. */
  private static float bound(Tensor[] in, int input, float attribute, float none) {
    float bound = bound(in, input) ? in[input].floats()[0] : attribute;
    return Float.isNaN(bound) ? none : bound;
  }

  private static boolean bound(Tensor[] in, int input) {
    return input < in.length && in[input] != null;
  }
}
