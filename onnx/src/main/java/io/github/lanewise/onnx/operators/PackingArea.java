package io.github.lanewise.onnx.operators;

/**
 * Memory for the packed weights of one layer after the other, in a plan that runs once: new memory
 * for each would cost more than packing them.
 */
public final class PackingArea {
  private long most;
  private float[] floats = {};

  /** Memory that is not yet taken. */
  public PackingArea() {}

  /** Says how much will be asked for, before anything is. */
  void reserve(long length) {
    most = Math.max(most, length);
  }

  /** As much as was reserved at most; what is in it may be overwritten. */
  float[] floats() {
    if (floats.length < most) {
      floats = new float[Math.toIntExact(most)];
    }
    return floats;
  }
}
