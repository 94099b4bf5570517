package io.github.lanewise.bench.train;

import io.github.lanewise.bench.contest.Origins;
import io.github.lanewise.bench.contest.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** What the document on performance says of layers forward and backward. */
public final class TrainReport {
  private final List<TrainResult> results;

  /**
   * A report.
   *
   * @param results what was measured, may be nothing
   */
  public TrainReport(List<TrainResult> results) {
    this.results = List.copyOf(results);
  }

  /**
   * The chapter.
   *
   * @return lines of Markdown; none without results
   */
  public List<String> markdown() {
    if (results.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of("", "## Forward and backward", ""));
    Origins origins = new Origins("layer");
    results.forEach(result -> origins.add(result.run(), result.forks()));
    lines.addAll(origins.lines());
    lines.add("");
    lines.add(
        "The total is what a step of training runs: the weights, which have changed, are packed"
            + " for both passes that read them, then come the forward pass and the gradients of"
            + " input, weights and bias. The libraries are timed on the same four results. ms of"
            + " the passes are without the packing.");
    for (List<TrainResult> table : tables()) {
      TrainResult first = table.getFirst();
      TrainTable rows =
          new TrainTable(Table.Style.MARKDOWN, List.of(), List.copyOf(first.peers().keySet()));
      lines.addAll(rows.header(first.batch(), first.threads()));
      table.stream().map(rows::row).forEach(lines::add);
      lines.addAll(rows.footer(table));
    }
    return lines;
  }

  /** One for each batch, number of threads, and set of peers. */
  private Collection<List<TrainResult>> tables() {
    return results.stream()
        .collect(
            Collectors.groupingBy(
                result ->
                    List.of(
                        result.batch(),
                        result.threads(),
                        result.run().machine().vectorBits(),
                        result.peers().keySet()),
                LinkedHashMap::new,
                Collectors.toList()))
        .values();
  }
}
