package io.github.lanewise.kernels.simd;

/** A row of outputs of some channels; see {@link WidthTileTemplate}. */
public interface WidthTile {
  /**
   * Computes {@code sums[k][i] = relu(bias[k] + Σ x[xAt + i + offsets[t]] · w[t][k])}.
   *
   * @param count outputs of the row, at least one vector
   * @param x input
   * @param xAt index of the first output's pixel under an offset of 0
   * @param offsets offset in {@code x} of each tap
   * @param w weights {@code [tap][channel]}
   * @param wAt index of the first weight
   * @param bias one value for each channel of the tile
   * @param sums {@code [channel][count]}; overwritten
   */
  void run(
      int count, float[] x, int xAt, int[] offsets, float[] w, int wAt, float[] bias, float[] sums);
}
