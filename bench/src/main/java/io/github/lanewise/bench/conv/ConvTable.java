package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.contest.Chapter;
import io.github.lanewise.bench.contest.Table;
import io.github.lanewise.bench.layers.PeakShare;
import io.github.lanewise.bench.statistics.Statistics;
import java.util.List;
import java.util.Locale;

/** How layers are shown. */
public final class ConvTable {
  /** What the document on performance says of them. */
  public static final Chapter<ConvResult> CHAPTER =
      new Chapter<>(
          "Convolution layers",
          "layer",
          "Each figure is the median over JVMs of its own, in which Lanewise and the libraries take"
              + " turns; ± is the slowest less the fastest JVM. GFLOP/s count two operations for"
              + " each multiply-add of the plain convolution, also where an algorithm needs fewer,"
              + " so that Winograd and Strassen may pass the peak. Lanewise computes bias and ReLU, the"
              + " libraries the bias only. The error is max |error| / max |y| against sums in"
              + " double precision. "
              + PeakShare.DEFINITION,
          ConvTable::of);

  private ConvTable() {}

  /**
   * A {@link Table.Form}.
   *
   * @param style how it is written
   * @param layers names of the layers, for the width of their column
   * @param peers names of the native libraries
   * @return the table
   */
  public static Table<ConvResult> of(Table.Style style, List<String> layers, List<String> peers) {
    return new Table<ConvResult>(style, peers)
        .names("layer", ConvResult::layer, layers)
        .millis("ms", ConvResult::seconds)
        .spread()
        .numbers("GFLOP/s", "%.1f", ConvResult::gflops)
        .numbers("% of peak", "%.1f", ConvResult::percentOfPeak)
        .peers()
        .bytes()
        .numbers("error", "%.1e", result -> result.errors().get(result.algorithm()))
        .column("algorithm", 0, result -> result.algorithm().name())
        .stating(ConvTable::median)
        .stating(ConvTable::plainMedian);
  }

  private static String median(List<ConvResult> results) {
    return String.format(
        Locale.ROOT,
        "Median of the percentages of the peak: %.1f",
        Statistics.median(results.stream().map(ConvResult::percentOfPeak).toList()));
  }

  private static String plainMedian(List<ConvResult> results) {
    return "Median over %s: %s"
        .formatted(
            PeakShare.PLAIN,
            PeakShare.median(
                results.stream()
                    .map(
                        result ->
                            new PeakShare(
                                result.shape().shape(result.batch()),
                                result.algorithm(),
                                result.run().roofline(),
                                result.percentOfPeak()))));
  }
}
