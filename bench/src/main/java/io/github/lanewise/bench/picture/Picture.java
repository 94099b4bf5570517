package io.github.lanewise.bench.picture;

import io.github.lanewise.kernels.shape.Checks;

/**
 * A picture: one plane of brightness values for each channel, from 0 (black) to 255.
 *
 * <p>A colour picture is three grey ones: planes are contiguous, {@code [channel][y][x]}, so that
 * each is the input of a single-channel convolution.
 */
public final class Picture {
  private final int width;
  private final int height;
  private final float[][] planes;

  /**
   * A picture of given planes.
   *
   * @param width pixels, at least 1
   * @param height pixels, at least 1
   * @param planes one plane {@code [height][width]} for each channel: 1 for grey, 3 for red, green
   *     and blue; kept, not copied
   * @throws IllegalArgumentException if there is neither 1 plane nor 3, or one has another length
   */
  public Picture(int width, int height, float[]... planes) {
    this.width = Checks.atLeast(1, "width", width);
    this.height = Checks.atLeast(1, "height", height);
    if (planes.length != 1 && planes.length != 3) {
      throw new IllegalArgumentException(
          "the picture has " + planes.length + " planes, expected 1 (grey) or 3 (colour)");
    }
    int length = Checks.elements("the picture", height, width);
    for (float[] plane : planes) {
      Checks.length("the plane", plane, length, "[height][width]");
    }
    this.planes = planes.clone();
  }

  /**
   * Width.
   *
   * @return pixels
   */
  public int width() {
    return width;
  }

  /**
   * Height.
   *
   * @return pixels
   */
  public int height() {
    return height;
  }

  /**
   * Number of planes.
   *
   * @return 1 for grey, 3 for colour
   */
  public int channels() {
    return planes.length;
  }

  /**
   * One plane.
   *
   * @param channel 0 for grey or red, 1 for green, 2 for blue
   * @return {@code [height][width]}, the array itself
   */
  public float[] plane(int channel) {
    return planes[channel];
  }

  /**
   * The picture in grey, by the brightness that eyes see (luma of ITU-R BT.601).
   *
   * @return this picture if it is grey, else a new one
   */
  public Picture grey() {
    if (channels() == 1) {
      return this;
    }
    float[] grey = new float[planes[0].length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = 0.299f * planes[0][i] + 0.587f * planes[1][i] + 0.114f * planes[2][i];
    }
    return new Picture(width, height, grey);
  }

  /**
   * The top left part of the picture; beyond its right and lower edge it repeats itself.
   *
   * @param newWidth pixels, at least 1
   * @param newHeight pixels, at least 1
   * @return a new picture of that size
   */
  public Picture tiledTo(int newWidth, int newHeight) {
    Checks.atLeast(1, "newWidth", newWidth);
    Checks.atLeast(1, "newHeight", newHeight);
    float[][] tiled = new float[channels()][Checks.elements("the picture", newHeight, newWidth)];
    for (int channel = 0; channel < tiled.length; channel++) {
      for (int y = 0; y < newHeight; y++) {
        for (int x = 0; x < newWidth; x++) {
          tiled[channel][y * newWidth + x] = planes[channel][y % height * width + x % width];
        }
      }
    }
    return new Picture(newWidth, newHeight, tiled);
  }
}
