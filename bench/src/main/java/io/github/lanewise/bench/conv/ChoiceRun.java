package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.contest.ContestForks;
import io.github.lanewise.bench.contest.Effort;
import io.github.lanewise.bench.contest.ForkSample;
import io.github.lanewise.bench.contest.Samples;
import io.github.lanewise.bench.layers.Layer;
import io.github.lanewise.bench.layers.LayerCase;
import io.github.lanewise.bench.progress.Progress;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures every algorithm that supports a layer, in turns within each fork, and holds the chosen
 * one against the best. What looks bad is measured once more, with twice as many forks.
 *
 * @param effort how much is measured
 * @param jvmArgs further arguments for the measuring JVMs
 */
public record ChoiceRun(Effort effort, List<String> jvmArgs) {

  /**
   * About how long layers take, if nothing is measured twice.
   *
   * @param layers the layers
   * @param batch images
   * @param threads threads
   * @return the time
   */
  public Duration estimate(List<Layer> layers, int batch, int threads) {
    return layers.stream()
        .map(layer -> effort.estimate(measured(layer, batch, threads)))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /**
   * Measures a layer.
   *
   * @param layer the layer
   * @param batch images
   * @param threads threads
   * @param progress is told of each fork
   * @return what came out; of the second measurement where there was one
   * @throws IOException if a fork fails
   */
  public ChoiceResult measure(Layer layer, int batch, int threads, Progress progress)
      throws IOException {
    ConvCase measured = measured(layer, batch, threads);
    ChoiceResult first = result(measured, new ContestForks(effort, jvmArgs), progress);
    if (first.good()) {
      return first;
    }
    Effort more = effort.withForks(2 * effort.forks());
    return result(measured, new ContestForks(more, jvmArgs), progress);
  }

  private static ConvCase measured(Layer layer, int batch, int threads) {
    return new ConvCase(
        new LayerCase(layer, batch, threads), Algorithms.of(layer.shape(batch)), List.of());
  }

  private static ChoiceResult result(ConvCase measured, ContestForks forks, Progress progress)
      throws IOException {
    return result(measured, forks.measure(measured, progress));
  }

  static ChoiceResult result(ConvCase measured, List<ForkSample> samples) {
    Map<ConvAlgorithm, Double> seconds = new EnumMap<>(ConvAlgorithm.class);
    for (ConvAlgorithm algorithm : measured.algorithms()) {
      seconds.put(algorithm, new Samples(samples).seconds(algorithm.name()));
    }
    ConvAlgorithm chosen = ConvAlgorithm.choose(measured.at().shape());
    ConvAlgorithm best =
        seconds.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
    return new ChoiceResult(
        measured.at().layer().name(),
        measured.at().batch(),
        measured.at().threads(),
        chosen,
        best,
        seconds,
        seconds.get(chosen) / seconds.get(best) - 1,
        samples.size());
  }
}
