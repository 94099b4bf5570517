package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.graph.Attributes;
import io.github.lanewise.onnx.tensor.Dims;
import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Values that are known once shapes are.
 *
 * @param value finds the value
 */
record Constants(Function<List<Value>, Tensor> value) implements Operator {
  /** Elements of a tensor that a file asks to be filled with one value, at most. */
  private static final int MOST = 1 << 24;

  /** Constant, whatever the attribute that holds it. */
  static Constants constant(Attributes attributes) {
    Tensor value = attributes.tensor("value");
    if (attributes.has("value_float")) {
      value = Tensor.of(new float[] {attributes.decimal("value_float", 0)});
    } else if (attributes.has("value_floats")) {
      float[] values = attributes.decimals("value_floats");
      value = Tensor.of(values, values.length);
    } else if (attributes.has("value_int")) {
      value =
          Tensor.of(ElementType.INT64, new long[] {attributes.integer("value_int", 0)}, new int[0]);
    } else if (attributes.has("value_ints")) {
      value = Tensor.ofLongs(attributes.integers("value_ints"));
    }
    if (value == null) {
      throw new UnsupportedException("no attribute value of a supported type");
    }
    Tensor found = value;
    return new Constants(_ -> found);
  }

  static Constants filled(Tensor attribute) {
    Tensor fill = attribute == null ? Tensor.of(new float[1], 1) : attribute;
    if (fill.length() != 1) {
      throw new IllegalArgumentException("attribute value is " + fill + ", expected one element");
    }
    return new Constants(
        inputs -> {
          int[] dims = Dims.of(NotConstantException.integers(inputs, 0));
          if (Dims.length(dims) > MOST) {
            throw new IllegalArgumentException(
                "dimensions %s, expected at most %d elements"
                    .formatted(Arrays.toString(dims), MOST));
          }
          Tensor tensor = Tensor.zeros(fill.type(), dims);
          if (fill.type().floating()) {
            Arrays.fill(tensor.floats(), fill.floats()[0]);
          } else {
            Arrays.fill(tensor.longs(), fill.longs()[0]);
          }
          return tensor;
        });
  }

  /** The dimensions of the input, or some of them. */
  static Constants shape(long start, long end) {
    return new Constants(
        inputs -> {
          int[] dims = inputs.getFirst().dims();
          int from = Math.clamp(start < 0 ? start + dims.length : start, 0, dims.length);
          int to = Math.clamp(end < 0 ? end + dims.length : end, from, dims.length);
          return Tensor.ofLongs(Dims.toLongs(Arrays.copyOfRange(dims, from, to)));
        });
  }

  /** The number of elements of the input. */
  static Constants size() {
    return new Constants(
        inputs ->
            Tensor.of(ElementType.INT64, new long[] {inputs.getFirst().length()}, new int[0]));
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    return List.of(Value.of(value.apply(inputs)));
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    throw new IllegalStateException("a constant is not computed");
  }
}
