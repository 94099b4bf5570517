package io.github.lanewise.kernels.activation;

/** Elementwise arithmetic as one writes it down: the oracle, and what runs without vectors. */
final class ReferenceElementwise {
  private ReferenceElementwise() {}

  /** Computes {@code count} elements from {@code from} on. */
  static void run(
      Elementwise.Operation operation,
      int from,
      int count,
      float[] a,
      float[] b,
      float factor,
      float[] y) {
    for (int i = from; i < from + count; i++) {
      y[i] =
          switch (operation) {
            case ADD -> a[i] + b[i];
            case ADD_RELU -> a[i] + b[i] < 0 ? 0 : a[i] + b[i];
            case MULTIPLY -> a[i] * b[i];
            case SCALE -> factor * a[i];
            case RELU -> a[i] < 0 ? 0 : a[i];
            case RELU_GRADIENT -> a[i] <= 0 ? 0 : b[i];
            case ADD_BIAS -> a[i] + b[i % b.length];
          };
    }
  }
}
