package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.contest.Table;
import io.github.lanewise.bench.statistics.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Results of one batch and one number of threads as a table, line by line as they come. */
public final class ConvTable {
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
  public ConvTable(Table.Style style, List<String> layers, List<String> peers) {
    this.table = new Table(style);
    this.peers = peers;
    table.column("layer", layers.stream().mapToInt(String::length).max().orElse(0));
    table.column("ms", NUMBER_WIDTH);
    table.column("± %", 5);
    table.column("GFLOP/s", NUMBER_WIDTH);
    table.column("% of peak", NUMBER_WIDTH);
    peers.forEach(peer -> table.column(peer + " ms", NUMBER_WIDTH));
    if (!peers.isEmpty()) {
      table.column("× best", 6);
    }
    table.column("bytes", 5);
    table.column("error", 7);
    table.column("algorithm", 9);
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
  public String row(ConvResult result) {
    List<String> cells = new ArrayList<>();
    cells.add(result.layer());
    cells.add(Table.millis(result.seconds()));
    cells.add(String.format(Locale.ROOT, "%.0f", 100 * result.spread()));
    cells.add(String.format(Locale.ROOT, "%.1f", result.gflops()));
    cells.add(String.format(Locale.ROOT, "%.1f", result.percentOfPeak()));
    peers.forEach(peer -> cells.add(Table.millis(result.peers().get(peer).seconds())));
    if (!peers.isEmpty()) {
      cells.add(String.format(Locale.ROOT, "%.2f", result.ratioToBestPeer()));
    }
    cells.add(Long.toString(result.bytesPerCall()));
    cells.add(String.format(Locale.ROOT, "%.1e", result.errors().get(result.algorithm())));
    cells.add(result.algorithm().name());
    return table.line(cells);
  }

  /**
   * What all layers together come to, and the machine's limits.
   *
   * @param results all of the table, at least one
   * @return lines
   */
  public List<String> footer(List<ConvResult> results) {
    List<String> lines = new ArrayList<>();
    if (!peers.isEmpty()) {
      List<Double> ratios =
          results.stream().map(ConvResult::ratioToBestPeer).filter(Objects::nonNull).toList();
      lines.add(Table.ratios("layers", ratios));
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "Median of the percentages of the peak: %.1f",
            Statistics.median(results.stream().map(ConvResult::percentOfPeak).toList())));
    lines.addAll(Table.limits(results.stream().map(result -> result.run().roofline()).toList()));
    return table.footer(lines);
  }
}
