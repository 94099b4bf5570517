package io.github.lanewise.kernels.conv;

/**
 * Which convolution computes a layer whose weights change with every call. {@link
 * ConvAlgorithm#choose} reckons with weights that are packed once; for a deep 3×3 layer
 * transforming them takes as long as many pixels (docs/design-notes.md).
 */
final class TrainingChoice {
  /** Transformed weights that stay near in a step of training, which has them twice: 4 MiB. */
  static final long CACHED_FLOATS = 1 << 20;

  /** Pixels from which transforming weights in each step pays, where they stay near. */
  private static final int FEW_PIXELS = 128;

  /** The same where they do not. */
  private static final int SOME_PIXELS = 384;

  private TrainingChoice() {}

  static Convolution of(ConvShape shape) {
    Convolution chosen = Convolution.of(shape);
    if (!chosen.algorithm().savesMultiplications() || !ConvAlgorithm.deepSquares(shape)) {
      return chosen;
    }
    if (PanelWinogradConvolution.pays(shape)) {
      return new PanelWinogradConvolution(shape);
    }
    int pixels = shape.batch() * shape.outHeight() * shape.outWidth();
    int least = chosen.packedFloats() <= CACHED_FLOATS ? FEW_PIXELS : SOME_PIXELS;
    return pixels < least ? Convolution.of(shape, ConvAlgorithm.DIRECT) : chosen;
  }
}
