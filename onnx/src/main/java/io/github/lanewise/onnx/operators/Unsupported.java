package io.github.lanewise.onnx.operators;

import java.util.List;

/**
 * Stands for an operator that is not computed here.
 *
 * @param why what is not supported
 */
public record Unsupported(String why) implements Operator {
  @Override
  public List<Value> infer(List<Value> inputs) {
    throw new UnsupportedException(why);
  }

  @Override
  public Kernel kernel(List<Value> inputs, List<Value> outputs) {
    throw new UnsupportedException(why);
  }
}
