package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.Arrays;

/**
 * What is known of a value before the graph runs.
 *
 * @param type what its elements are
 * @param dims its dimensions; not to be changed
 * @param constant the value itself where it is the same in every run, else null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
public record Value(ElementType type, int[] dims, Tensor constant) {
  /**
   * A value that each run computes.
   *
   * @param type what its elements are
   * @param dims its dimensions
   * @return the value
   */
  public static Value of(ElementType type, int... dims) {
    Dims.length(dims);
    return new Value(type, dims, null);
  }

  /**
   * A value that is always the same.
   *
   * @param constant the value
   * @return the value
   */
  public static Value of(Tensor constant) {
    return new Value(constant.type(), constant.dims(), constant);
  }

  /**
   * Number of dimensions.
   *
   * @return 0 for a scalar
   */
  public int rank() {
    return dims.length;
  }

  /**
   * Number of elements.
   *
   * @return the product of the dimensions
   */
  public int length() {
    return Dims.length(dims);
  }

  @Override
  public String toString() {
    return type + Arrays.toString(dims);
  }
}
