package io.github.lanewise.kernels.lanes;

/**
 * Memory that belongs to one participant of a {@link Workers} run while it runs: some arrays, grown
 * on first need, reused afterwards, so that steady calls allocate nothing.
 */
public final class Scratch {
  private static final int ARRAYS = 8;

  private static final int NOTHING = -1;

  private final float[][] arrays = new float[ARRAYS][0];
  private int[] ints = new int[0];
  private int held = NOTHING;

  Scratch() {}

  /** Forgets what the tiles of another run have left. */
  void beginRun() {
    held = NOTHING;
  }

  /**
   * Whether an earlier tile of this run has left here what this one needs, too, as neighbouring
   * tiles that are computed by one thread share what they read. What is held may depend on the
   * arguments of the run and the number alone.
   *
   * @param part number of what is needed, at least 0; each algorithm numbers its own
   * @return true if it is here; otherwise the caller has to make it now, and it counts as here
   */
  public boolean holds(int part) {
    boolean here = held == part;
    held = part;
    return here;
  }

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
