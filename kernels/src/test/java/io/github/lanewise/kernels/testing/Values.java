package io.github.lanewise.kernels.testing;

import java.util.SplittableRandom;

/** Contents of arrays, drawn from a seed. */
public final class Values {
  private Values() {}

  /** Integers from −4 to 4: their sums of products are exact in any order. */
  public static float[] integers(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = random.nextInt(-4, 5);
    }
    return values;
  }

  /** Normally distributed numbers: their sums have other bits in another order. */
  public static float[] gaussian(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
