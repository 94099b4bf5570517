package io.github.lanewise.nn.train;

import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.data.Dataset;

/** What training and evaluation both ask of examples and outputs. */
final class Examples {
  private Examples() {}

  /** Checks that a network reads these examples and tells their classes apart. */
  static void check(Network network, Dataset data) {
    if (data.size() == 0) {
      throw new IllegalArgumentException("there are no examples, expected one at least");
    }
    if (!data.shape().equals(network.inputShape())) {
      throw new IllegalArgumentException(
          "the examples are %s, the network reads %s"
              .formatted(data.shape(), network.inputShape()));
    }
    if (data.classes() != network.outputShape().length()) {
      throw new IllegalArgumentException(
          "the examples have %d classes, the network has %d outputs; end it with Dense.of(%d)"
              .formatted(data.classes(), network.outputShape().length(), data.classes()));
    }
  }

  /** Where the largest of some values is, from 0; of equal ones the first. */
  static int largest(float[] values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + best]) {
        best = i;
      }
    }
    return best;
  }
}
