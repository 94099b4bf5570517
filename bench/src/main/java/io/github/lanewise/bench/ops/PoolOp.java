package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.contest.Values;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.pool.PoolShape;
import io.github.lanewise.kernels.pool.Pooling;
import java.util.List;

/**
 * Pooling.
 *
 * @param name what tables call it
 * @param max by the maximum, else by the average
 * @param shape the sizes
 */
public record PoolOp(String name, boolean max, PoolShape shape) implements Op {

  @Override
  public double operations() {
    return max ? 0 : shape.operations();
  }

  @Override
  public long bytes() {
    return shape.bytes();
  }

  @Override
  public int outputLength() {
    return shape.outputLength();
  }

  @Override
  public List<String> peers() {
    return List.of("onnxruntime", "onnxruntime-blocked", "pytorch", "pytorch-channels-last");
  }

  @Override
  public List<float[]> inputs() {
    return List.of(Values.random(1, shape.inputLength()));
  }

  @Override
  public Runnable computation(List<float[]> inputs, float[] y, Workers workers) {
    Pooling pooling = max ? Pooling.max(shape) : Pooling.average(shape);
    float[] x = inputs.getFirst();
    return () -> pooling.forward(x, y, workers);
  }

  @Override
  public String layout() {
    return "NHWC in and out";
  }
}
