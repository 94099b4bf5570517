package io.github.lanewise.bench.train;

import io.github.lanewise.bench.contest.Contest;
import io.github.lanewise.bench.contest.ContestBenchmark;
import io.github.lanewise.bench.layers.LayerCase;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A layer, forward and backward, in one fork.
 *
 * @param at the layer, its batch and the threads
 * @param peers the native contenders, by name
 */
record TrainCase(LayerCase at, List<String> peers) implements Contest {

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
    return Arrays.stream(Pass.values()).map(Pass::name).toList();
  }

  @Override
  public double slowCall() {
    return Pass.TOTAL.convolutions() * at.slowCall();
  }

  @Override
  public Class<? extends ContestBenchmark> benchmark() {
    return TrainBenchmark.class;
  }

  @Override
  public Map<String, String> parameters() {
    return at.parameters();
  }
}
