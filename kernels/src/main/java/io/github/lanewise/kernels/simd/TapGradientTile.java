package io.github.lanewise.kernels.simd;

/** A register tile of a single channel's weight gradient; see {@link TapGradientTemplate}. */
interface TapGradientTile {
  /**
   * Adds {@code Σ x[p + offset of tap t] · dy[p][c]} to the sums of each tap.
   *
   * @param pixels pixels to sum over
   * @param x inputs
   * @param xAt index of the first pixel
   * @param dy output gradients
   * @param dyAt index of the first pixel's first channel
   * @param sums added to
   * @param sumsAt index of the first tap's first channel
   * @param sumsStep distance between taps
   */
  void run(
      int pixels, float[] x, int xAt, float[] dy, int dyAt, float[] sums, int sumsAt, int sumsStep);
}
