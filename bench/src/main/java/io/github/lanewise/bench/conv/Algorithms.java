package io.github.lanewise.bench.conv;

import io.github.lanewise.kernels.conv.ConvAlgorithm;
import io.github.lanewise.kernels.conv.ConvShape;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which algorithms are worth measuring. */
final class Algorithms {
  private Algorithms() {}

  private static final Set<ConvAlgorithm> NEVER_CHOSEN =
      EnumSet.of(ConvAlgorithm.REFERENCE, ConvAlgorithm.PLAIN);

  /** All that support a shape, but those that are never chosen. */
  static List<ConvAlgorithm> of(ConvShape shape) {
    return Arrays.stream(ConvAlgorithm.values())
        .filter(algorithm -> !NEVER_CHOSEN.contains(algorithm) && algorithm.supports(shape))
        .toList();
  }
}
