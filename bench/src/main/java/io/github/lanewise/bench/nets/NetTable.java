package io.github.lanewise.bench.nets;

import io.github.lanewise.bench.contest.PeerTime;
import io.github.lanewise.bench.contest.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Results of one use, batch and number of threads as a table, line by line as they come. */
public final class NetTable {
  private static final int NUMBER_WIDTH = 9;

  private final Table table;
  private final List<String> peers;

  /**
   * A table of a form.
   *
   * @param style how it is written
   * @param nets names of the networks, for the width of their column
   * @param peers names of the native libraries
   */
  public NetTable(Table.Style style, List<String> nets, List<String> peers) {
    this.table = new Table(style);
    this.peers = peers;
    table.column("network", nets.stream().mapToInt(String::length).max().orElse(0));
    table.column("images/s", NUMBER_WIDTH);
    table.column("ms", NUMBER_WIDTH);
    table.column("± %", 4);
    peers.forEach(peer -> table.column(peer + " images/s", NUMBER_WIDTH));
    if (!peers.isEmpty()) {
      table.column("× best", 6);
    }
    table.column("bytes", 5);
    table.column("parameters", 10);
  }

  /**
   * What the table is of, and the heads of its columns.
   *
   * @param first one of its results
   * @return lines
   */
  public List<String> header(NetResult first) {
    String conditions = Table.conditions(first.batch(), first.threads());
    return table.header(first.use().title() + ", " + conditions.toLowerCase(Locale.ROOT));
  }

  /**
   * One network.
   *
   * @param result the network's
   * @return a line
   */
  public String row(NetResult result) {
    List<String> cells = new ArrayList<>();
    cells.add(result.net());
    cells.add(rate(result, result.seconds()));
    cells.add(Table.millis(result.seconds()));
    cells.add(String.format(Locale.ROOT, "%.0f", 100 * result.spread()));
    for (String peer : peers) {
      PeerTime time = result.peers().get(peer);
      cells.add(rate(result, time.seconds()));
    }
    if (!peers.isEmpty()) {
      cells.add(String.format(Locale.ROOT, "%.2f", result.ratioToBestPeer()));
    }
    cells.add(Long.toString(result.bytesPerCall()));
    cells.add(String.format(Locale.ROOT, "%,d", result.parameters()));
    return table.line(cells);
  }

  private static String rate(NetResult result, double seconds) {
    return String.format(Locale.ROOT, "%,.0f", result.imagesPerSecond(seconds));
  }

  /**
   * What all networks together come to, and the machine's limits.
   *
   * @param results all of the table, at least one
   * @return lines
   */
  public List<String> footer(List<NetResult> results) {
    List<String> lines = new ArrayList<>();
    List<Double> ratios =
        results.stream().map(NetResult::ratioToBestPeer).filter(Objects::nonNull).toList();
    if (!ratios.isEmpty()) {
      lines.add(Table.ratios("networks", ratios));
    }
    lines.addAll(Table.limits(results.stream().map(result -> result.run().roofline()).toList()));
    return table.footer(lines);
  }
}
