package io.github.lanewise.kernels.simd;

/** A register tile that adds to sums; see {@link SumTemplate}. */
interface SumTile {
  /**
   * Computes {@code y = s + bias + x · w}, with a ReLU if of that kind, for neighbouring tiles.
   *
   * @param tiles number of tiles
   * @param x input, the values of a row contiguous
   * @param xAt index of the first row
   * @param xStep distance in {@code x} between neighbouring rows
   * @param length values of a row
   * @param w weights packed {@code [length][VECTORS · L]}
   * @param wAt index of the first
   * @param bias one value for each column
   * @param biasAt index of the first
   * @param s sums to start from
   * @param sAt index of the first row's
   * @param sStep distance between rows in {@code s}
   * @param y output; overwritten
   * @param yAt index of the first row's
   * @param yStep distance between rows in {@code y}
   */
  void run(
      int tiles,
      float[] x,
      int xAt,
      int xStep,
      int length,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float[] s,
      int sAt,
      int sStep,
      float[] y,
      int yAt,
      int yStep);
}
