package io.github.lanewise.onnx.verify;

import io.github.lanewise.onnx.tensor.Tensor;
import java.util.Arrays;

/**
 * How far a float may be from the expected one: {@code |actual − expected| ≤ absolute + relative ·
 * |expected|}. Integers have to be the same.
 *
 * @param relative at least 0
 * @param absolute at least 0
 */
public record Tolerance(double relative, double absolute) {
  /** That of ONNX's own runner of its test cases. */
  public static final Tolerance ONNX = new Tolerance(1e-3, 1e-7);

  /**
   * Compares tensors.
   *
   * @param actual what was computed
   * @param expected what should have been
   * @return null if they agree, else where they do not
   */
  public String difference(Tensor actual, Tensor expected) {
    if (!Arrays.equals(actual.dims(), expected.dims()) || actual.type() != expected.type()) {
      return "got " + actual + ", expected " + expected;
    }
    int wrong = 0;
    int worst = -1;
    double most = 0;
    for (int i = 0; i < expected.length(); i++) {
      double a = actual.number(i);
      double b = expected.number(i);
      double difference = Math.abs(a - b);
      boolean same = Double.compare(a, b) == 0 || a == b;
      boolean near = Double.isFinite(b) && difference <= absolute + relative * Math.abs(b);
      if (!same && !near) {
        wrong++;
        if (worst < 0 || !(difference <= most)) {
          worst = i;
          most = difference;
        }
      }
    }
    return worst < 0
        ? null
        : "%d of %d elements differ, most that at %d: got %s, expected %s"
            .formatted(
                wrong, expected.length(), worst, actual.number(worst), expected.number(worst));
  }
}
