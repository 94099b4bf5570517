package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.contest.Contest;
import io.github.lanewise.bench.contest.ContestBenchmark;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import io.github.lanewise.kernels.conv.ConvShape;
import java.util.List;
import java.util.Map;

/**
 * A layer in one fork.
 *
 * @param layer the layer
 * @param batch images
 * @param threads threads of each contender
 * @param algorithms Lanewise's contenders, each of which supports the shape
 * @param peers the native ones, by name
 */
record ConvCase(
    Layer layer, int batch, int threads, List<ConvAlgorithm> algorithms, List<String> peers)
    implements Contest {
  /** A speed that no machine of interest falls short of, float operations a second and thread. */
  private static final double SLOW = 100e9;

  ConvShape shape() {
    return layer.shape(batch);
  }

  @Override
  public String title() {
    return "%s, batch %d, %s"
        .formatted(layer.name(), batch, threads == 1 ? "1 thread" : threads + " threads");
  }

  @Override
  public List<String> ours() {
    return algorithms.stream().map(ConvAlgorithm::name).toList();
  }

  @Override
  public double slowCall() {
    return 2.0 * shape().multiplyAdds() / (SLOW * threads);
  }

  @Override
  public Class<? extends ContestBenchmark> benchmark() {
    return ConvBenchmark.class;
  }

  @Override
  public Map<String, String> parameters() {
    return Map.of("layer", layer.line(), "batch", Integer.toString(batch));
  }
}
