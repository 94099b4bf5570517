package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.contest.Values;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.conv.Convolution;
import io.github.lanewise.kernels.conv.Epilogue;
import io.github.lanewise.kernels.conv.PackedWeights;
import io.github.lanewise.kernels.lanes.Workers;
import java.util.List;

/**
 * A convolution that does little with each byte, held against what bounds it; {@code bench conv}
 * has the same layers beside native libraries.
 *
 * @param name what tables call it
 * @param shape the convolution
 */
public record ConvOp(String name, ConvShape shape) implements Op {

  @Override
  public double operations() {
    return 2.0 * shape.multiplyAdds();
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
    return List.of();
  }

  @Override
  public List<float[]> inputs() {
    return List.of(Values.random(1, shape.inputLength()), Values.random(2, shape.weightCount()));
  }

  @Override
  public Runnable computation(List<float[]> inputs, float[] y, Workers workers) {
    Convolution convolution = Convolution.of(shape);
    PackedWeights weights = convolution.pack(inputs.getLast());
    float[] x = inputs.getFirst();
    return () -> convolution.forward(x, weights, Epilogue.NONE, y, workers);
  }

  @Override
  public String layout() {
    return "NHWC in and out, weights packed outside the timing";
  }
}
