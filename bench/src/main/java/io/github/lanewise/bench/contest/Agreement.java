package io.github.lanewise.bench.contest;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Whether all contenders compute the same: a time of something else is worth nothing. */
public final class Agreement {
  /** Of the largest result: wide enough for any order of sums, far from any mistake. */
  static final double TOLERANCE = 1e-3;

  private Agreement() {}

  /**
   * Compares all outputs with those of the last contender, each relative to the largest of its
   * array.
   *
   * @param contenders at least one, all of which have run; the last has every output that any has
   * @param compared makes an output comparable
   * @param tolerance how far apart two may be, as a share of the largest
   * @throws IllegalStateException if one is another; the message names the contender
   */
  public static void check(
      List<Contender> contenders, DoubleUnaryOperator compared, double tolerance) {
    Contender last = contenders.getLast();
    Map<String, float[]> expected = last.outputs();
    for (Contender contender : contenders) {
      contender
          .outputs()
          .forEach(
              (name, output) -> {
                float[] wanted = expected.get(name);
                int i = firstDifference(output, wanted, compared, tolerance);
                if (i < wanted.length) {
                  throw new IllegalStateException(
                      "%s %d is %s by %s and %s by %s"
                          .formatted(name, i, output[i], contender.name(), wanted[i], last.name()));
                }
              });
    }
  }

  /** The index of the first value that is another, or the length. */
  private static int firstDifference(
      float[] output, float[] expected, DoubleUnaryOperator compared, double tolerance) {
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    int i = 0;
    while (i < expected.length
        && Math.abs(compared.applyAsDouble(output[i]) - compared.applyAsDouble(expected[i]))
            <= tolerance * largest) {
      i++;
    }
    return i;
  }
}
