package io.github.lanewise.nn.data;

import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.nn.Seeds;
import io.github.lanewise.nn.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A random part of the size of the picture, cut out of the picture with a border around it (He et
 * al. 2016 for CIFAR, with a border of 4): PyTorch's {@code RandomCrop(size, padding)}.
 *
 * @param border pixels added on each side, at least 0
 * @param fill value of the border, as a network reads it
 */
public record Crop(int border, float fill) implements Augmentation {
  /**
   * Checks the border.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Crop {
    Checks.atLeast(0, "border", border);
  }

  @Override
  public void apply(float[] x, int at, Shape shape, SplittableRandom random) {
    int down = (int) (Seeds.uniform(random) * (2 * border + 1)) - border;
    int right = (int) (Seeds.uniform(random) * (2 * border + 1)) - border;
    float[] from = Arrays.copyOfRange(x, at, at + shape.length());
    Arrays.fill(x, at, at + shape.length(), fill);
    int first = Math.max(0, -right);
    int count = shape.width() - Math.abs(right);
    int row = Math.max(0, -down);
    int end = Math.min(shape.height(), shape.height() - down);
    for (; row < end && count > 0; row++) {
      int source = ((row + down) * shape.width() + first + right) * shape.channels();
      int to = at + (row * shape.width() + first) * shape.channels();
      System.arraycopy(from, source, x, to, count * shape.channels());
    }
  }
}
