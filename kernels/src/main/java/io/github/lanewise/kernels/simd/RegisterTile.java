package io.github.lanewise.kernels.simd;

/** A register tile of one size; see {@link TileTemplate}. */
interface RegisterTile {
  /**
   * Computes {@code y = bias + Σ x · w}, with a ReLU if of that kind, for neighbouring tiles.
   *
   * @param tiles number of tiles; 0 for a call that only counts for the JVM
   * @param x input, channels contiguous
   * @param xAt index of the first pixel's first channel under an offset of 0; may lie outside the
   *     array as long as every offset used leads back into it
   * @param xStep distance in {@code x} between neighbouring output pixels
   * @param taps where the inputs and weights lie
   * @param from first tap
   * @param to one past the last tap
   * @param w weights packed {@code [tap][channel][VECTORS · L]}
   * @param wAt index of this block of output channels
   * @param y output; overwritten
   * @param yAt index of the first pixel's first output channel of the block
   * @param yStep distance in {@code y} between neighbouring output pixels
   * @param width output channels of the block, at most {@code VECTORS · L}; less only if partial
   * @param bias one value for each output channel, or null
   * @param biasAt index of the block's first output channel in {@code bias}
   */
  void run(
      int tiles,
      float[] x,
      int xAt,
      int xStep,
      Taps taps,
      int from,
      int to,
      float[] w,
      int wAt,
      float[] y,
      int yAt,
      int yStep,
      int width,
      float[] bias,
      int biasAt);
}
