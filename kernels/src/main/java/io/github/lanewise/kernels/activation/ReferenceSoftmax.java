package io.github.lanewise.kernels.activation;

/** Softmax written down in double precision: the oracle, and what runs without vectors. */
final class ReferenceSoftmax {
  private ReferenceSoftmax() {}

  /**
   * One row of {@code count} values at {@code at}; its logarithm with {@code log}. Returns the
   * logarithm of the sum of all exponentials.
   */
  static double row(boolean log, float[] x, float[] y, int at, int count) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = at; i < at + count; i++) {
      max = Math.max(max, x[i]); // NaN if one is
    }
    double sum = 0;
    for (int i = at; i < at + count; i++) {
      sum += Math.exp(x[i] - max);
    }
    for (int i = at; i < at + count; i++) {
      y[i] = (float) (log ? x[i] - max - Math.log(sum) : Math.exp(x[i] - max) / sum);
    }
    return max + Math.log(sum);
  }
}
