package io.github.lanewise.nn.train;

import io.github.lanewise.kernels.activation.Elementwise;
import io.github.lanewise.kernels.lanes.Workers;
import io.github.lanewise.nn.Parameter;
import io.github.lanewise.nn.Parameters;

/** The gradient of a step as one long vector. */
final class Gradients {
  private Gradients() {}

  /** Its Euclidean length; not finite if one of its values is not. */
  static double norm(Parameters gradients) {
    double sum = 0;
    for (Parameter parameter : gradients) {
      if (parameter.spec().role().learned()) {
        sum += squares(parameter.values());
      }
    }
    return Math.sqrt(sum);
  }

  /** Four sums side by side, which the processor adds to at the same time. */
  private static double squares(float[] values) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i <= values.length - 4; i += 4) {
      a += (double) values[i] * values[i];
      b += (double) values[i + 1] * values[i + 1];
      c += (double) values[i + 2] * values[i + 2];
      d += (double) values[i + 3] * values[i + 3];
    }
    for (; i < values.length; i++) {
      a += (double) values[i] * values[i];
    }
    return a + b + c + d;
  }

  /** Scales it to a length, by PyTorch's rule, if it is longer. */
  static void clip(Parameters gradients, double norm, double longest, Workers workers) {
    float factor = (float) (longest / (norm + 1e-6));
    if (factor < 1) {
      for (Parameter parameter : gradients) {
        Elementwise.scale(factor, parameter.values(), parameter.values(), workers);
      }
    }
  }

  /** The name of the first with a value that is not finite; null if there is none. */
  static String firstNotFinite(Parameters gradients) {
    for (Parameter parameter : gradients) {
      for (float value : parameter.values()) {
        if (!Float.isFinite(value)) {
          return parameter.name();
        }
      }
    }
    return null;
  }
}
