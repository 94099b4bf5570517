package io.github.lanewise.nn.data;

import io.github.lanewise.nn.Shape;
import java.util.SplittableRandom;

/** Left and right exchanged in every other picture: for things that have no handedness. */
public record Flip() implements Augmentation {
  @Override
  public void apply(float[] x, int at, Shape shape, SplittableRandom random) {
    if (random.nextLong() >= 0) {
      return;
    }
    int channels = shape.channels();
    for (int row = 0; row < shape.height(); row++) {
      int left = at + row * shape.width() * channels;
      int right = left + (shape.width() - 1) * channels;
      for (; left < right; left += channels, right -= channels) {
        for (int c = 0; c < channels; c++) {
          float value = x[left + c];
          x[left + c] = x[right + c];
          x[right + c] = value;
        }
      }
    }
  }
}
