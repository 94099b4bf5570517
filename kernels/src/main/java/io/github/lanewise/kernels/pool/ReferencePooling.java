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

  /** Zeros, found nowhere, instead of maxima that are not above 0. */
  static void rectify(int count, float[] y, int[] argmax, int at) {
    for (int i = at; i < at + count; i++) {
      if (y[i] <= 0) {
        y[i] = 0;
        argmax[i] = -1;
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

  /** One row of {@code dx}: each maximum hands its gradient to where it was found. */
  static void maxGradient(PoolShape s, int n, int inRow, float[] dy, int[] argmax, float[] dx) {
    int length = s.inWidth() * s.channels();
    int first = (n * s.inHeight() + inRow) * length;
    double[] sums = new double[length];
    for (int i = 0; i < argmax.length; i++) {
      if (argmax[i] >= first && argmax[i] < first + length) {
        sums[argmax[i] - first] += dy[i];
      }
    }
    for (int i = 0; i < length; i++) {
      dx[first + i] = (float) sums[i];
    }
  }

  /** One row of {@code dx}: each value gets its share of every average that it went into. */
  static void averageGradient(PoolShape s, int n, int inRow, float[] dy, float[] dx) {
    for (int inColumn = 0; inColumn < s.inWidth(); inColumn++) {
      for (int c = 0; c < s.channels(); c++) {
        double sum = 0;
        for (int outRow = 0; outRow < s.outHeight(); outRow++) {
          for (int outColumn = 0; outColumn < s.outWidth(); outColumn++) {
            if (covers(s.height(), outRow, inRow) && covers(s.width(), outColumn, inColumn)) {
              int from =
                  ((n * s.outHeight() + outRow) * s.outWidth() + outColumn) * s.channels() + c;
              sum += (double) dy[from] / s.divisor(outRow, outColumn);
            }
          }
        }
        int to = ((n * s.inHeight() + inRow) * s.inWidth() + inColumn) * s.channels() + c;
        dx[to] = (float) sum;
      }
    }
  }

  private static boolean covers(Window window, int output, int input) {
    for (int tap = 0; tap < window.kernel(); tap++) {
      if (position(window, output, tap) == input) {
        return true;
      }
    }
    return false;
  }

  private static int position(Window window, int output, int tap) {
    return output * window.stride() - window.padBefore() + tap * window.dilation();
  }
}
