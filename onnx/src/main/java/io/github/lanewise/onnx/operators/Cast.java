package io.github.lanewise.onnx.operators;

import io.github.lanewise.onnx.tensor.ElementType;
import io.github.lanewise.onnx.tensor.Tensor;
import java.util.List;

/**
 * Elements as another type; floats are cut to integers towards 0.
 *
 * @param to the type
 */
record Cast(ElementType to) implements Operator {
  /** The type with a number of {@code TensorProto.DataType}. */
  static Cast to(long number) {
    return switch ((int) number) {
      case 1, 10, 11, 16 -> new Cast(ElementType.FLOAT32);
      case 7 -> new Cast(ElementType.INT64);
      case 6 -> new Cast(ElementType.INT32);
      case 9 -> new Cast(ElementType.BOOL);
      default -> throw new UnsupportedException("attribute to is " + number);
    };
  }

  @Override
  public List<Value> infer(List<Value> inputs) {
    return List.of(Value.of(to, inputs.getFirst().dims()));
  }

  @Override
  public Operator channelsLast(int rank) {
    return this;
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    return (in, out) -> _ -> run(in[0], out[0]);
  }

  private void run(Tensor in, Tensor out) {
    for (int i = 0; i < out.length(); i++) {
      switch (to) {
        case FLOAT32 -> out.floats()[i] = (float) in.number(i);
        case BOOL -> out.longs()[i] = in.number(i) != 0 ? 1 : 0;
        case INT32 ->
            out.longs()[i] = in.type().floating() ? (int) in.number(i) : (int) in.longs()[i];
        case INT64 -> out.longs()[i] = in.type().floating() ? (long) in.number(i) : in.longs()[i];
      }
    }
  }
}
