package io.github.lanewise.nn.data;

import io.github.lanewise.nn.Shape;
import java.util.SplittableRandom;

/**
 * A random change of a picture that leaves its class alone, so that a network learns from more
 * pictures than there are. Called from several threads at once.
 */
@FunctionalInterface
public interface Augmentation {
  /**
   * Changes one picture.
   *
   * @param x pictures; one of them is changed in place
   * @param at its first index
   * @param shape its shape
   * @param random the only source of random choices
   */
  void apply(float[] x, int at, Shape shape, SplittableRandom random);

  /**
   * This change, then another one.
   *
   * @param next the other one
   * @return both
   */
  default Augmentation then(Augmentation next) {
    return new Both(this, next);
  }
}
