package io.github.lanewise.kernels.conv;

/**
 * A 1×1 convolution of stride 1 without padding knows no rows: its pixels are cut into others, long
 * enough for full tiles.
 */
final class MergedRows {
  /** Pixels of a row at least: a dozen tiles. */
  private static final int PIXELS = 96;

  /** Pixels at most, so that there are rows left for several threads. */
  private static final int MOST_PIXELS = 4 * PIXELS;

  private MergedRows() {}

  /** The same convolution with longer rows, or the shape itself where rows matter or are long. */
  static ConvShape of(ConvShape s) {
    if (!s.pointwise() || s.inWidth() >= PIXELS) {
      return s;
    }
    int width = width(s.inHeight() * s.inWidth());
    return ConvShape.builder()
        .batch(s.batch())
        .input(s.inHeight() * s.inWidth() / width, width, s.inChannels())
        .outChannels(s.outChannels())
        .kernel(1)
        .groups(s.groups())
        .build();
  }

  /** The shortest rows that pixels can be cut into, or, of too few pixels, the longest. */
  private static int width(int pixels) {
    int longest = 1;
    for (int width = 1; width <= Math.min(pixels, MOST_PIXELS); width++) {
      if (pixels % width == 0) {
        longest = width;
        if (width >= PIXELS) {
          return width;
        }
      }
    }
    return longest;
  }
}
