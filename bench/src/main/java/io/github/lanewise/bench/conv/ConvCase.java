package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.contest.Contest;
import io.github.lanewise.bench.contest.ContestBenchmark;
import io.github.lanewise.bench.layers.LayerCase;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.util.List;
import java.util.Map;

/**
 * A layer in one fork.
 *
 * @param at the layer, its batch and the threads
 * @param algorithms Lanewise's contenders, each of which supports the shape
 * @param peers the native ones, by name
 */
record ConvCase(LayerCase at, List<ConvAlgorithm> algorithms, List<String> peers)
    implements Contest {

  @Override
  public String title() {
    return at.title();
  }

  @Override
  public int threads() {
    return at.threads();
  }

  @Override
  public List<String> ours() {
    return algorithms.stream().map(ConvAlgorithm::name).toList();
  }

  @Override
  public double slowCall() {
    return at.slowCall();
  }

  @Override
  public Class<? extends ContestBenchmark> benchmark() {
    return ConvBenchmark.class;
  }

  @Override
  public Map<String, String> parameters() {
    return at.parameters();
  }
}
