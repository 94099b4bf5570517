package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.contest.Values;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.kernels.linalg.DenseMatrix;
import java.util.List;

/**
 * A dense matrix, row by row, times a vector.
 *
 * @param name what tables call it
 * @param rows rows of the matrix
 * @param columns its columns
 */
public record DenseOp(String name, int rows, int columns) implements Op {

  @Override
  public double operations() {
    return 2.0 * rows * columns;
  }

  @Override
  public long bytes() {
    return Float.BYTES * ((long) rows * columns + rows + columns);
  }

  @Override
  public int outputLength() {
    return rows;
  }

  @Override
  public List<String> peers() {
    return List.of("openblas", "netlib", "onednn", "onnxruntime", "pytorch");
  }

  @Override
  public List<float[]> inputs() {
    return List.of(Values.random(1, rows * columns), Values.random(2, columns));
  }

  @Override
  public Runnable computation(List<float[]> inputs, float[] y, Workers workers) {
    DenseMatrix matrix = DenseMatrix.of(rows, columns, inputs.getFirst());
    float[] x = inputs.getLast();
    return () -> matrix.multiply(x, y, workers);
  }
}
