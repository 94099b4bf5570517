package io.github.lanewise.kernels.simd;

/** A register tile of a weight gradient; see {@link GradientTemplate}. */
interface GradientTile {
  /**
   * Computes {@code sums[r][c] = Σ x[p][r] · dy[p][c]}, or adds to what is there, for neighbouring
   * tiles.
   *
   * @param tiles number of tiles
   * @param pixels pixels to sum over, may be 0
   * @param x inputs
   * @param xAt index of the first pixel's first value
   * @param dy output gradients
   * @param dyAt index of the first pixel's first channel
   * @param sums overwritten or added to
   * @param sumsAt index of the first row's first channel
   * @param sumsStep distance between rows
   * @param bias to whose channels the output gradients are added, if that is the tile's kind
   * @param biasAt index of the first channel
   */
  void run(
      int tiles,
      int pixels,
      float[] x,
      int xAt,
      float[] dy,
      int dyAt,
      float[] sums,
      int sumsAt,
      int sumsStep,
      float[] bias,
      int biasAt);
}
