package io.github.lanewise.nn;

/**
 * A gradient with respect to what a layer computed, as values at some places, all others being
 * zero: what the layer behind, as a max pooling, {@linkplain Frame#handOn hands on} to it. There is
 * one for each layer that takes it, for all passes.
 */
public final class SparseGradient {
  private final Frame taker;
  private float[] values;
  private int[] places;

  /**
   * Handed on to a layer.
   *
   * @param taker its frame
   */
  SparseGradient(Frame taker) {
    this.taker = taker;
  }

  /**
   * The values that are not left out as zeros.
   *
   * @return as many as {@link #places}, in each example as many of each channel
   */
  public float[] values() {
    return values;
  }

  /**
   * Where in {@code dy} the values belong. What belongs to one place is added.
   *
   * @return an index for each, of the same example and channel; negative for values that go nowhere
   */
  public int[] places() {
    return places;
  }

  /** Hands on; returns whether the taker needs no more, as nobody wants its input gradient. */
  boolean handOn(float[] dy, int[] indices) {
    values = dy;
    places = indices;
    return taker.dx() == null;
  }

  /** Forgets what the last pass handed on. */
  void clear() {
    values = null;
    places = null;
  }
}
