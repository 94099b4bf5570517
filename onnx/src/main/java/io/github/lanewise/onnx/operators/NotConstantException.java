package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Tensor;
import java.util.List;

/** The shape of a value depends on the elements of another that is computed in each run. */
public final class NotConstantException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private NotConstantException(int input) {
    super("input %d decides on shapes, expected a constant or an input".formatted(input));
  }

  /** The elements of an input that has to be constant; null if it was left out. */
  static Tensor constant(List<Value> inputs, int input) {
    if (input >= inputs.size() || inputs.get(input) == null) {
      return null;
    }
    Tensor constant = inputs.get(input).constant();
    if (constant == null) {
      throw new NotConstantException(input);
    }
    return constant;
  }

  /** Integers that have to be constant; null if they were left out. */
  static long[] integers(List<Value> inputs, int input) {
    Tensor constant = constant(inputs, input);
    if (constant != null && constant.type().floating()) {
      throw new IllegalArgumentException(
          "input %d is %s, expected integers".formatted(input, constant));
    }
    return constant == null ? null : constant.longs();
  }
}
