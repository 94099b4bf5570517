package io.github.lanewise.kernels.simd;

/**
 * The transforms of Winograd's minimal filtering F(m×m, 3×3): an m×m tile of outputs is {@code Aᵀ [
 * (G g Gᵀ) ⊙ (Bᵀ d B) ] A}, with one multiplication for each of the {@code (m+2)²} elements instead
 * of {@code 9 m²} (Lavin, Gray 2016, "Fast algorithms for convolutional neural networks").
 *
 * <p>Both transforms are separable: the same one-dimensional transform runs down the columns, then
 * along the rows. So these methods transform along one dimension, for a run of contiguous channels
 * (or of whole rows of pixels) at a time. What fills no vector at the end of a run is done by a
 * last vector that overlaps the one before it: with masks the methods are too long for C1 to
 * compile with a profile, and such a method may never reach C2.
 *
 * <p>In both, {@code Aᵀ e₁ = (1, …, 1)ᵀ}: a value added to element (1, 1) of the products is added
 * to every output of the tile, which is how the bias gets in.
 */
public interface WinogradTransform {
  /**
   * Outputs along one side of a tile.
   *
   * @return m
   */
  int outputs();

  /**
   * Inputs along one side of a tile.
   *
   * @return {@code m + 2}
   */
  default int inputs() {
    return outputs() + 2;
  }

  /**
   * What transforms the weights.
   *
   * @return the transforms with the same points
   */
  WeightTransform weights();

  /**
   * Transforms inputs: multiplies by {@code Bᵀ}.
   *
   * @param from inputs
   * @param at index of the run of the first input
   * @param step distance to the run of the next; {@code m + 2} runs are read
   * @param to results; overwritten
   * @param toAt index of the run of the first result
   * @param toStep distance to the run of the next; {@code m + 2} runs are written
   * @param count values of a run
   */
  void input(float[] from, int at, int step, float[] to, int toAt, int toStep, int count);

  /**
   * Transforms products to outputs: multiplies by {@code Aᵀ}.
   *
   * @param from products
   * @param at index of the run of the first product
   * @param step distance to the run of the next; {@code m + 2} runs are read
   * @param to results; overwritten
   * @param toAt index of the run of the first result
   * @param toStep distance to the run of the next; {@code m} runs are written
   * @param count values of a run
   * @param relu whether negative results become 0
   */
  void output(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count, boolean relu);
}
