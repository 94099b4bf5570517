package io.github.lanewise.nn.lecture;

import io.github.lanewise.nn.Shape;
import io.github.lanewise.nn.data.AreaResize;
import io.github.lanewise.nn.data.Dataset;
import java.util.Arrays;

/**
 * Grey pictures as the lecture's network reads them: 32×32 pixels. Each is enlarged as often as it
 * fits, put in the middle, and moved if asked.
 *
 * @param data the pictures, 32×32 at most
 * @param fill what lies around them
 * @param down pixels that they are moved down
 * @param right pixels that they are moved to the right
 */
public record Frame32(Dataset data, float fill, int down, int right) implements Dataset {
  private static final int SIDE = 32;

  /**
   * Checks that pictures fit.
   *
   * @throws IllegalArgumentException if they are larger or not grey
   */
  public Frame32 {
    Shape shape = data.shape();
    if (shape.channels() != 1 || shape.height() > SIDE || shape.width() > SIDE) {
      throw new IllegalArgumentException(
          "the pictures are " + shape + ", expected grey ones of 32×32 pixels at most");
    }
  }

  @Override
  public int size() {
    return data.size();
  }

  @Override
  public Shape shape() {
    return new Shape(SIDE, SIDE, 1);
  }

  @Override
  public int classes() {
    return data.classes();
  }

  @Override
  public int label(int index) {
    return data.label(index);
  }

  @Override
  public void copy(int index, float[] x, int at) {
    Shape shape = data.shape();
    int times = SIDE / Math.max(shape.height(), shape.width());
    int height = times * shape.height();
    int width = times * shape.width();
    float[] picture = new float[shape.length()];
    data.copy(index, picture, 0);
    float[] large = AreaResize.resize(picture, shape.height(), shape.width(), height, width);
    Arrays.fill(x, at, at + SIDE * SIDE, fill);
    int top = (SIDE - height) / 2 + down;
    int left = (SIDE - width) / 2 + right;
    int from = Math.max(0, -left);
    int count = Math.min(width, SIDE - left) - from;
    for (int row = Math.max(0, -top); row < height && top + row < SIDE && count > 0; row++) {
      int to = at + (top + row) * SIDE + left + from;
      System.arraycopy(large, row * width + from, x, to, count);
    }
  }
}
