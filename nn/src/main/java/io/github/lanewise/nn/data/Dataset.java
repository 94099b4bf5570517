package io.github.lanewise.nn.data;

import io.github.lanewise.nn.Shape;
import java.util.stream.IntStream;

/** Pictures, each of one class. Read from several threads at once. */
public interface Dataset {
  /**
   * Number of examples.
   *
   * @return at least 0
   */
  int size();

  /**
   * Shape of an example.
   *
   * @return the shape
   */
  Shape shape();

  /**
   * Number of classes.
   *
   * @return at least 1
   */
  int classes();

  /**
   * The class of an example.
   *
   * @param index number of the example
   * @return from 0 up to but not including {@link #classes}
   */
  int label(int index);

  /**
   * Copies an example.
   *
   * @param index number of the example
   * @param x where to; {@code [height][width][channels]}
   * @param at first index
   */
  void copy(int index, float[] x, int at);

  /**
   * Some of the examples.
   *
   * @param indices their numbers
   * @return a view
   */
  default Dataset subset(int... indices) {
    return new Subset(this, indices.clone());
  }

  /**
   * The examples from one on up to another.
   *
   * @param from first number
   * @param to one past the last
   * @return a view
   */
  default Dataset range(int from, int to) {
    return new Subset(this, IntStream.range(from, to).toArray());
  }

  /**
   * How many examples each class has.
   *
   * @return one number for each class
   */
  default int[] classSizes() {
    int[] sizes = new int[classes()];
    for (int i = 0; i < size(); i++) {
      sizes[label(i)]++;
    }
    return sizes;
  }
}
