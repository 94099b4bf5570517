package io.github.lanewise.kernels.conv;

import io.github.lanewise.kernels.shape.Window;
import io.github.lanewise.kernels.simd.CacheLines;

/**
 * Brings weights and inputs into the L2 cache before they are multiplied, and outputs before they
 * are written, where they come from memory.
 */
final class Fetch {
  /** Floats that stay in an L3 cache: 16 MiB. */
  private static final long CACHED_FLOATS = 1L << 22;

  /**
   * Weights of a layer, in floats, from which it takes longer to wait for them than to read all:
   * 256 KiB.
   */
  private static final long FAR_FLOATS = 1L << 16;

  /**
   * Outputs of a layer, in floats, that are in no core's cache between other layers: 768 KiB, most
   * of an L2 cache.
   */
  private static final int FAR_OUTPUTS = 3 << 16;

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
   * Whether weights are to be fetched between other layers, which have filled the caches of the
   * cores.
   *
   * @param floats the weights
   * @return true if they are not few
   */
  static boolean paysInNetwork(long floats) {
    return floats >= FAR_FLOATS;
  }

  /**
   * Whether the lines of outputs are to be fetched between other layers, by a layer that does so
   * little with each that it waits for them.
   *
   * @param floats the outputs
   * @return true if they are many
   */
  static boolean outputsPayInNetwork(int floats) {
    return floats >= FAR_OUTPUTS;
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
   * @param seen input rows before this one are left out: without dilation they were read
   * @param ow first output column
   * @param pixels output columns
   * @return a sum that means nothing, as of {@link CacheLines#read}
   */
  static float inputs(ConvShape shape, float[] x, int n, int oh, int seen, int ow, int pixels) {
    Window height = shape.height();
    Window width = shape.width();
    boolean gaps = width.stride() > width.span();
    int runs = gaps ? pixels : 1;
    int length = (gaps ? width.span() : (pixels - 1) * width.stride() + width.span());
    float sum = 0;
    for (int kh = height.firstTap(oh); kh < height.endTap(oh); kh++) {
      int ih = height.start(oh) + kh * height.dilation();
      for (int run = 0; run < runs && ih >= seen; run++) {
        int column = width.start(ow + run);
        int at = ((n * shape.inHeight() + ih) * shape.inWidth() + column) * shape.inChannels();
        sum += CacheLines.read(x, at, at + length * shape.inChannels());
      }
    }
    return sum;
  }

  /**
   * The end of the input rows that an output row reads.
   *
   * @param shape the shape
   * @param oh output row
   * @return one past the last input row
   */
  static int endRow(ConvShape shape, int oh) {
    Window height = shape.height();
    return height.start(oh) + (height.endTap(oh) - 1) * height.dilation() + 1;
  }

  /**
   * Reads whole input rows.
   *
   * @param shape the shape
   * @param x inputs
   * @param n number of the picture
   * @param from first row, on the picture
   * @param to one past the last
   * @return a sum that means nothing, as of {@link CacheLines#read}
   */
  static float rows(ConvShape shape, float[] x, int n, int from, int to) {
    int floats = shape.inWidth() * shape.inChannels();
    int at = n * shape.inHeight() * floats;
    return CacheLines.read(x, at + from * floats, at + to * floats);
  }
}
