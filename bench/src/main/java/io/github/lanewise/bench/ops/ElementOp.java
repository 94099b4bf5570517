package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.contest.Values;
import io.github.lanewise.kernels.activation.Elementwise;
import io.github.lanewise.kernels.activation.Relu;
import io.github.lanewise.kernels.lanes.Workers;
import java.util.List;

/**
 * Something done to each element by itself.
 *
 * @param name what tables call it
 * @param kind what is done
 * @param count elements
 */
public record ElementOp(String name, Kind kind, int count) implements Op {
  /** What is done to elements. */
  public enum Kind {
    /** {@code max(x, 0)}. */
    RELU,
    /** {@code a + b}. */
    ADD
  }

  private int arrays() {
    return kind == Kind.ADD ? 2 : 1;
  }

  @Override
  public double operations() {
    return kind == Kind.ADD ? count : 0;
  }

  @Override
  public long bytes() {
    return (long) Float.BYTES * (arrays() + 1) * count;
  }

  @Override
  public int outputLength() {
    return count;
  }

  @Override
  public List<String> peers() {
    return List.of("onnxruntime", "pytorch");
  }

  @Override
  public List<float[]> inputs() {
    float[] a = Values.random(1, count);
    return kind == Kind.ADD ? List.of(a, Values.random(2, count)) : List.of(a);
  }

  @Override
  public Runnable computation(List<float[]> inputs, float[] y, Workers workers) {
    float[] a = inputs.getFirst();
    float[] b = inputs.getLast();
    return switch (kind) {
      case RELU -> () -> Relu.forward(a, y, workers);
      case ADD -> () -> Elementwise.add(a, b, y, workers);
    };
  }
}
