package io.github.lanewise.nn.train;

import io.github.lanewise.nn.Seeds;
import io.github.lanewise.nn.data.Augmentation;
import io.github.lanewise.nn.data.Dataset;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Some examples side by side, as a network reads them. */
final class Batch {
  private final int classes;
  private int[] labels = {};
  private float[] x = {};
  private float[] targets = {};

  Batch(int classes) {
    this.classes = classes;
  }

  /** Examples in it. */
  int size() {
    return labels.length;
  }

  /** {@code [size][height][width][channels]}. */
  float[] x() {
    return x;
  }

  /** {@code [size][classes]}: 1 at the right class, else 0. */
  float[] targets() {
    return targets;
  }

  /** The class of an example. */
  int label(int example) {
    return labels[example];
  }

  /**
   * Fills it; allocates only where the size changes.
   *
   * @param order numbers of the data set's examples
   * @param from first to take from the order
   * @param to one past the last
   * @param augmentation changes the examples; null for none
   * @param seed of the changes: the same example always gets the same with the same seed
   */
  void fill(Dataset data, int[] order, int from, int to, Augmentation augmentation, long seed) {
    int count = to - from;
    int length = data.shape().length();
    if (labels.length != count) {
      labels = new int[count];
      x = new float[count * length];
      targets = new float[count * classes];
    }
    Arrays.fill(targets, 0);
    for (int i = 0; i < count; i++) {
      int example = order[from + i];
      data.copy(example, x, i * length);
      if (augmentation != null) {
        SplittableRandom random = new SplittableRandom(Seeds.child(seed, example));
        augmentation.apply(x, i * length, data.shape(), random);
      }
      labels[i] = data.label(example);
      targets[i * classes + labels[i]] = 1;
    }
  }
}
