package io.github.lanewise.cli.learn;

import io.github.lanewise.nn.data.Affine;
import io.github.lanewise.nn.data.Augmentation;
import io.github.lanewise.nn.data.Crop;
import io.github.lanewise.nn.data.Elastic;
import io.github.lanewise.nn.data.Flip;
import io.github.lanewise.nn.optimize.Adam;
import io.github.lanewise.nn.optimize.Optimizer;
import io.github.lanewise.nn.optimize.Sgd;
import java.util.Locale;
import java.util.Set;

/**
 * How training goes when the user does not say otherwise: the better of a few that were tried.
 * Those for the digits were compared on a fifth of the training pictures that was held back, with
 * other seeds than the default; the test pictures had no say. MNIST's for networks with batch norm
 * was found with {@code stem-pairs} (docs/training.md); {@code pairs} and {@code resnet18} share it
 * untried.
 *
 * @param epochs passes over the examples
 * @param batch examples of a step
 * @param optimizer its learning rate is the highest of a one-cycle schedule
 * @param smoothing of the targets
 * @param augmentation how pictures are varied; null for not at all
 */
public record Recipe(
    int epochs, int batch, Optimizer optimizer, double smoothing, Augmentation augmentation) {
  private static final Set<String> DEEP = Set.of("pairs", "stem-pairs", "resnet18");

  /**
   * The recipe for some data.
   *
   * @param source the data
   * @param model name of the model that learns
   * @return the recipe
   */
  public static Recipe of(DataSource source, String model) {
    float black = source.scaling().apply(0);
    boolean deep = DEEP.contains(model.toLowerCase(Locale.ROOT));
    return switch (source) {
      case KnownData.DIGITS ->
          new Recipe(80, 32, Adam.of(0.003), 0.05, new Affine(1, 10, 0.15, black));
      case KnownData.MNIST ->
          deep
              ? new Recipe(
                  15,
                  64,
                  Sgd.of(0.05).nesterov(0.9).weightDecay(5e-4),
                  0,
                  new Affine(1.5, 10, 0.1, black).then(new Elastic(7, 1.2, black)))
              : new Recipe(6, 64, Adam.of(0.003), 0, new Affine(1, 5, 0.05, black));
      case KnownData.FASHION_MNIST ->
          new Recipe(
              15, 64, Adam.of(0.003), 0, deep ? new Flip().then(new Crop(2, black)) : new Flip());
      case KnownData.CIFAR_10 ->
          new Recipe(20, 64, Adam.of(0.002), 0, new Flip().then(new Crop(4, black)));
      case CsvFile file -> new Recipe(30, 32, Adam.of(0.002), 0.05, null);
      default ->
          new Recipe(30, 32, Adam.of(0.002), 0.05, new Flip().then(new Affine(2, 10, 0.1, 0)));
    };
  }
}
