package io.github.lanewise.bench.nets;

import io.github.lanewise.bench.contest.Origins;
import io.github.lanewise.bench.contest.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** What the document on performance says of whole networks. */
public final class NetReport {
  private final List<NetResult> results;

  /**
   * A report.
   *
   * @param results what was measured, may be nothing
   */
  public NetReport(List<NetResult> results) {
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
    List<String> lines = new ArrayList<>(List.of("", "## Networks", ""));
    Origins origins = new Origins("network");
    results.forEach(result -> origins.add(result.run(), result.forks()));
    lines.addAll(origins.lines());
    lines.add("");
    lines.add(
        "A step of training is the forward pass, softmax cross-entropy, the backward pass and"
            + " stochastic gradient descent with momentum, by each library from the same weights and"
            + " pictures; loss and gradients of the first step agree. Inference is the outputs of a"
            + " network whose weights do not change.");
    for (List<NetResult> table : tables()) {
      NetResult first = table.getFirst();
      NetTable rows =
          new NetTable(Table.Style.MARKDOWN, List.of(), List.copyOf(first.peers().keySet()));
      lines.addAll(rows.header(first));
      table.stream().map(rows::row).forEach(lines::add);
      lines.addAll(rows.footer(table));
    }
    return lines;
  }

  /** One for each use, batch, number of threads, and set of peers. */
  private Collection<List<NetResult>> tables() {
    return results.stream()
        .collect(
            Collectors.groupingBy(
                result ->
                    List.of(
                        result.use(),
                        result.batch(),
                        result.threads(),
                        result.run().machine().vectorBits(),
                        result.peers().keySet()),
                LinkedHashMap::new,
                Collectors.toList()))
        .values();
  }
}
