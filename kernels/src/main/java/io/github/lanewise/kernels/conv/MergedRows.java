package io.github.lanewise.kernels.conv;

/**
 * A 1×1 convolution of stride 1 without padding knows no rows: neighbouring ones are taken as one,
 * so that the runs of pixels are long enough for full tiles.
 */
final class MergedRows {
  /** Pixels of a merged row at least: a dozen tiles. */
  private static final int PIXELS = 96;

  /** Pixels at most, so that there are rows left for several threads. */
  private static final int MOST_PIXELS = 4 * PIXELS;

  private MergedRows() {}

  /** The same convolution with longer rows, or the shape itself where rows matter. */
  static ConvShape of(ConvShape s) {
    if (!s.pointwise()) {
      return s;
    }
    int rows = 1;
    for (int more = 2; more <= s.inHeight() && rows * s.inWidth() < PIXELS; more++) {
      if (s.inHeight() % more == 0 && more <= MOST_PIXELS / s.inWidth()) {
        rows = more;
      }
    }
    return ConvShape.builder()
        .batch(s.batch())
        .input(s.inHeight() / rows, s.inWidth() * rows, s.inChannels())
        .outChannels(s.outChannels())
        .kernel(1)
        .groups(s.groups())
        .build();
  }
}
