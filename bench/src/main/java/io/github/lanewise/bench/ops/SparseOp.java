package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.contest.Values;
import io.github.lanewise.kernels.conv.ConvShape;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.linalg.CsrMatrix;
import java.util.List;

/**
 * A convolution as a sparse matrix (compressed sparse rows) times the flattened picture.
 *
 * @param name what tables call it
 * @param shape the convolution, of one picture
 */
public record SparseOp(String name, ConvShape shape) implements Op {

  private CsrMatrix matrix() {
    return CsrMatrix.fromConvolution(shape, Values.random(2, shape.weightCount()));
  }

  @Override
  public double operations() {
    return matrix().multipliesAndAdds();
  }

  @Override
  public long bytes() {
    return matrix().bytes() + (long) Float.BYTES * (shape.inputLength() + shape.outputLength());
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
    return List.of(Values.random(1, shape.inputLength()));
  }

  @Override
  public Runnable computation(List<float[]> inputs, float[] y, Workers workers) {
    CsrMatrix matrix = matrix();
    float[] x = inputs.getFirst();
    return () -> matrix.multiply(x, y, workers);
  }
}
