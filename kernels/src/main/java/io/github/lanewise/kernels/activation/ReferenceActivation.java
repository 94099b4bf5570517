package io.github.lanewise.kernels.activation;

/** Activations as one writes them down, in double: the oracle, and what runs without vectors. */
final class ReferenceActivation {
  private ReferenceActivation() {}

  /**
   * Computes {@code count} elements from {@code from} on; derivatives times {@code dy} if given.
   */
  static void run(
      Activation.Kind kind,
      float parameter,
      int from,
      int count,
      float[] x,
      float[] dy,
      float[] y) {
    for (int i = from; i < from + count; i++) {
      y[i] =
          dy == null
              ? (float) value(kind, parameter, x[i])
              : (float) (slope(kind, parameter, x[i]) * dy[i]);
    }
  }

  /** {@code f(x)}. */
  static double value(Activation.Kind kind, double parameter, double x) {
    return switch (kind) {
      case LEAKY_RELU -> x > 0 ? x : parameter * x;
      case ELU -> x > 0 ? x : parameter * Math.expm1(x);
      case GELU -> x * normal(x);
      case SILU -> x / (1 + Math.exp(-x));
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case ERF -> 2 * beyondHalf(x * Math.sqrt(2));
    };
  }

  /** {@code f′(x)}. */
  static double slope(Activation.Kind kind, double parameter, double x) {
    return switch (kind) {
      case LEAKY_RELU -> x > 0 ? 1 : parameter;
      case ELU -> x > 0 ? 1 : parameter * Math.exp(x);
      case GELU -> normal(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
      case SILU -> {
        double s = 1 / (1 + Math.exp(-x));
        yield s + x * s * (1 - s);
      }
      case SIGMOID -> {
        double s = 1 / (1 + Math.exp(-x));
        yield s * (1 - s);
      }
      case TANH -> 1 - Math.tanh(x) * Math.tanh(x);
      case ERF -> 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
    };
  }

  private static double normal(double x) {
    return 0.5 + beyondHalf(x);
  }

  /**
   * Φ(x) − 1/2: by the series of Marsaglia 2004, "Evaluating the normal distribution"; beyond 8
   * within 10⁻¹⁵ of ±1/2.
   */
  private static double beyondHalf(double x) {
    if (Math.abs(x) > 8) {
      return x > 0 ? 0.5 : -0.5;
    }
    double sum = x;
    double term = x;
    for (int i = 3; Math.abs(term) > 1e-17 * Math.abs(x); i += 2) {
      term *= x * x / i;
      sum += term;
    }
    return sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
