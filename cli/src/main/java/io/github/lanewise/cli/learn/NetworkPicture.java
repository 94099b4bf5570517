package io.github.lanewise.cli.learn;

import io.github.lanewise.bench.picture.Picture;
import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.data.AreaResize;
import io.github.lanewise.nn.data.Scaling;

/** Any picture as a network reads it. */
final class NetworkPicture {
  private NetworkPicture() {}

  /**
   * Brings a picture to a network's size, and to grey or colour.
   *
   * @param picture values from 0 to 255
   * @param input shape that the network reads, of one channel or three
   * @param scaling of such values
   * @return {@code [height][width][channels]}
   * @throws IllegalArgumentException if the network reads another number of channels
   */
  static float[] of(Picture picture, Shape input, Scaling scaling) {
    int channels = input.channels();
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException(
          "the network reads " + input + ", expected pictures of 1 channel or 3");
    }
    Picture used = channels == 1 ? picture.grey() : picture;
    float[] x = new float[input.length()];
    for (int c = 0; c < channels; c++) {
      float[] plane = used.plane(Math.min(c, used.channels() - 1));
      float[] resized =
          AreaResize.resize(plane, used.height(), used.width(), input.height(), input.width());
      for (int i = 0; i < resized.length; i++) {
        x[i * channels + c] = scaling.apply(resized[i]);
      }
    }
    return x;
  }
}
