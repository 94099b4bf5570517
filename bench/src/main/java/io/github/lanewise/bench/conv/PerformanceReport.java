package io.github.lanewise.bench.conv;

import io.github.lanewise.bench.contest.Table;
import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The document on performance, written from measured results. */
public final class PerformanceReport {
  private final List<ConvResult> results;

  /**
   * A report.
   *
   * @param results what was measured, at least one
   * @throws IllegalArgumentException if there is none
   */
  public PerformanceReport(List<ConvResult> results) {
    if (results.isEmpty()) {
      throw new IllegalArgumentException("no results, expected at least one");
    }
    this.results = List.copyOf(results);
  }

  /**
   * The document.
   *
   * @param plot name of the picture of {@link #percentOfPeak}, relative to the document
   * @return lines of Markdown
   */
  public List<String> markdown(String plot) {
    List<String> lines = new ArrayList<>();
    lines.add("# Performance");
    lines.add("");
    lines.add("Written by `./lanewise bench report` from measured results; not to be edited.");
    lines.add("");
    lines.addAll(origin());
    lines.add("");
    lines.add(
        "Each figure is the median over JVMs of its own, in which Lanewise and the libraries take"
            + " turns; ± is the slowest less the fastest JVM. GFLOP/s count two operations for each"
            + " multiply-add of the plain convolution, also where an algorithm needs fewer, so that"
            + " Winograd may pass the peak. Lanewise computes bias and ReLU, the libraries the bias"
            + " only. The error is max |error| / max |y| against sums in double precision.");
    lines.add("");
    lines.add("![Percent of peak](" + plot + ")");
    for (List<ConvResult> table : tables()) {
      lines.addAll(table(table));
    }
    lines.addAll(layouts());
    lines.addAll(errors());
    return lines;
  }

  private Set<String> origin() {
    Set<String> lines = new LinkedHashSet<>();
    for (ConvResult result : results) {
      lines.add("- " + result.run().machine().words());
      lines.add(
          "- %s: `%s`".formatted(result.run().date().substring(0, 10), result.run().command()));
    }
    return lines;
  }

  /** One for each batch, number of threads, and set of peers. */
  private Collection<List<ConvResult>> tables() {
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

  private static List<String> table(List<ConvResult> rows) {
    ConvResult first = rows.getFirst();
    ConvTable table =
        new ConvTable(Table.Style.MARKDOWN, List.of(), List.copyOf(first.peers().keySet()));
    List<String> lines = new ArrayList<>(table.header(first.batch(), first.threads()));
    rows.stream().map(table::row).forEach(lines::add);
    lines.addAll(table.footer(rows));
    return lines;
  }

  private List<String> layouts() {
    Map<String, Set<String>> layouts = new LinkedHashMap<>();
    for (ConvResult result : results) {
      result
          .layouts()
          .forEach(
              (name, layout) ->
                  layouts.computeIfAbsent(name, n -> new LinkedHashSet<>()).add(layout));
    }
    List<String> lines = new ArrayList<>(List.of("", "## Memory formats", ""));
    layouts.forEach((name, all) -> lines.add("- " + name + ": " + String.join("; or ", all)));
    return lines;
  }

  private List<String> errors() {
    Map<String, Map<ConvAlgorithm, Double>> errors = new LinkedHashMap<>();
    results.forEach(result -> errors.putIfAbsent(result.layer(), result.errors()));
    List<ConvAlgorithm> algorithms =
        errors.values().stream().flatMap(row -> row.keySet().stream()).distinct().sorted().toList();
    List<String> lines = new ArrayList<>(List.of("", "## Errors", ""));
    lines.add("max |error| / max |y|, one image, input and weights even in [−1, 1).");
    lines.add("");
    lines.add(
        algorithms.stream()
            .map(ConvAlgorithm::name)
            .collect(Collectors.joining(" | ", "| layer | ", " |")));
    lines.add("|---" + "|---:".repeat(algorithms.size()) + "|");
    errors.forEach(
        (layer, row) ->
            lines.add(
                algorithms.stream()
                    .map(
                        algorithm ->
                            row.containsKey(algorithm)
                                ? String.format(Locale.ROOT, "%.1e", row.get(algorithm))
                                : "")
                    .collect(Collectors.joining(" | ", "| " + layer + " | ", " |"))));
    return lines;
  }

  /**
   * What the plot shows.
   *
   * @return for each batch and number of threads, percent of the peak by layer
   */
  public Map<String, Map<String, Double>> percentOfPeak() {
    Map<String, Map<String, Double>> series = new LinkedHashMap<>();
    for (ConvResult result : results) {
      String name = "batch %d, threads %d".formatted(result.batch(), result.threads());
      series
          .computeIfAbsent(name, n -> new LinkedHashMap<>())
          .put(result.layer(), result.percentOfPeak());
    }
    return series;
  }
}
