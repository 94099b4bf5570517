package io.github.lanewise.nn.layers;

import io.github.lanewise.nn.Shape;
import java.util.List;

/** Checks of how many inputs a layer has. */
final class Inputs {
  private Inputs() {}

  /** The shape of the only input. */
  static Shape one(List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("it reads " + inputs.size() + " nodes, expected one");
    }
    return inputs.getFirst();
  }

  /** Checks that there are several. */
  static void several(List<Shape> inputs) {
    if (inputs.size() < 2) {
      throw new IllegalArgumentException(
          "it reads " + inputs.size() + " node, expected two at least; name them all");
    }
  }
}
