package io.github.lanewise.nn;

import io.github.lanewise.kernels.shape.Checks;

/**
 * The sizes of one example's activation: a picture of {@code height × width} pixels, each of {@code
 * channels} values. A vector is one pixel. Arrays hold {@code [batch][height][width][channels]}.
 *
 * @param height pixels, at least 1
 * @param width pixels, at least 1
 * @param channels values of a pixel, at least 1
 */
public record Shape(int height, int width, int channels) {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is below 1 or one example would be longer than a
   *     Java array
   */
  public Shape {
    Checks.atLeast(1, "height", height);
    Checks.atLeast(1, "width", width);
    Checks.atLeast(1, "channels", channels);
    Checks.elements("an example", height, width, channels);
  }

  /**
   * The shape of a vector.
   *
   * @param length values, at least 1
   * @return one pixel of that many channels
   */
  public static Shape flat(int length) {
    return new Shape(1, 1, length);
  }

  /**
   * Values of one example.
   *
   * @return {@code height · width · channels}
   */
  public int length() {
    return height * width * channels;
  }

  /**
   * Values of a batch.
   *
   * @param batch examples
   * @return {@code batch · length()}
   * @throws IllegalArgumentException if the array would be longer than Java allows
   */
  public int length(int batch) {
    return Checks.elements("the activations", batch, height, width, channels);
  }

  @Override
  public String toString() {
    return height == 1 && width == 1
        ? Integer.toString(channels)
        : height + "×" + width + "×" + channels;
  }
}
