package io.github.lanewise.kernels.lanes;

/**
 * Memory that belongs to one participant of a {@link Workers} run while it runs: grown on first
 * need, reused afterwards, so that steady calls allocate nothing.
 */
public final class Scratch {
  private float[] floats = {};

  Scratch() {}

  /**
   * An array to work in. Its contents are whatever the last use left.
   *
   * @param length floats needed, at least 0
   * @return an array of at least that length; the same one at the next call
   */
  public float[] floats(int length) {
    if (floats.length < length) {
      floats = new float[length];
    }
    return floats;
  }
}
