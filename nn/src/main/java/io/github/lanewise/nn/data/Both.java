package io.github.lanewise.nn.data;

import io.github.lanewise.nn.Shape;
import java.util.SplittableRandom;

/** One change after another. A record, so that checkpoints can say which. */
record Both(Augmentation first, Augmentation next) implements Augmentation {
  @Override
  public void apply(float[] x, int at, Shape shape, SplittableRandom random) {
    first.apply(x, at, shape, random);
    next.apply(x, at, shape, random);
  }
}
