package io.github.lanewise.bench.train;

import io.github.lanewise.bench.contest.Table;
import io.github.lanewise.bench.statistics.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Results of one batch and one number of threads as a table, line by line as they come. */
public final class TrainTable {
  private static final int NUMBER_WIDTH = 9;

  private final Table table;
  private final List<String> peers;

  /**
   * A table of a form.
   *
   * @param style how it is written
   * @param layers names of the layers, for the width of their column
   * @param peers names of the native libraries
   */
  public TrainTable(Table.Style style, List<String> layers, List<String> peers) {
    this.table = new Table(style);
    this.peers = peers;
    table.column("layer", layers.stream().mapToInt(String::length).max().orElse(0));
    for (String pass : List.of("forward", "input", "weights", "total")) {
      table.column(pass + " ms", NUMBER_WIDTH);
      table.column("% peak", 6);
    }
    table.column("± %", 4);
    peers.forEach(peer -> table.column(peer + " ms", NUMBER_WIDTH));
    if (!peers.isEmpty()) {
      table.column("× best", 6);
    }
    table.column("pack ms", NUMBER_WIDTH);
    table.column("bytes", 5);
    table.column("forward, input, weights by", 9);
  }

  /**
   * What the table is of, and the heads of its columns.
   *
   * @param batch images
   * @param threads threads
   * @return lines
   */
  public List<String> header(int batch, int threads) {
    return table.header(Table.conditions(batch, threads));
  }

  /**
   * One layer.
   *
   * @param result the layer's
   * @return a line
   */
  public String row(TrainResult result) {
    List<String> cells = new ArrayList<>();
    cells.add(result.layer());
    for (PassTime pass :
        List.of(
            result.forward(), result.backwardInput(), result.backwardWeights(), result.total())) {
      cells.add(Table.millis(pass.seconds()));
      cells.add(String.format(Locale.ROOT, "%.1f", pass.percentOfPeak()));
    }
    cells.add(String.format(Locale.ROOT, "%.0f", 100 * result.spread()));
    peers.forEach(peer -> cells.add(Table.millis(result.peers().get(peer).seconds())));
    if (!peers.isEmpty()) {
      cells.add(String.format(Locale.ROOT, "%.2f", result.ratioToBestPeer()));
    }
    cells.add(Table.millis(result.packSeconds()));
    cells.add(Long.toString(result.bytesPerCall()));
    cells.add(
        result.algorithm() + ", " + result.inputAlgorithm() + ", " + result.weightAlgorithm());
    return table.line(cells);
  }

  /**
   * What all layers together come to, and the machine's limits.
   *
   * @param results all of the table, at least one
   * @return lines
   */
  public List<String> footer(List<TrainResult> results) {
    List<String> lines = new ArrayList<>();
    if (!peers.isEmpty()) {
      lines.add(
          Table.ratios(
              "layers",
              results.stream()
                  .map(TrainResult::ratioToBestPeer)
                  .filter(Objects::nonNull)
                  .toList()));
    }
    lines.add(
        "Medians of the percentages of the peak: "
            + List.<Function<TrainResult, PassTime>>of(
                    TrainResult::forward,
                    TrainResult::backwardInput,
                    TrainResult::backwardWeights,
                    TrainResult::total)
                .stream()
                .map(pass -> String.format(Locale.ROOT, "%.1f", median(results, pass)))
                .collect(Collectors.joining(", ")));
    lines.addAll(Table.limits(results.stream().map(result -> result.run().roofline()).toList()));
    return table.footer(lines);
  }

  private static double median(List<TrainResult> results, Function<TrainResult, PassTime> pass) {
    return Statistics.median(
        results.stream().map(result -> pass.apply(result).percentOfPeak()).toList());
  }
}
