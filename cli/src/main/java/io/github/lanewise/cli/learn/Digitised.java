package io.github.lanewise.cli.learn;

import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.data.AreaResize;
import io.github.lanewise.nn.data.Scaling;

/** Any picture as a network reads it. */
public final class Digitised {
  private static final float WHITE = 255;

  private Digitised() {}

  /**
   * Turns a picture to grey, bright ink on a dark ground, and to the size of the network's input.
   *
   * @param picture values from 0 to 255
   * @param input shape that the network reads, of one channel
   * @param white what stands for white in the data that the network learned from
   * @param scaling of that data
   * @return {@code [height][width][1]}
   * @throws IllegalArgumentException if the network reads colours
   */
  public static float[] picture(Picture picture, Shape input, float white, Scaling scaling) {
    if (input.channels() != 1) {
      throw new IllegalArgumentException(
          "the network reads " + input + ", expected grey pictures of one channel");
    }
    float[] grey = picture.grey().plane(0);
    boolean invert = edge(grey, picture.width(), picture.height()) > WHITE / 2;
    float[] x =
        AreaResize.resize(grey, picture.height(), picture.width(), input.height(), input.width());
    for (int i = 0; i < x.length; i++) {
      x[i] = scaling.apply((invert ? WHITE - x[i] : x[i]) / WHITE * white);
    }
    return x;
  }

  /** Average brightness of the outermost pixels. */
  private static float edge(float[] grey, int width, int height) {
    double sum = 0;
    for (int column = 0; column < width; column++) {
      sum += grey[column] + grey[(height - 1) * width + column];
    }
    for (int row = 0; row < height; row++) {
      sum += grey[row * width] + grey[row * width + width - 1];
    }
    return (float) (sum / (2.0 * (width + height)));
  }
}
