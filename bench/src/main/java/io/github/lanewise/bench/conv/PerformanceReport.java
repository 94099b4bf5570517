package io.github.lanewise.bench.conv;

import io.github.lanewise.kernels.conv.ConvAlgorithm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The document on performance as far as it is of convolution layers; other chapters follow it. */
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
   * The first chapter, and what stands before it.
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
    lines.add("![Percent of peak](" + plot + ")");
    lines.addAll(ConvTable.CHAPTER.markdown(results));
    lines.addAll(layouts());
    lines.addAll(errors());
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
    List<String> lines = new ArrayList<>(List.of("", "### Memory formats", ""));
    layouts.forEach((name, all) -> lines.add("- " + name + ": " + String.join("; or ", all)));
    return lines;
  }

  private List<String> errors() {
    Map<String, Map<ConvAlgorithm, Double>> errors = new LinkedHashMap<>();
    results.forEach(result -> errors.putIfAbsent(result.layer(), result.errors()));
    List<ConvAlgorithm> algorithms =
        errors.values().stream().flatMap(row -> row.keySet().stream()).distinct().sorted().toList();
    List<String> lines = new ArrayList<>(List.of("", "### Errors", ""));
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
