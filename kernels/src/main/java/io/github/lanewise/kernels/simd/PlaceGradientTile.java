package io.github.lanewise.kernels.simd;

/** A register tile of {@link PlaceGradientTiles}. */
interface PlaceGradientTile {
  /**
   * Copies {@code vectors} vectors for each output.
   *
   * @param count outputs
   * @param from inputs
   * @param at index of the first
   * @param step distance between those of neighbouring outputs
   * @param to overwritten
   * @param toAt index of the first
   */
  void copy(int count, float[] from, int at, int step, float[] to, int toAt);

  /**
   * Adds {@code Σ dy[i] · x[at[i] …]} to the sums of each vector.
   *
   * @param count gradients, {@code step} apart from each other
   * @param at where in {@code x} each gradient's window begins
   * @param dy the gradients
   * @param from index of the first in both arrays
   * @param step distance in both arrays from one to the next
   * @param x windows
   * @param row where in a window the tile's first kernel row lies
   * @param sums {@code [row][vectors · lanes]}; added to
   * @param sumsAt index of the first
   * @return the sum of the gradients
   */
  float run(
      int count,
      int[] at,
      float[] dy,
      int from,
      int step,
      float[] x,
      int row,
      float[] sums,
      int sumsAt);
}
