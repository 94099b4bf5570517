package io.github.lanewise.kernels.activation;

/** Activations as one writes them down, in double: the oracle, and what runs without vectors. */
final class ReferenceActivation {
  private ReferenceActivation() {}

  /**
   * Computes {@code count} elements from {@code from} on; derivatives times {@code dy} if given.
   */
  static void run(
      Activation.Kind kind,
      Activation.Factors factors,
      int from,
      int count,
      float[] x,
      float[] dy,
      float[] y) {
    for (int i = from; i < from + count; i++) {
      y[i] =
          dy == null
              ? (float) value(kind, factors, x[i])
              : (float) (slope(kind, factors, x[i]) * dy[i]);
    }
  }

  /** {@code f(x)}. */
  static double value(Activation.Kind kind, Activation.Factors factors, double x) {
    return switch (kind) {
      case LEAKY_RELU -> x > 0 ? x : factors.below() * x;
      case ELU -> x > 0 ? factors.above() * x : factors.below() * Math.expm1(factors.rate() * x);
      case GELU -> x * normal(x);
      case SILU -> x / (1 + Math.exp(-x));
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case ERF -> 2 * beyondHalf(x * Math.sqrt(2));
      case GELU_TANH -> x * (1 + Math.tanh(tangentOf(x))) / 2;
      case MISH -> x * Math.tanh(softplus(x));
      case SOFTPLUS -> softplus(x);
      case EXP -> Math.exp(x);
      case LOG -> Math.log(x);
    };
  }

  /** {@code f′(x)}. */
  static double slope(Activation.Kind kind, Activation.Factors factors, double x) {
    return switch (kind) {
      case LEAKY_RELU -> x > 0 ? 1 : factors.below();
      case ELU ->
          x > 0
              ? factors.above()
              : (double) factors.below() * factors.rate() * Math.exp(factors.rate() * x);
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
      case GELU_TANH -> {
        double t = Math.tanh(tangentOf(x));
        double inner = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
        yield (1 + t + x * (1 - t * t) * inner) / 2;
      }
      case MISH -> {
        double t = Math.tanh(softplus(x));
        yield t + x * (1 - t * t) / (1 + Math.exp(-x));
      }
      case SOFTPLUS -> 1 / (1 + Math.exp(-x));
      case EXP -> Math.exp(x);
      case LOG -> 1 / x;
    };
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** What GELU by tanh takes the hyperbolic tangent of. */
  private static double tangentOf(double x) {
    return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
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
