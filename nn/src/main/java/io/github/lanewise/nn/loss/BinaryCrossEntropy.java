package io.github.lanewise.nn.loss;

/**
 * For outputs that each say yes or no: the cross-entropy of the sigmoid of each output, averaged
 * over outputs and examples. The network's output is what goes into the sigmoid, as with PyTorch's
 * {@code BCEWithLogitsLoss}.
 */
public record BinaryCrossEntropy() implements Loss {
  @Override
  public Bound bind(int batch, int outputs) {
    return (y, targets, dy, workers) -> {
      double sum = 0;
      int count = y.length;
      for (int i = 0; i < count; i++) {
        double x = y[i];
        double t = targets[i];
        double small = Math.exp(-Math.abs(x)); // never overflows
        sum += Math.max(x, 0) - x * t + Math.log1p(small);
        double sigmoid = x >= 0 ? 1 / (1 + small) : small / (1 + small);
        dy[i] = (float) ((sigmoid - t) / count);
      }
      return sum / count;
    };
  }
}
