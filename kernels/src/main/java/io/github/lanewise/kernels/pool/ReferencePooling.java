package io.github.lanewise.kernels.pool;

import io.github.lanewise.kernels.shape.Window;

/**
 * The definitions written down: naive loops, double sums, every tap tested against the borders.
 * What the tests compare with, and what runs without the Vector API.
 */
final class ReferencePooling {
  private ReferencePooling() {}

  /** One output row of a picture; {@code argmax} may be null. */
  static void max(PoolShape s, int n, int outRow, float[] x, float[] y, int[] argmax) {
    for (int outColumn = 0; outColumn < s.outWidth(); outColumn++) {
      for (int c = 0; c < s.channels(); c++) {
        float max = Float.NEGATIVE_INFINITY;
        int where = -1;
        for (int kh = 0; kh < s.height().kernel(); kh++) {
          int row = position(s.height(), outRow, kh);
          for (int kw = 0; kw < s.width().kernel(); kw++) {
            int column = position(s.width(), outColumn, kw);
            if (row < 0 || row >= s.inHeight() || column < 0 || column >= s.inWidth()) {
              continue;
            }
            int at = ((n * s.inHeight() + row) * s.inWidth() + column) * s.channels() + c;
            if (where < 0 || x[at] > max || Float.isNaN(x[at])) {
              max = x[at];
              where = at;
            }
          }
        }
        int to = ((n * s.outHeight() + outRow) * s.outWidth() + outColumn) * s.channels() + c;
        y[to] = max;
        if (argmax != null) {
          argmax[to] = where;
        }
      }
    }
  }

  /** One output row of a picture. */
  static void average(PoolShape s, int n, int outRow, float[] x, float[] y) {
    for (int outColumn = 0; outColumn < s.outWidth(); outColumn++) {
      for (int c = 0; c < s.channels(); c++) {
        double sum = 0;
        int count = 0;
        for (int kh = 0; kh < s.height().kernel(); kh++) {
          int row = position(s.height(), outRow, kh);
          for (int kw = 0; kw < s.width().kernel(); kw++) {
            int column = position(s.width(), outColumn, kw);
            boolean onPicture =
                row >= 0 && row < s.inHeight() && column >= 0 && column < s.inWidth();
            boolean onPadding =
                row < s.inHeight() + s.height().padAfter()
                    && column < s.inWidth() + s.width().padAfter();
            if (onPicture) {
              sum += x[((n * s.inHeight() + row) * s.inWidth() + column) * s.channels() + c];
            }
            if (onPicture || (onPadding && s.countIncludePad())) {
              count++;
            }
          }
        }
        int to = ((n * s.outHeight() + outRow) * s.outWidth() + outColumn) * s.channels() + c;
        y[to] = (float) (sum / count);
      }
    }
  }

  private static int position(Window window, int output, int tap) {
    return output * window.stride() - window.padBefore() + tap * window.dilation();
  }
}
