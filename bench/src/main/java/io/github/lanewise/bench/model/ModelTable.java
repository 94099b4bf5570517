package io.github.lanewise.bench.model;

import io.github.lanewise.bench.contest.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results of one batch and one number of threads as a table, line by line as they come. */
public final class ModelTable {
  private static final int NUMBER_WIDTH = 9;

  private final Table table;
  private final List<String> peers;

  /**
   * A table of a form.
   *
   * @param style how it is written
   * @param models names of the models, for the width of their column
   * @param peers names of the native libraries
   */
  public ModelTable(Table.Style style, List<String> models, List<String> peers) {
    this.table = new Table(style);
    this.peers = peers;
    table.column("model", models.stream().mapToInt(String::length).max().orElse(0));
    table.column("ms", NUMBER_WIDTH);
    table.column("± %", 4);
    table.column("% of peak", 6);
    peers.forEach(peer -> table.column(peer + " ms", NUMBER_WIDTH));
    if (!peers.isEmpty()) {
      table.column("× best", 6);
    }
    table.column("bytes", 5);
    table.column("first answer ms", NUMBER_WIDTH);
    peers.forEach(peer -> table.column(peer + " first ms", NUMBER_WIDTH));
  }

  /**
   * What the table is of, and the heads of its columns.
   *
   * @param batch size of dimensions that vary
   * @param threads threads
   * @return lines
   */
  public List<String> header(int batch, int threads) {
    return table.header(Table.conditions(batch, threads));
  }

  /**
   * One model.
   *
   * @param result the model's
   * @return a line
   */
  public String row(ModelResult result) {
    List<String> cells = new ArrayList<>();
    cells.add(result.model());
    cells.add(Table.millis(result.seconds()));
    cells.add(String.format(Locale.ROOT, "%.0f", 100 * result.spread()));
    cells.add(String.format(Locale.ROOT, "%.1f", result.percentOfPeak()));
    peers.forEach(peer -> cells.add(Table.millis(result.peers().get(peer).seconds())));
    if (!peers.isEmpty()) {
      cells.add(String.format(Locale.ROOT, "%.2f", result.ratioToBestPeer()));
    }
    cells.add(Long.toString(result.bytesPerCall()));
    cells.add(firstAnswer(result, OurModel.NAME));
    peers.forEach(peer -> cells.add(firstAnswer(result, peer)));
    return table.line(cells);
  }

  private static String firstAnswer(ModelResult result, String contender) {
    double seconds = result.firstAnswers().get(contender).seconds();
    return String.format(Locale.ROOT, "%.0f", 1e3 * seconds);
  }

  /**
   * What all models together come to, and the machine's limits.
   *
   * @param results all of the table, at least one
   * @return lines
   */
  public List<String> footer(List<ModelResult> results) {
    List<String> lines = new ArrayList<>();
    if (!peers.isEmpty()) {
      lines.add(
          Table.ratios("models", results.stream().map(ModelResult::ratioToBestPeer).toList()));
    }
    lines.addAll(Table.limits(results.stream().map(result -> result.run().roofline()).toList()));
    return table.footer(lines);
  }
}
