package io.github.lanewise.bench.contest;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Whether all contenders compute the same: a time of something else is worth nothing. */
public final class Agreement {
  /** Of the largest result: wide enough for any order of sums, far from any mistake. */
  private static final double TOLERANCE = 1e-3;

  private Agreement() {}

  /**
   * Compares all outputs with those of the last contender.
   *
   * @param contenders at least one, all of which have run
   * @param compared makes an output comparable
   * @throws IllegalStateException if one is another; the message names the contender
   */
  public static void check(List<Contender> contenders, DoubleUnaryOperator compared) {
    Contender last = contenders.getLast();
    float[] expected = last.output();
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (Contender contender : contenders) {
      float[] output = contender.output();
      for (int i = 0; i < expected.length; i++) {
        double value = compared.applyAsDouble(output[i]);
        if (!(Math.abs(value - compared.applyAsDouble(expected[i])) <= TOLERANCE * largest)) {
          throw new IllegalStateException(
              "output %d is %s by %s and %s by %s"
                  .formatted(i, value, contender.name(), expected[i], last.name()));
        }
      }
    }
  }
}
