package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.contest.Values;
import io.github.lanewise.kernels.activation.Softmax;
import io.github.lanewise.kernels.lanes.Workers;
import java.util.List;

/**
 * Softmax of rows.
 *
 * @param name what tables call it
 * @param rows examples
 * @param classes values of each
 * @param log whether its logarithm is wanted
 */
public record SoftmaxOp(String name, int rows, int classes, boolean log) implements Op {
  /**
   * Operations of an exponential in single precision: its argument as a multiple of ln 2 and a rest
   * (three multiply-adds, one subtraction), a polynomial of degree six (six multiply-adds).
   */
  private static final int EXPONENTIAL = 19;

  /** For each value an exponential, the differences or the quotient, and the sum. */
  @Override
  public double operations() {
    return (EXPONENTIAL + 3.0) * outputLength();
  }

  @Override
  public long bytes() {
    return 2L * Float.BYTES * outputLength();
  }

  @Override
  public int outputLength() {
    return rows * classes;
  }

  @Override
  public List<String> peers() {
    return List.of("onnxruntime", "pytorch");
  }

  @Override
  public List<float[]> inputs() {
    return List.of(Values.random(1, outputLength()));
  }

  @Override
  public Runnable computation(List<float[]> inputs, float[] y, Workers workers) {
    Softmax softmax = Softmax.of(rows, classes);
    float[] x = inputs.getFirst();
    return log ? () -> softmax.logForward(x, y, workers) : () -> softmax.forward(x, y, workers);
  }
}
