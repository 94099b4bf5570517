package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.shape.Window;
import java.util.Arrays;

/**
 * Pooling by plain loops: norms, positions of maxima, and padding wider than the kernels take.
 *
 * @param pool what is computed
 * @param height the window along the height
 * @param width the window along the width
 * @param outHeight rows of the output
 * @param outWidth columns of the output
 */
record PlainPool(Pool pool, Window height, Window width, int outHeight, int outWidth) {
  /**
   * Computes all outputs; {@code positions}, unless null, are those in the whole input with the
   * channels in second place.
   */
  void run(int batch, int channels, float[] x, float[] y, long[] positions) {
    if (pool.kind() == Pool.Kind.MAX && positions == null) {
      maxima(batch, channels, x, y);
      return;
    }
    int at = 0;
    for (int n = 0; n < batch; n++) {
      for (int row = 0; row < outHeight; row++) {
        for (int column = 0; column < outWidth; column++) {
          for (int c = 0; c < channels; c++) {
            one(n, row, column, c, channels, x, y, positions, at++);
          }
        }
      }
    }
  }

  /** Pixel by pixel, all channels of a tap at a time: a loop that is soon compiled. */
  private void maxima(int batch, int channels, float[] x, float[] y) {
    int at = 0;
    for (int row = 0; row < batch * outHeight; row++) {
      int n = row / outHeight;
      int out = row % outHeight;
      for (int column = 0; column < outWidth; column++, at += channels) {
        Arrays.fill(y, at, at + channels, Float.NEGATIVE_INFINITY);
        for (int i = height.firstTap(out); i < height.endTap(out); i++) {
          int h = height.start(out) + i * height.dilation();
          for (int j = width.firstTap(column); j < width.endTap(column); j++) {
            int w = width.start(column) + j * width.dilation();
            max(channels, x, ((n * height.input() + h) * width.input() + w) * channels, y, at);
          }
        }
      }
    }
  }

  private static void max(int count, float[] x, int xAt, float[] y, int yAt) {
    for (int c = 0; c < count; c++) {
      float value = x[xAt + c];
      y[yAt + c] = wins(value, y[yAt + c]) ? value : y[yAt + c];
    }
  }

  /** The first one that is not a number wins over all, as in the kernel. */
  private static boolean wins(float value, float most) {
    return value > most || (Float.isNaN(value) && !Float.isNaN(most));
  }

  private void one(
      int n, int row, int column, int c, int channels, float[] x, float[] y, long[] found, int at) {
    double sum = 0;
    float most = Float.NEGATIVE_INFINITY;
    long position = -1;
    long counted = 0;
    if (pool.includePad()) {
      counted = (long) padded(height, row) * padded(width, column);
    }
    for (int i = height.firstTap(row); i < height.endTap(row); i++) {
      int h = row * height.stride() - height.padBefore() + i * height.dilation();
      for (int j = width.firstTap(column); j < width.endTap(column); j++) {
        int w = column * width.stride() - width.padBefore() + j * width.dilation();
        counted += pool.includePad() ? 0 : 1;
        float value = x[((n * height.input() + h) * width.input() + w) * channels + c];
        sum +=
            pool.kind() == Pool.Kind.NORM
                ? Math.pow(Math.abs(value), (double) pool.power())
                : value;
        if (position < 0 || wins(value, most)) {
          most = value;
          long pixel =
              pool.columnMajor() ? (long) w * height.input() + h : (long) h * width.input() + w;
          position = ((long) n * channels + c) * height.input() * width.input() + pixel;
        }
      }
    }
    y[at] =
        switch (pool.kind()) {
          case MAX -> most;
          case AVERAGE -> (float) (sum / counted);
          case NORM -> (float) Math.pow(sum, 1.0 / pool.power());
        };
    if (found != null) {
      found[at] = position;
    }
  }

  /** Taps of a position that lie on the input or the padding around it. */
  private static int padded(Window window, int output) {
    long start = (long) output * window.stride() - window.padBefore();
    long room = (long) window.input() + window.padAfter() - start;
    return Math.clamp(Math.floorDiv(room - 1, window.dilation()) + 1, 0, window.kernel());
  }
}
