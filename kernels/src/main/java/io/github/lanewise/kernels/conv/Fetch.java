package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.shape.Window;

/**
 * Brings weights and inputs into the L2 cache before they are multiplied, in place of the prefetch
 * instruction that Java lacks. A register tile does so much with each cache line that few loads are
 * under way at a time; a loop that does nothing else keeps enough of them to use the memory's
 * bandwidth.
 */
final class Fetch {
  /** Floats of a cache line. */
  private static final int LINE = 16;

  private static final int STEP = 4 * LINE;

  /** Floats that stay in an L3 cache: 16 MiB. */
  private static final long CACHED_FLOATS = 1L << 22;

  private Fetch() {}

  /**
   * Whether data is to be fetched: a call uses so many bytes that it comes from memory.
   *
   * @param floats the data that a call uses
   * @return true if an L3 cache does not hold it
   */
  static boolean pays(long floats) {
    return floats > CACHED_FLOATS;
  }

  /**
   * Whether inputs are to be fetched.
   *
   * @param shape the shape
   * @return true if an L3 cache does not hold inputs and outputs
   */
  static boolean pays(ConvShape shape) {
    return pays((long) shape.inputLength() + shape.outputLength());
  }

  /**
   * Reads the inputs of some output pixels of a row that have all their columns on the picture.
   *
   * @param shape the shape
   * @param x inputs
   * @param n number of the picture
   * @param oh output row
   * @param ow first output column
   * @param pixels output columns
   * @return a sum that means nothing, as of {@link #lines}
   */
  static float inputs(ConvShape shape, float[] x, int n, int oh, int ow, int pixels) {
    Window height = shape.height();
    Window width = shape.width();
    boolean gaps = width.stride() > width.span();
    int runs = gaps ? pixels : 1;
    int length = (gaps ? width.span() : (pixels - 1) * width.stride() + width.span());
    float sum = 0;
    for (int kh = height.firstTap(oh); kh < height.endTap(oh); kh++) {
      int row = n * shape.inHeight() + height.start(oh) + kh * height.dilation();
      for (int run = 0; run < runs; run++) {
        int column = width.start(ow + run);
        int at = (row * shape.inWidth() + column) * shape.inChannels();
        sum += lines(x, at, at + length * shape.inChannels());
      }
    }
    return sum;
  }

  /**
   * Reads whole input rows.
   *
   * @param shape the shape
   * @param x inputs
   * @param n number of the picture
   * @param from first row, on the picture
   * @param to one past the last
   * @return a sum that means nothing, as of {@link #lines}
   */
  static float rows(ConvShape shape, float[] x, int n, int from, int to) {
    int floats = shape.inWidth() * shape.inChannels();
    int at = n * shape.inHeight() * floats;
    return lines(x, at + from * floats, at + to * floats);
  }

  /**
   * Reads a value of each line.
   *
   * @param x the array
   * @param from first index
   * @param to one past the last; less than four lines before it are left out
   * @return a sum that means nothing, to be stored where it will be overwritten: without a use the
   *     JIT compiler would drop the loads
   */
  static float lines(float[] x, int from, int to) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    for (int i = from; i <= to - STEP; i += STEP) {
      s0 += x[i];
      s1 += x[i + LINE];
      s2 += x[i + 2 * LINE];
      s3 += x[i + 3 * LINE];
    }
    return s0 + s1 + s2 + s3;
  }
}
