package io.github.lanewise.cli.learn;

import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.data.Scaling;

/** Any picture as a network reads it that was trained on handwriting or on colours. */
public final class Digitised {
  private static final float WHITE = 255;

  private Digitised() {}

  /**
   * Brings a picture to the size of the network's input; for a network that reads grey pictures, to
   * bright ink on a dark ground.
   *
   * @param picture values from 0 to 255
   * @param input shape that the network reads, of one channel or three
   * @param white what stands for white in the data that the network learned from
   * @param scaling of that data
   * @return {@code [height][width][channels]}
   * @throws IllegalArgumentException if the network reads another number of channels
   */
  public static float[] picture(Picture picture, Shape input, float white, Scaling scaling) {
    Scaling bytes =
        new Scaling(scaling.mean() * WHITE / white, scaling.deviation() * WHITE / white);
    if (input.channels() != 1) {
      return NetworkPicture.of(picture, input, bytes);
    }
    float[] grey = picture.grey().plane(0);
    boolean invert = edge(grey, picture.width(), picture.height()) > WHITE / 2;
    if (invert) {
      grey = grey.clone();
      for (int i = 0; i < grey.length; i++) {
        grey[i] = WHITE - grey[i];
      }
    }
    return NetworkPicture.of(new Picture(picture.width(), picture.height(), grey), input, bytes);
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
