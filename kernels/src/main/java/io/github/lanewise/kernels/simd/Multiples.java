package io.github.lanewise.kernels.simd;

/** Multiples of a number, made as far as they are asked for and kept, for all threads. */
final class Multiples {
  private final int of;

  /** Volatile, so that nobody sees the array without what is in it. */
  private volatile int[] known;

  /**
   * Multiples of a number.
   *
   * @param of the number
   */
  Multiples(int of) {
    this.of = of;
  }

  /**
   * The first multiples, from 0 on.
   *
   * @param count how many at least
   * @return they and perhaps more; not to be written on
   */
  int[] atLeast(int count) {
    int[] multiples = known;
    if (multiples == null || multiples.length < count) {
      multiples = new int[count];
      for (int i = 0; i < count; i++) {
        multiples[i] = i * of;
      }
      known = multiples; // threads may overwrite each other's, of any length
    }
    return multiples;
  }
}
