package io.github.lanewise.nn.layers;

import io.github.lanewise.kernels.shape.WindowsBuilder;

/**
 * Zeros around a picture.
 *
 * @param same whether there are as many as make the output {@code ceil(input / stride)} pixels a
 *     side; then the other numbers do not count
 * @param top pixels above
 * @param bottom pixels below
 * @param left pixels to the left
 * @param right pixels to the right
 */
public record Padding(boolean same, int top, int bottom, int left, int right) {
  /** None ("valid"). */
  public static final Padding NONE = of(0);

  /** As many as keep the picture's size at stride 1; an odd one goes below and to the right. */
  public static final Padding SAME = new Padding(true, 0, 0, 0, 0);

  /**
   * The same on all four sides.
   *
   * @param pixels on each side
   * @return the padding
   */
  public static Padding of(int pixels) {
    return new Padding(false, pixels, pixels, pixels, pixels);
  }

  /** Pads the pictures of a convolution or a pooling. */
  <B extends WindowsBuilder<B>> B around(B shape) {
    return same ? shape.paddingSame() : shape.padding(top, bottom, left, right);
  }
}
