package io.github.lanewise.bench.train;

import io.github.lanewise.bench.contest.Chapter;
import io.github.lanewise.bench.contest.Table;
import io.github.lanewise.bench.layers.PeakShare;
import io.github.lanewise.bench.statistics.Statistics;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How layers forward and backward are shown. */
public final class TrainTable {
  /** What the document on performance says of them. */
  public static final Chapter<TrainResult> CHAPTER =
      new Chapter<>(
          "Forward and backward",
          "layer",
          "The total is what a step of training runs: the weights, which have changed, are packed"
              + " for both passes that read them, then come the forward pass and the gradients of"
              + " input, weights and bias. The libraries are timed on the same four results. ms of"
              + " the passes are without the packing. "
              + PeakShare.DEFINITION,
          TrainTable::of);

  private TrainTable() {}

  /**
   * A {@link Table.Form}.
   *
   * @param style how it is written
   * @param layers names of the layers, for the width of their column
   * @param peers names of the native libraries
   * @return the table
   */
  public static Table<TrainResult> of(Table.Style style, List<String> layers, List<String> peers) {
    Table<TrainResult> table =
        new Table<TrainResult>(style, peers).names("layer", TrainResult::layer, layers);
    pass(table, "forward", TrainResult::forward);
    pass(table, "input", TrainResult::backwardInput);
    pass(table, "weights", TrainResult::backwardWeights);
    pass(table, "total", TrainResult::total);
    return table
        .spread()
        .peers()
        .millis("pack ms", TrainResult::packSeconds)
        .bytes()
        .column("forward, input, weights by", 0, TrainTable::algorithms)
        .stating(TrainTable::medians)
        .stating(TrainTable::plainMedians);
  }

  private static void pass(
      Table<TrainResult> table, String name, Function<TrainResult, PassTime> pass) {
    table
        .millis(name + " ms", result -> pass.apply(result).seconds())
        .numbers("% peak", "%.1f", result -> pass.apply(result).percentOfPeak());
  }

  private static String algorithms(TrainResult result) {
    return result.algorithm() + ", " + result.inputAlgorithm() + ", " + result.weightAlgorithm();
  }

  private static String medians(List<TrainResult> results) {
    return Stream.<Function<TrainResult, PassTime>>of(
            TrainResult::forward,
            TrainResult::backwardInput,
            TrainResult::backwardWeights,
            TrainResult::total)
        .map(pass -> String.format(Locale.ROOT, "%.1f", median(results, pass)))
        .collect(Collectors.joining(", ", "Medians of the percentages of the peak: ", ""));
  }

  private static String plainMedians(List<TrainResult> results) {
    return "Medians over %s: forward %s, input %s, weights %s"
        .formatted(
            PeakShare.PLAIN,
            plainMedian(results, TrainResult::forward, TrainResult::algorithm),
            plainMedian(results, TrainResult::backwardInput, TrainResult::inputAlgorithm),
            plainMedian(results, TrainResult::backwardWeights, TrainResult::weightAlgorithm));
  }

  private static String plainMedian(
      List<TrainResult> results,
      Function<TrainResult, PassTime> pass,
      Function<TrainResult, ConvAlgorithm> algorithm) {
    return PeakShare.median(
        results.stream()
            .map(
                result ->
                    new PeakShare(
                        result.shape().shape(result.batch()),
                        algorithm.apply(result),
                        result.run().roofline(),
                        pass.apply(result).percentOfPeak())));
  }

  private static double median(List<TrainResult> results, Function<TrainResult, PassTime> pass) {
    return Statistics.median(
        results.stream().map(result -> pass.apply(result).percentOfPeak()).toList());
  }
}
