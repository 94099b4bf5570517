package io.github.lanewise.bench.peers;

import io.github.lanewise.nn.Network;
import io.github.lanewise.nn.Node;
import io.github.lanewise.nn.ParameterSpec;
import io.github.lanewise.nn.Shape;
import java.util.List;

/**
 * A parameter between the orders of Lanewise and Deeplearning4j: kernels are HWIO and OIHW; dense
 * weights {@code [inputs][outputs]} in both, but where their inputs are a flattened picture, row,
 * column, channel and channel, row, column.
 */
final class Dl4jParameter {
  private final List<Integer> sizes;
  private final Shape read;

  Dl4jParameter(Network network, Node node, ParameterSpec spec) {
    sizes = spec.sizes();
    read = FlattenedInput.of(network, node);
  }

  /** Lanewise's values in the order of Deeplearning4j's array, the last index fastest. */
  float[] array(float[] values) {
    return switch (sizes.size()) {
      case 4 ->
          Layouts.hwioToOihw(values, sizes.get(0), sizes.get(1), sizes.get(2), sizes.get(3));
      case 2 ->
          Layouts.hwcuToChwu(
              values, read.height(), read.width(), read.channels(), sizes.get(1));
      default -> values;
    };
  }

  /** Values of Deeplearning4j's array, the last index fastest, in the order of Lanewise. */
  float[] values(float[] array) {
    return switch (sizes.size()) {
      case 4 ->
          Layouts.oihwToHwio(array, sizes.get(0), sizes.get(1), sizes.get(2), sizes.get(3));
      case 2 ->
          Layouts.chwuToHwcu(
              array, read.height(), read.width(), read.channels(), sizes.get(1));
      default -> array;
    };
  }
}
