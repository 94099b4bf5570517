package io.github.lanewise.nn.loss;

/**
 * The lecture's squared error, {@code Σ (y − t)²} over the outputs of an example, averaged over the
 * examples.
 */
public record SquaredError() implements Loss {
  @Override
  public Bound bind(int batch, int outputs) {
    return (y, targets, dy, workers) -> {
      double sum = 0;
      for (int i = 0; i < y.length; i++) {
        float difference = y[i] - targets[i];
        sum += (double) difference * difference;
        dy[i] = 2 * difference / batch;
      }
      return sum / batch;
    };
  }
}
