package io.github.lanewise.kernels.lanes;

/**
 * Memory that belongs to one participant of a {@link Workers} run while it runs: some arrays, grown
 * on first need, reused afterwards, so that steady calls allocate nothing.
 */
public final class Scratch {
  private static final int ARRAYS = 8;

  private final float[][] arrays = new float[ARRAYS][0];
  private int[] ints = new int[0];

  Scratch() {}

  /**
   * An array to work in. Its contents are whatever the last use left.
   *
   * @param which number of the array, 0 to 7; each algorithm numbers its own
   * @param length floats needed, at least 0
   * @return an array of at least that length; the same one at the next call
   */
  public float[] floats(int which, int length) {
    if (arrays[which].length < length) {
      arrays[which] = new float[length];
    }
    return arrays[which];
  }

  /**
   * An array of integers to work in, beside the others. Its contents are whatever the last use
   * left.
   *
   * @param length integers needed, at least 0
   * @return an array of at least that length; the same one at the next call
   */
  public int[] ints(int length) {
    if (ints.length < length) {
      ints = new int[length];
    }
    return ints;
  }
}
