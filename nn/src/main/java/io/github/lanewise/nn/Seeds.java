package io.github.lanewise.nn;

import java.util.SplittableRandom;

/**
 * Random choices that all come from one seed. Each use takes a stream of its own, so that one more
 * draw in one place changes nothing elsewhere.
 */
public final class Seeds {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  /**
   * A seed made from another: SplitMix64 (Steele, Lea, Flood 2014, "Fast splittable pseudorandom
   * number generators").
   *
   * @param seed the seed
   * @param stream what it is for
   * @return a seed that looks unrelated
   */
  public static long child(long seed, long stream) {
    long z = seed + GOLDEN * (stream + 1);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * A uniform value.
   *
   * @param random source
   * @return from 0 up to but not including 1, in steps of 2⁻⁵³
   */
  public static double uniform(SplittableRandom random) {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  /**
   * A value of the standard normal distribution, by Box and Muller's transform with StrictMath: the
   * same bits on every JVM.
   *
   * @param random source; two draws are taken
   * @return mean 0, variance 1
   */
  public static double normal(SplittableRandom random) {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform(random)));
    return radius * StrictMath.cos(2 * Math.PI * uniform(random));
  }

  /**
   * The numbers from 0 on in random order (Fisher and Yates).
   *
   * @param order overwritten
   * @param seed the seed
   */
  public static void shuffle(int[] order, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < order.length; i++) {
      int j = (int) (uniform(random) * (i + 1));
      order[i] = order[j];
      order[j] = i;
    }
  }
}
