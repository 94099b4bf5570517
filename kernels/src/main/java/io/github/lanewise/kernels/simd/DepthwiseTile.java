package io.github.lanewise.kernels.simd;

/** A register tile of depthwise convolution of one size; see {@link DepthwiseTemplate}. */
interface DepthwiseTile {
  /**
   * Computes {@code y = bias + Σ x · w}, with a ReLU if of that kind, for one tile.
   *
   * @param x input, channels contiguous
   * @param xAt index of the first pixel's first channel under an offset of 0
   * @param xStep distance in {@code x} between neighbouring output pixels
   * @param taps where the inputs and weights lie
   * @param from first tap
   * @param to one past the last tap
   * @param w weights {@code [tap][channel]}
   * @param y output; overwritten
   * @param yAt index of the first pixel's first channel
   * @param yStep distance in {@code y} between neighbouring output pixels
   * @param channels channels, at least one vector
   * @param bias one value for each channel, or null
   */
  void run(
      float[] x,
      int xAt,
      int xStep,
      Taps taps,
      int from,
      int to,
      float[] w,
      float[] y,
      int yAt,
      int yStep,
      int channels,
      float[] bias);
}
