package io.github.lanewise.cli.learn;

import io.github.lanewise.nn.data.Affine;
import io.github.lanewise.nn.data.Augmentation;

/**
 * How training goes when the user does not say otherwise: the better of a few that were tried with
 * seeds 1 to 3.
 *
 * @param epochs passes over the examples
 * @param batch examples of a step
 * @param learningRate Adam's highest, of a one-cycle schedule
 * @param smoothing of the targets
 * @param augmentation how pictures are varied; null for not at all
 */
public record Recipe(
    int epochs, int batch, double learningRate, double smoothing, Augmentation augmentation) {
  /**
   * The recipe for some data.
   *
   * @param source the data
   * @return the recipe
   */
  public static Recipe of(DataSource source) {
    float black = source.scaling().apply(0);
    return switch (source) {
      case DIGITS -> new Recipe(40, 32, 0.003, 0.05, new Affine(1, 10, 0.15, black));
      case MNIST -> new Recipe(8, 64, 0.003, 0, new Affine(1, 5, 0.05, black));
      case FASHION_MNIST -> new Recipe(15, 64, 0.002, 0, null);
    };
  }
}
