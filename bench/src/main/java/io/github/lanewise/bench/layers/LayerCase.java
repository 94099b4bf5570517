package io.github.lanewise.bench.layers;

import io.github.lanewise.bench.contest.Table;
import io.github.lanewise.kernels.conv.ConvShape;
import java.util.Locale;
import java.util.Map;

/**
 * A layer as it is measured.
 *
 * @param layer the layer
 * @param batch images
 * @param threads threads of each contender
 */
public record LayerCase(Layer layer, int batch, int threads) {
  /** A speed that no machine of interest falls short of, float operations a second and thread. */
  private static final double SLOW = 100e9;

  /**
   * The shape of the convolution.
   *
   * @return the shape
   */
  public ConvShape shape() {
    return layer.shape(batch);
  }

  /**
   * What is measured, for people.
   *
   * @return a few words
   */
  public String title() {
    return layer.name() + ", " + Table.conditions(batch, threads).toLowerCase(Locale.ROOT);
  }

  /**
   * About how long the convolution takes at most on any machine of interest.
   *
   * @return seconds
   */
  public double slowCall() {
    return 2.0 * shape().multiplyAdds() / (SLOW * threads);
  }

  /**
   * What a fork needs to know to measure it, besides the threads.
   *
   * @return values of JMH parameters by their names
   */
  public Map<String, String> parameters() {
    return Map.of("layer", layer.line(), "batch", Integer.toString(batch));
  }
}
