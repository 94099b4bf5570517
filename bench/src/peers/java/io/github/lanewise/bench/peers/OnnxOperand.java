package io.github.lanewise.bench.peers;

import java.util.List;
import java.util.stream.LongStream;

/** One input of an ONNX operator, row-major in the operator's own order (NCHW, OIHW). */
public final class OnnxOperand {
  private final String name;
  private final float[] values;
  private final long[] shape;
  private final boolean constant;

  private OnnxOperand(String name, float[] values, long[] shape, boolean constant) {
    Lengths.check(name, values, LongStream.of(shape).reduce(1, Math::multiplyExact));
    this.name = name;
    this.values = values;
    this.shape = shape.clone();
    this.constant = constant;
  }

  /**
   * An input that is fed to every run.
   *
   * @param name unique among the operator's operands; {@code y} is taken by the output
   * @param values not copied
   * @param shape sizes whose product is the number of values; none for a scalar
   * @return the operand
   * @throws IllegalArgumentException if the number of values is another
   */
  public static OnnxOperand input(String name, float[] values, long... shape) {
    return new OnnxOperand(name, values, shape, false);
  }

  /**
   * An input that belongs to the model, as weights do, so that the library may reorder or pack it
   * when the model is loaded.
   *
   * @param name unique among the operator's operands; {@code y} is taken by the output
   * @param values not copied
   * @param shape sizes whose product is the number of values; none for a scalar
   * @return the operand
   * @throws IllegalArgumentException if the number of values is another
   */
  public static OnnxOperand constant(String name, float[] values, long... shape) {
    return new OnnxOperand(name, values, shape, true);
  }

  String name() {
    return name;
  }

  float[] values() {
    return values;
  }

  long[] shape() {
    return shape.clone();
  }

  List<Long> sizes() {
    return LongStream.of(shape).boxed().toList();
  }

  boolean constant() {
    return constant;
  }
}
