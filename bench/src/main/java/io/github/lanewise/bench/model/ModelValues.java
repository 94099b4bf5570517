package io.github.lanewise.bench.model;

import io.github.lanewise.bench.contest.Values;

/** What models are given: the same values in every JVM and library. */
public final class ModelValues {
  private static final long FIRST_SEED = 10;

  private ModelValues() {}

  /**
   * An input.
   *
   * @param index its number among the inputs of the model
   * @param length its elements
   * @return even random numbers in [−1, 1)
   */
  public static float[] input(int index, int length) {
    return Values.random(FIRST_SEED + index, length);
  }
}
