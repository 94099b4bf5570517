package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.contest.Values;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.linalg.Gemm;
import io.github.lanewise.kernels.linalg.PackedMatrix;
import java.util.List;

/**
 * A matrix product.
 *
 * @param name what tables call it
 * @param m rows of the left factor
 * @param k columns of the left factor, rows of the right one
 * @param n columns of the right factor
 * @param packed whether the right factor is packed beforehand, as weights are
 */
public record GemmOp(String name, int m, int k, int n, boolean packed) implements Op {

  @Override
  public double operations() {
    return 2.0 * m * k * n;
  }

  @Override
  public long bytes() {
    return Float.BYTES * ((long) m * k + (long) k * n + (long) m * n);
  }

  @Override
  public int outputLength() {
    return m * n;
  }

  @Override
  public List<String> peers() {
    return List.of("openblas", "netlib", "onednn", "onnxruntime", "pytorch");
  }

  @Override
  public List<float[]> inputs() {
    return List.of(Values.random(1, m * k), Values.random(2, k * n));
  }

  @Override
  public Runnable computation(List<float[]> inputs, float[] y, Workers workers) {
    Gemm gemm = Gemm.of(m, k, n);
    float[] a = inputs.getFirst();
    float[] b = inputs.getLast();
    if (packed) {
      PackedMatrix weights = PackedMatrix.of(k, n, b);
      return () -> gemm.multiply(a, weights, y, workers);
    }
    return () -> gemm.multiply(a, b, y, workers);
  }

  @Override
  public String layout() {
    return packed ? "b packed outside the timing" : "b packed inside the timing";
  }
}
