package io.github.lanewise.onnx.operators;

import io.github.lanewise.kernels.shape.Window;

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

  private void one(
      int n, int row, int column, int c, int channels, float[] x, float[] y, long[] found, int at) {
    double sum = 0;
    float most = Float.NEGATIVE_INFINITY;
    long position = -1;
    int counted = 0;
    for (int i = 0; i < height.kernel(); i++) {
      int h = row * height.stride() - height.padBefore() + i * height.dilation();
      for (int j = 0; j < width.kernel(); j++) {
        int w = column * width.stride() - width.padBefore() + j * width.dilation();
        boolean inside = h >= 0 && h < height.input() && w >= 0 && w < width.input();
        boolean padded =
            h < height.input() + height.padAfter() && w < width.input() + width.padAfter();
        counted += inside || (pool.includePad() && padded) ? 1 : 0;
        if (inside) {
          float value = x[((n * height.input() + h) * width.input() + w) * channels + c];
          sum +=
              pool.kind() == Pool.Kind.NORM
                  ? Math.pow(Math.abs(value), (double) pool.power())
                  : value;
          if (position < 0 || value > most) {
            most = value;
            long pixel =
                pool.columnMajor() ? (long) w * height.input() + h : (long) h * width.input() + w;
            position = ((long) n * channels + c) * height.input() * width.input() + pixel;
          }
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
}
