package io.github.lanewise.bench.conv;

import io.github.lanewise.kernels.conv.ConvAlgorithm;
import io.github.lanewise.kernels.conv.ConvShape;
import java.util.Arrays;
import java.util.List;

/** Which algorithms are worth measuring. */
final class Algorithms {
  private Algorithms() {}

  /** All that support a shape, but the naive one. */
  static List<ConvAlgorithm> of(ConvShape shape) {
    return Arrays.stream(ConvAlgorithm.values())
        .filter(algorithm -> algorithm != ConvAlgorithm.REFERENCE && algorithm.supports(shape))
        .toList();
  }
}
