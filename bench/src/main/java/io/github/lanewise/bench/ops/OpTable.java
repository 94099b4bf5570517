package io.github.lanewise.bench.ops;

import io.github.lanewise.bench.contest.PeerTime;
import io.github.lanewise.bench.contest.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Results of one number of threads as a table, line by line as they come. */
public final class OpTable {
  private static final int NUMBER_WIDTH = 9;

  private final Table table;
  private final List<String> peers;

  /**
   * A table of a form.
   *
   * @param style how it is written
   * @param ops names of the operators, for the width of their column
   * @param peers names of the native libraries
   */
  public OpTable(Table.Style style, List<String> ops, List<String> peers) {
    this.table = new Table(style);
    this.peers = peers;
    table.column("operator", ops.stream().mapToInt(String::length).max().orElse(0));
    table.column("ms", NUMBER_WIDTH);
    table.column("± %", 5);
    table.column("GFLOP/s", NUMBER_WIDTH);
    table.column("GB/s", NUMBER_WIDTH);
    table.column("% of bound", NUMBER_WIDTH);
    peers.forEach(peer -> table.column(peer + " ms", NUMBER_WIDTH));
    if (!peers.isEmpty()) {
      table.column("× best", 6);
    }
    table.column("bytes", 5);
    table.column("bound", 11);
  }

  /**
   * What the table is of, and the heads of its columns.
   *
   * @param threads threads
   * @return lines
   */
  public List<String> header(int threads) {
    return table.header(threads == 1 ? "1 thread" : threads + " threads");
  }

  /**
   * One operator.
   *
   * @param result the operator's
   * @return a line
   */
  public String row(OpResult result) {
    List<String> cells = new ArrayList<>();
    cells.add(result.op());
    cells.add(Table.millis(result.seconds()));
    cells.add(String.format(Locale.ROOT, "%.0f", 100 * result.spread()));
    cells.add(result.gflops() == 0 ? "" : String.format(Locale.ROOT, "%.1f", result.gflops()));
    cells.add(String.format(Locale.ROOT, "%.1f", result.gigabytes()));
    cells.add(String.format(Locale.ROOT, "%.1f", result.percentOfBound()));
    for (String peer : peers) {
      PeerTime time = result.peers().get(peer);
      cells.add(time == null ? "" : Table.millis(time.seconds()));
    }
    if (!peers.isEmpty()) {
      Double ratio = result.ratioToBestPeer();
      cells.add(ratio == null ? "" : String.format(Locale.ROOT, "%.2f", ratio));
    }
    cells.add(Long.toString(result.bytesPerCall()));
    cells.add(result.bound());
    return table.line(cells);
  }

  /**
   * What all operators together come to, and the machine's limits.
   *
   * @param results all of the table, at least one
   * @return lines
   */
  public List<String> footer(List<OpResult> results) {
    List<String> lines = new ArrayList<>();
    List<Double> ratios =
        results.stream().map(OpResult::ratioToBestPeer).filter(Objects::nonNull).toList();
    if (!ratios.isEmpty()) {
      lines.add(Table.ratios("operators", ratios));
    }
    lines.addAll(Table.limits(results.stream().map(result -> result.run().roofline()).toList()));
    return table.footer(lines);
  }
}
