package io.github.lanewise.nn.layers;

/**
 * A number for each of the two axes of a picture.
 *
 * @param height down
 * @param width across
 */
public record Size(int height, int width) {
  /** 1 and 1. */
  public static final Size ONE = new Size(1, 1);

  /**
   * The same number twice.
   *
   * @param both down and across
   * @return the size
   */
  public static Size of(int both) {
    return new Size(both, both);
  }
}
