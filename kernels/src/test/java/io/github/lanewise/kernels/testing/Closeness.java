package io.github.lanewise.kernels.testing;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether arrays agree but for rounding, in one pass: AssertJ's own comparison of arrays with a
 * precision takes time that grows with the square of their length.
 */
public final class Closeness {
  private Closeness() {}

  /**
   * The first place at which two arrays of one length differ by more than {@code error}, or one has
   * a NaN; −1 if there is none.
   */
  public static int mismatch(float error, float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      if (!(Math.abs(actual[i] - expected[i]) <= error)) {
        return i;
      }
    }
    return -1;
  }

  /** Checks that two arrays differ by no more than {@code error} anywhere. */
  public static void within(float error, String who, float[] actual, float[] expected) {
    int at = mismatch(error, actual, expected);
    if (at >= 0) {
      throw new AssertionError(
          "%s: %s at %d, expected %s within %s"
              .formatted(who, actual[at], at, expected[at], error));
    }
  }
}
