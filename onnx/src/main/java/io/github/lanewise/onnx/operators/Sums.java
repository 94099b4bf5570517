package io.github.lanewise.onnx.operators;

/**
 * Sums of neighbouring floats in double precision, four at a time: a single sum would wait for each
 * addition.
 */
final class Sums {
  private Sums() {}

  /** The sum. */
  static double sum(float[] x, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i + 4 <= to; i += 4) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
    }
    for (; i < to; i++) {
      a += x[i];
    }
    return (a + b) + (c + d);
  }

  /** The sum of the squares of the distances from a mean. */
  static double squares(float[] x, int from, int to, double mean) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i + 4 <= to; i += 4) {
      a += square(x[i] - mean);
      b += square(x[i + 1] - mean);
      c += square(x[i + 2] - mean);
      d += square(x[i + 3] - mean);
    }
    for (; i < to; i++) {
      a += square(x[i] - mean);
    }
    return (a + b) + (c + d);
  }

  private static double square(double x) {
    return x * x;
  }
}
