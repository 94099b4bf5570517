package io.github.lanewise.kernels.simd;

/**
 * The transforms of Winograd's minimal filtering that training needs besides those of {@link
 * WinogradTransform}: that of the weights, before each forward pass, and the transposes of two of
 * them, which give the weights' gradient. As {@code y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A} is linear in
 * {@code g}, its gradient is {@code dg = Gᵀ [(A dy Aᵀ) ⊙ (Bᵀ d B)] G}.
 *
 * <p>Each transforms along one dimension, for a run of whole vectors at a time.
 */
public interface WeightTransform {
  /**
   * Transforms weights: multiplies by {@code G}.
   *
   * @param from weights
   * @param at index of the run of the first weight
   * @param step distance to the run of the next; 3 runs are read
   * @param to results; overwritten
   * @param toAt index of the run of the first result
   * @param toStep distance to the run of the next; {@code m + 2} runs are written
   * @param count values of a run, whole vectors
   */
  void weights(float[] from, int at, int step, float[] to, int toAt, int toStep, int count);

  /**
   * Transforms products to gradients of weights: multiplies by {@code Gᵀ}.
   *
   * @param from products
   * @param at index of the run of the first product
   * @param step distance to the run of the next; {@code m + 2} runs are read
   * @param to results; overwritten
   * @param toAt index of the run of the first result
   * @param toStep distance to the run of the next; 3 runs are written
   * @param count values of a run, whole vectors
   */
  void weightGradient(float[] from, int at, int step, float[] to, int toAt, int toStep, int count);

  /**
   * Transforms output gradients: multiplies by {@code A}.
   *
   * @param from output gradients
   * @param at index of the run of the first output
   * @param step distance to the run of the next; {@code m} runs are read
   * @param to results; overwritten
   * @param toAt index of the run of the first result
   * @param toStep distance to the run of the next; {@code m + 2} runs are written
   * @param count values of a run, whole vectors
   */
  void outputGradient(float[] from, int at, int step, float[] to, int toAt, int toStep, int count);
}
