package io.github.lanewise.nn.data;

import io.github.lanewise.nn.Seeds;
import io.github.lanewise.nn.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A random smooth distortion, as of rubber (Simard, Steinkraus, Platt 2003, "Best practices for
 * convolutional neural networks"): points of a coarse grid are moved, the pixels between them
 * follow by bilinear interpolation, and values between pixels are interpolated likewise.
 *
 * @param spacing pixels from grid point to grid point, at least 1
 * @param shift at most that many pixels to each side, for each grid point
 * @param fill value outside the picture, as a network reads it
 */
public record Elastic(double spacing, double shift, float fill) implements Augmentation {
  /**
   * Checks the spacing.
   *
   * @throws IllegalArgumentException if it is below a pixel
   */
  public Elastic {
    if (!(spacing >= 1)) {
      throw new IllegalArgumentException("spacing is " + spacing + ", expected at least 1");
    }
  }

  @Override
  public void apply(float[] x, int at, Shape shape, SplittableRandom random) {
    int rows = 2 + (int) ((shape.height() - 1) / spacing);
    int columns = 2 + (int) ((shape.width() - 1) / spacing);
    Shape grid = new Shape(rows, columns, 2);
    float[] moves = new float[grid.length()];
    for (int i = 0; i < moves.length; i++) {
      moves[i] = (float) (shift * (2 * Seeds.uniform(random) - 1));
    }
    float[] from = Arrays.copyOfRange(x, at, at + shape.length());
    float[] move = new float[2];
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        Affine.sample(moves, grid, row / spacing, column / spacing, 0, move, 0);
        int to = at + (row * shape.width() + column) * shape.channels();
        Affine.sample(from, shape, row + move[0], column + move[1], fill, x, to);
      }
    }
  }
}
