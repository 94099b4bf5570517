package io.github.lanewise.bench.model;

import io.github.lanewise.bench.contest.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the document on performance says of whole models. */
public final class ModelReport {
  private final List<ModelResult> results;

  /**
   * A report.
   *
   * @param results what was measured, may be nothing
   */
  public ModelReport(List<ModelResult> results) {
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
    List<String> lines = new ArrayList<>(List.of("", "## Whole models", ""));
    lines.addAll(origin());
    lines.add("");
    lines.add(
        "ONNX files, computed by all from the same arrays into the same arrays, in turns within one"
            + " JVM. The first answer is the time from the start of a process to the first output:"
            + " JVM, classes or native library, model file, first run; the median over fresh JVMs"
            + " that take turns.");
    for (List<ModelResult> table : tables()) {
      ModelResult first = table.getFirst();
      ModelTable rows =
          new ModelTable(Table.Style.MARKDOWN, List.of(), List.copyOf(first.peers().keySet()));
      lines.addAll(rows.header(first.batch(), first.threads()));
      table.stream().map(rows::row).forEach(lines::add);
      lines.addAll(rows.footer(table));
    }
    return lines;
  }

  private Set<String> origin() {
    Set<String> lines = new LinkedHashSet<>();
    for (ModelResult result : results) {
      lines.add("- " + result.run().machine().words());
      lines.add(
          "- %s: `%s`, JVMs for each model: %d"
              .formatted(
                  result.run().date().substring(0, 10), result.run().command(), result.forks()));
    }
    return lines;
  }

  /** One for each batch, number of threads, and set of peers. */
  private Collection<List<ModelResult>> tables() {
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
