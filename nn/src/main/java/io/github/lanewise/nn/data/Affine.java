package io.github.lanewise.nn.data;

import io.github.lanewise.nn.Seeds;
import io.github.lanewise.nn.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A random shift, rotation and scaling about the picture's middle, each drawn evenly; values
 * between pixels are interpolated (bilinear), and what comes from outside the picture has a fill
 * value.
 *
 * @param shift at most that many pixels to each side
 * @param degrees at most that far either way
 * @param scale sizes from {@code 1 − scale} to {@code 1 + scale}, below 1
 * @param fill value outside the picture, as a network reads it
 */
public record Affine(double shift, double degrees, double scale, float fill)
    implements Augmentation {
  /**
   * Checks the scale.
   *
   * @throws IllegalArgumentException if a picture could vanish
   */
  public Affine {
    if (!(scale >= 0 && scale < 1)) {
      throw new IllegalArgumentException("scale is " + scale + ", expected 0 up to 1");
    }
  }

  @Override
  public void apply(float[] x, int at, Shape shape, SplittableRandom random) {
    double down = shift * (2 * Seeds.uniform(random) - 1);
    double right = shift * (2 * Seeds.uniform(random) - 1);
    double angle = Math.toRadians(degrees * (2 * Seeds.uniform(random) - 1));
    double size = 1 + scale * (2 * Seeds.uniform(random) - 1);
    double cos = StrictMath.cos(angle) / size;
    double sin = StrictMath.sin(angle) / size;
    double middleRow = (shape.height() - 1) / 2.0;
    double middleColumn = (shape.width() - 1) / 2.0;
    float[] from = Arrays.copyOfRange(x, at, at + shape.length());
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        double r = row - middleRow - down;
        double c = column - middleColumn - right;
        int to = at + (row * shape.width() + column) * shape.channels();
        sample(
            from,
            shape,
            cos * r - sin * c + middleRow,
            sin * r + cos * c + middleColumn,
            fill,
            x,
            to);
      }
    }
  }

  /** All channels at a place between pixels. */
  static void sample(
      float[] from, Shape shape, double row, double column, float fill, float[] to, int at) {
    int top = (int) Math.floor(row);
    int left = (int) Math.floor(column);
    float down = (float) (row - top);
    float right = (float) (column - left);
    if (top >= 0 && top < shape.height() - 1 && left >= 0 && left < shape.width() - 1) {
      sampleInside(from, shape, top, left, down, right, to, at);
      return;
    }
    for (int channel = 0; channel < shape.channels(); channel++) {
      float above =
          (1 - right) * value(from, shape, top, left, channel, fill)
              + right * value(from, shape, top, left + 1, channel, fill);
      float below =
          (1 - right) * value(from, shape, top + 1, left, channel, fill)
              + right * value(from, shape, top + 1, left + 1, channel, fill);
      to[at + channel] = (1 - down) * above + down * below;
    }
  }

  /** The same where all four pixels around are in the picture, as nearly always. */
  private static void sampleInside(
      float[] from, Shape shape, int top, int left, float down, float right, float[] to, int at) {
    int channels = shape.channels();
    int row = shape.width() * channels;
    int first = top * row + left * channels;
    for (int channel = 0; channel < channels; channel++) {
      int i = first + channel;
      float above = (1 - right) * from[i] + right * from[i + channels];
      float below = (1 - right) * from[i + row] + right * from[i + row + channels];
      to[at + channel] = (1 - down) * above + down * below;
    }
  }

  private static float value(
      float[] from, Shape shape, int row, int column, int channel, float fill) {
    boolean inside = row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
    return inside ? from[(row * shape.width() + column) * shape.channels() + channel] : fill;
  }
}
