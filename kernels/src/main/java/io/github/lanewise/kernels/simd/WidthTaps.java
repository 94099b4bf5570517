package io.github.lanewise.kernels.simd;

/** Rows of outputs, each a sum of one number of taps; see {@link WidthTapsTemplate}. */
interface WidthTaps {
  /**
   * Computes {@code y[i] = relu(bias + Σ x[i + offsets[t]] · w[t])} for the outputs of some rows.
   *
   * @param rows rows of outputs
   * @param count outputs of a row, at least {@code L}
   * @param x input
   * @param xAt index of the first output's pixel under an offset of 0
   * @param xStep distance in {@code x} from row to row
   * @param offsets offset in {@code x} of each tap
   * @param from first tap
   * @param w weight of each tap
   * @param y output; overwritten
   * @param yAt index of the first output
   * @param yStep distance in {@code y} from row to row
   * @param bias added to each output
   */
  void run(
      int rows,
      int count,
      float[] x,
      int xAt,
      int xStep,
      int[] offsets,
      int from,
      float[] w,
      float[] y,
      int yAt,
      int yStep,
      float bias);
}
