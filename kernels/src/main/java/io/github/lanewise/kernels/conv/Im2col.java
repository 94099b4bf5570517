package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.shape.Checks;
import io.github.lanewise.kernels.shape.Window;
import java.util.Arrays;

/**
 * The windows of a picture as rows of a matrix, so that convolution becomes a matrix product
 * (Chellapilla, Puri, Simard 2006, "High performance convolutional neural networks for document
 * processing").
 */
public final class Im2col {
  private Im2col() {}

  /**
   * The full matrix of one group, for teaching and testing; {@link ConvAlgorithm#IM2COL} makes only
   * a panel of it at a time.
   *
   * @param shape the convolution
   * @param group the group, in {@code [0, groups)}
   * @param x input {@code [batch][inHeight][inWidth][inChannels]}
   * @return {@code [batch · outHeight · outWidth][kernelHeight · kernelWidth · inChannels /
   *     groups]}; padding gives zeros
   * @throws IllegalArgumentException if the array has another length, there is no such group, or
   *     the matrix would be longer than a Java array
   */
  public static float[] matrix(ConvShape shape, int group, float[] x) {
    Checks.length("x", x, shape.inputLength(), "[batch][inHeight][inWidth][inChannels]");
    if (group < 0 || group >= shape.groups()) {
      throw new IllegalArgumentException(
          "group is " + group + ", expected 0 to " + (shape.groups() - 1));
    }
    int pixels = shape.batch() * shape.outHeight() * shape.outWidth();
    float[] matrix = new float[Checks.elements("the im2col matrix", pixels, shape.depth())];
    rows(shape, group, x, 0, pixels, matrix, shape.depth());
    return matrix;
  }

  /**
   * Some rows of the matrix.
   *
   * @param from first output pixel, counted through the batch
   * @param to one past the last
   * @param rows the rows; overwritten
   * @param rowStep distance between rows in {@code rows}
   */
  static void rows(
      ConvShape shape, int group, float[] x, int from, int to, float[] rows, int rowStep) {
    for (int pixel = from; pixel < to; pixel++) {
      int ow = pixel % shape.outWidth();
      int line = pixel / shape.outWidth();
      window(
          shape,
          group,
          x,
          line / shape.outHeight(),
          line % shape.outHeight(),
          ow,
          rows,
          (pixel - from) * rowStep);
    }
  }

  private static void window(
      ConvShape shape, int group, float[] x, int n, int oh, int ow, float[] rows, int at) {
    Window height = shape.height();
    Window width = shape.width();
    int channels = shape.groupInChannels();
    int perRow = shape.kernelWidth() * channels;
    int firstRow = height.firstTap(oh);
    int endRow = Math.max(firstRow, height.endTap(oh));
    int first = width.firstTap(ow);
    int end = Math.max(first, width.endTap(ow));
    boolean contiguous = width.dilation() == 1 && shape.groups() == 1 && first < end;
    Arrays.fill(rows, at, at + firstRow * perRow, 0);
    for (int kh = firstRow; kh < endRow; kh++) {
      int row = at + kh * perRow;
      int ih = height.start(oh) + kh * height.dilation();
      int line = (n * shape.inHeight() + ih) * shape.inWidth() + width.start(ow);
      Arrays.fill(rows, row, row + first * channels, 0);
      if (contiguous) {
        System.arraycopy(
            x, (line + first) * channels, rows, row + first * channels, (end - first) * channels);
      } else {
        for (int kw = first; kw < end; kw++) {
          int pixel = line + kw * width.dilation();
          System.arraycopy(
              x,
              pixel * shape.inChannels() + group * channels,
              rows,
              row + kw * channels,
              channels);
        }
      }
      Arrays.fill(rows, row + end * channels, row + perRow, 0);
    }
    Arrays.fill(rows, at + endRow * perRow, at + shape.kernelHeight() * perRow, 0);
  }
}
