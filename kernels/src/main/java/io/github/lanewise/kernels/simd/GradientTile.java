package io.github.lanewise.kernels.simd;

/** A register tile of a weight gradient; see {@link GradientTemplate}. */
interface GradientTile {
  /**
   * Computes {@code sums[r][c] = Σ x[p][r] · dy[p][c]}, or adds to what is there, for neighbouring
   * tiles.
   *
   * @param tiles number of tiles
   * @param lines lines of pixels to sum over, may be 0
   * @param pixels pixels of a line, may be 0
   * @param x inputs
   * @param xAt index of the first pixel's first value
   * @param xLine distance between lines
   * @param dy output gradients
   * @param dyAt index of the first pixel's first channel
   * @param dyLine distance between lines
   * @param sums overwritten or added to
   * @param sumsAt index of the first row's first channel
   * @param sumsStep distance between rows
   * @param bias to whose channels the output gradients are added, if that is the tile's kind
   * @param biasAt index of the first channel
   */
  void run(
      int tiles,
      int lines,
      int pixels,
      float[] x,
      int xAt,
      int xLine,
      float[] dy,
      int dyAt,
      int dyLine,
      float[] sums,
      int sumsAt,
      int sumsStep,
      float[] bias,
      int biasAt);
}
