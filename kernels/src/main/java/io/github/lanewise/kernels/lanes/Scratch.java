package io.github.lanewise.kernels.lanes;

/**
 * Memory that belongs to one participant of a {@link Workers} run while it runs: some arrays, grown
 * on first need, reused afterwards, so that steady calls allocate nothing.
 */
public final class Scratch {
  /** For the kernels' register tiles: outputs that end within a vector. */
  public static final int EDGE = 0;

  /** For the algorithm itself, as are the following. */
  public static final int FIRST = 1;

  /** A second array for the algorithm. */
  public static final int SECOND = 2;

  /** A third array for the algorithm. */
  public static final int THIRD = 3;

  private final float[][] arrays = new float[4][0];

  Scratch() {}

  /**
   * An array to work in. Its contents are whatever the last use left.
   *
   * @param which one of the constants of this class
   * @param length floats needed, at least 0
   * @return an array of at least that length; the same one at the next call
   */
  public float[] floats(int which, int length) {
    if (arrays[which].length < length) {
      arrays[which] = new float[length];
    }
    return arrays[which];
  }
}
