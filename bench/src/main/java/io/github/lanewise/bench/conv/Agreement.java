package io.github.lanewise.bench.conv;

import java.util.List;

/** Whether all contenders compute the same: a time of something else is worth nothing. */
final class Agreement {
  /** Of the largest result: wide enough for any order of sums, far from any mistake. */
  private static final double TOLERANCE = 1e-3;

  private Agreement() {}

  /** Compares the outputs after a ReLU, which only Lanewise computes, with those of the last. */
  static void check(List<Contender> contenders) {
    Contender last = contenders.getLast();
    float[] expected = last.output();
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (Contender contender : contenders) {
      float[] output = contender.output();
      for (int i = 0; i < expected.length; i++) {
        double value = Math.max(0, output[i]);
        if (!(Math.abs(value - expected[i]) <= TOLERANCE * largest)) {
          throw new IllegalStateException(
              "output %d is %s by %s and %s by %s"
                  .formatted(i, value, contender.name(), expected[i], last.name()));
        }
      }
    }
  }
}
