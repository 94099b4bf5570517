package io.github.lanewise.kernels.simd;

/** Rows of outputs of a single-channel convolution of one shape; see {@link WidthTapsTemplate}. */
interface WidthTaps {
  /**
   * Computes {@code y = relu(bias + Σ x · w)} for some rows.
   *
   * @param rows rows of outputs, at least 1
   * @param x input
   * @param xAt index of the first window's first tap
   * @param w weights {@code [tap row][tap column]}
   * @param y output; overwritten, also between the rows
   * @param yAt index of the first output
   * @param bias added to each output
   */
  void run(int rows, float[] x, int xAt, float[] w, float[] y, int yAt, float bias);
}
