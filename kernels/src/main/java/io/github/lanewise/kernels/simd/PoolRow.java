package io.github.lanewise.kernels.simd;

/** Windows along a row, of one size; see {@link PoolRowTemplate}. */
interface PoolRow {
  /**
   * Computes the windows of neighbouring output pixels for some channels.
   *
   * @param pixels output pixels, at least 1
   * @param channels channels; the last {@code L} are computed by a vector of their own, so at least
   *     {@code L}
   * @param x input
   * @param xAt index of the first window's first tap
   * @param rowStep distance in {@code x} from kernel row to kernel row
   * @param columnStep distance in {@code x} from pixel to pixel
   * @param divisor what the sums of an average are divided by
   * @param y output; overwritten
   * @param yAt index of the first output pixel
   * @param yStep distance in {@code y} from pixel to pixel
   * @return false if a maximum may be wrong, because there may be a NaN
   */
  boolean run(
      int pixels,
      int channels,
      float[] x,
      int xAt,
      int rowStep,
      int columnStep,
      float divisor,
      float[] y,
      int yAt,
      int yStep);
}
