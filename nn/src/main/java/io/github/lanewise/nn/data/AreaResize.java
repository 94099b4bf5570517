package io.github.lanewise.nn.data;

import io.github.lanewise.kernels.shape.Checks;

/** Makes a grey picture smaller or larger: each new pixel is the average of the area it covers. */
public final class AreaResize {
  private AreaResize() {}

  /**
   * Resizes a picture.
   *
   * @param from {@code [height][width]}
   * @param height rows
   * @param width columns
   * @param newHeight rows of the result
   * @param newWidth columns of the result
   * @return {@code [newHeight][newWidth]}
   * @throws IllegalArgumentException if a size is below 1 or the array has another length
   */
  public static float[] resize(float[] from, int height, int width, int newHeight, int newWidth) {
    Checks.atLeast(1, "newHeight", newHeight);
    Checks.atLeast(1, "newWidth", newWidth);
    Checks.length("from", from, Checks.elements("the picture", height, width), "[height][width]");
    float[] to = new float[Checks.elements("the new picture", newHeight, newWidth)];
    double rowStep = (double) height / newHeight;
    double columnStep = (double) width / newWidth;
    for (int row = 0; row < newHeight; row++) {
      for (int column = 0; column < newWidth; column++) {
        to[row * newWidth + column] =
            average(
                from,
                width,
                row * rowStep,
                Math.min(height, (row + 1) * rowStep),
                column * columnStep,
                Math.min(width, (column + 1) * columnStep));
      }
    }
    return to;
  }

  private static float average(
      float[] from, int width, double top, double bottom, double left, double right) {
    double sum = 0;
    for (int row = (int) top; row < bottom; row++) {
      double tall = Math.min(bottom, row + 1.0) - Math.max(top, row);
      for (int column = (int) left; column < right; column++) {
        double wide = Math.min(right, column + 1.0) - Math.max(left, column);
        sum += tall * wide * from[row * width + column];
      }
    }
    return (float) (sum / ((bottom - top) * (right - left)));
  }
}
