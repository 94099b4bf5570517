package io.github.lanewise.bench.conv;

import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.util.Map;

/**
 * How good the choice of the algorithm is for a layer.
 *
 * @param layer name of the layer
 * @param batch images
 * @param threads threads
 * @param chosen what {@link ConvAlgorithm#choose} chooses
 * @param best the fastest of those that support the shape
 * @param seconds time of a call by each, medians over the forks
 * @param behind time of the chosen ÷ time of the best, less 1
 * @param forks JVMs that measured
 */
public record ChoiceResult(
    String layer,
    int batch,
    int threads,
    ConvAlgorithm chosen,
    ConvAlgorithm best,
    Map<ConvAlgorithm, Double> seconds,
    double behind,
    int forks) {
  /** What the choice may be behind. */
  public static final double TOLERANCE = 0.05;

  /**
   * Whether the choice is as good as can be expected.
   *
   * @return true if it is at most {@link #TOLERANCE} behind
   */
  public boolean good() {
    return behind <= TOLERANCE;
  }
}
