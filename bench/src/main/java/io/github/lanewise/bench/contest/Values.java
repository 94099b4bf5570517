package io.github.lanewise.bench.contest;

import java.util.SplittableRandom;

/** What is computed from: even random numbers in [−1, 1), the same in every JVM. */
public final class Values {
  private Values() {}

  /**
   * An array of them.
   *
   * @param seed another for each array
   * @param length floats
   * @return the array
   */
  public static float[] random(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}
